import { alertEvent, processEvent } from '../event-makers.ts';
import type { AccountSaid, AuthSaid, SystemSaid } from '../event-of.ts';
import { accountEvent, authEvent, privilegeEvent, QUIET_AUTH, systemEvent } from '../event-of.ts';
import { hostIn } from '../host-token.ts';
import type { EmitEvent, Parsed } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { HOST_ACTS, RECORD_ACTS } from '../record-acts.ts';
import { loginUserOf, userOf, wasRefused } from './actor.ts';
import type { AuditFields } from './fields.ts';

/** One record that stands for itself. */
interface Single {
  readonly record: LogRecord;
  readonly type: string;
  readonly fields: AuditFields;
  /** As written: what access control says is no list of fields. */
  readonly text: string;
  readonly format: string;
  readonly emit: EmitEvent;
}

type Tell = (single: Single) => Parsed;

/** Programs that record the login itself beside what PAM says of it. */
const OWN_LOGIN = /\/(?:sshd|sshd-session|sshd-auth|login|gdm[\w-]*|xrdp-sesman)$/;
/** Becoming another user: told by sudo and su themselves. */
const SWITCH = /\/(?:su|sudo|doas|runuser|pkexec|polkit-agent-helper-1|cron|crond|atd|systemd|userhelper|unix_chkpwd|passwd)$/;
const STRANGERS = new Set(['(unknown user)', '(invalid user)', '(unknown)', '?']);

const baseName = (path: string | undefined): string => (path ?? '').slice((path ?? '').lastIndexOf('/') + 1);

function serviceOf(fields: AuditFields): string {
  const program = baseName(fields.get('exe'));
  if (program.startsWith('sshd')) return 'ssh';
  return program === 'vsftpd' || program === 'proftpd' ? 'ftp' : program === '' ? 'unknown' : program;
}

/** Only where the record itself holds it: behind the account, in the fields that the service fills. */
function sourceOf(fields: AuditFields): string | null {
  for (const key of ['addr', 'hostname']) {
    const written = fields.get(key);
    const host = written === undefined || written === 'localhost' ? null : hostIn(written, 0, written.length);
    if (host !== null) return host;
  }
  return null;
}

function accountOf(fields: AuditFields): string | null {
  const acct = fields.get('acct') ?? fields.get('ID') ?? fields.get('id') ?? null;
  return acct === null || STRANGERS.has(acct) ? null : acct;
}

function tellAuth(single: Single, said: Partial<AuthSaid>): Parsed {
  const { record, fields, format, emit } = single;
  record.pid = fields.get('pid') ?? record.pid;
  emit(authEvent(record, format, { ...QUIET_AUTH, service: serviceOf(fields), target: fields.get('terminal') ?? null, ...said }, {
    source: sourceOf(fields), user: accountOf(fields), port: null, count: 1, forged: null,
  }));
  return 'event';
}

const outcomeOf = (fields: AuditFields): 'success' | 'failure' => (wasRefused(fields) ? 'failure' : 'success');
const unknownOf = (fields: AuditFields): boolean => STRANGERS.has(fields.get('acct') ?? '');

const tellLogin: Tell = (single) => tellAuth(single, {
  action: 'login', outcome: outcomeOf(single.fields), primary: true, suspicious: wasRefused(single.fields),
  unknownUser: unknownOf(single.fields),
});

/** PAM's word of an attempt: the only one for services that do not speak to auditd themselves. */
const tellPam: Tell = (single) => {
  const exe = single.fields.get('exe') ?? '';
  if (SWITCH.test(exe)) return tellAuth(single, { outcome: outcomeOf(single.fields) });
  const own = !OWN_LOGIN.test(exe);
  return tellAuth(single, {
    action: own ? 'login' : 'notice', outcome: outcomeOf(single.fields), primary: own, suspicious: own && wasRefused(single.fields),
    unknownUser: unknownOf(single.fields),
  });
};

/** PAM could not make out who it is: a connection that was refused before any account was asked about. */
const tellError: Tell = (single) => (single.fields.get('op') === 'PAM:bad_ident' && wasRefused(single.fields)
  ? tellAuth(single, { action: 'notice', outcome: 'failure', suspicious: true, unknownUser: unknownOf(single.fields) }) : 'quiet');

const tellSession = (action: 'session-open' | 'session-close'): Tell => (single) =>
  (SWITCH.test(single.fields.get('exe') ?? '') ? 'quiet' : tellAuth(single, { action, outcome: action === 'session-open' ? 'success' : 'info' }));

const tellCommand: Tell = ({ record, fields, format, emit }) => {
  emit(privilegeEvent(record, format, {
    action: wasRefused(fields) ? 'refused' : 'run', outcome: wasRefused(fields) ? 'denied' : 'success', user: userOf(fields) ?? loginUserOf(fields),
    asUser: 'root', command: fields.get('cmd') ?? null, tty: fields.get('terminal') ?? null, count: 1, forged: null,
  }));
  return 'event';
};

const tellAccount = (action: AccountSaid['action'], ops: RegExp | null): Tell => ({ record, fields, text, format, emit }) => {
  const op = /\bop=([^="']{1,60}?)(?= \w{1,20}=|["',])/.exec(text)?.[1] ?? '';
  if (ops && !ops.test(op)) return 'quiet';
  emit(accountEvent(record, format, {
    action, outcome: outcomeOf(fields), target: accountOf(fields), user: loginUserOf(fields), uid: null, group: fields.get('grp') ?? null,
    shell: null, forged: null,
  }));
  return 'event';
};

/** The records of group and account changes say in `op` what was done. */
const tellMembership: Tell = (single) => {
  const { text } = single;
  if (/op=(?:add-user-to-group|add-to-group|adding user to group|add-member)/.test(text)) return tellAccount('member-added', null)(single);
  if (/op=(?:delete-user-from-group|deleting user from group)/.test(text)) return tellAccount('member-removed', null)(single);
  if (/op=(?:changing uid|changing user id|changing-uid)/.test(text)) return tellAccount('user-changed', null)(single);
  return 'quiet';
};

function tellSystem({ record, format, emit }: Single, said: Partial<SystemSaid> & Pick<SystemSaid, 'action'>): Parsed {
  emit(systemEvent(record, format, { target: null, user: null, command: null, forged: null, ...said }));
  return 'event';
}

const systemOf = (action: SystemSaid['action']): Tell => (single) =>
  tellSystem(single, { action, target: single.fields.get('unit') ?? null, user: loginUserOf(single.fields) });

const loggerOf = (action: 'logger-start' | 'logger-stop'): Tell => (single) =>
  tellSystem(single, { action, target: 'auditd', user: loginUserOf(single.fields) });

const tellConfig: Tell = (single) => {
  const { fields, text } = single;
  const user = loginUserOf(fields);
  if (fields.get('audit_enabled') === '0' && fields.get('old') !== '0') {
    return tellSystem(single, { action: 'other', target: 'auditd', user, command: RECORD_ACTS.auditOff });
  }
  return /op="?remove[_ ]rule/.test(text)
    ? tellSystem(single, { action: 'other', target: fields.get('key') ?? 'auditd', user, command: RECORD_ACTS.ruleRemoved }) : 'quiet';
};

const tellEnforcing: Tell = (single) => (single.fields.get('enforcing') === '0' && single.fields.get('old_enforcing') === '1'
  ? tellSystem(single, { action: 'other', target: 'SELinux', user: loginUserOf(single.fields), command: RECORD_ACTS.guardOff }) : 'quiet');

const tellPromiscuous: Tell = (single) => (single.fields.get('prom') !== '0' && single.fields.get('old_prom') === '0'
  ? tellSystem(single, { action: 'other', target: single.fields.get('dev') ?? null, user: loginUserOf(single.fields), command: HOST_ACTS.promiscuous })
  : 'quiet');

const tellAbend: Tell = ({ record, fields, format, emit }) => {
  emit(processEvent(record, format, {
    action: 'end', outcome: 'failure', target: fields.get('exe') ?? fields.get('comm') ?? null, command: `signal ${fields.get('sig') ?? 'unknown'}`,
    user: userOf(fields) ?? loginUserOf(fields), loginUser: loginUserOf(fields), program: fields.get('comm') ?? null,
    pid: fields.get('pid') ?? null, parent: null, parentPid: fields.get('ppid') ?? null, cwd: null,
  }));
  return 'event';
};

const DENIED = /(?:avc: {1,2}denied {1,2}\{ ([\w ]{1,80}) \}|apparmor="?DENIED"? operation="?([\w-]{1,60}))/;

/** What access control refused is its word; what it allowed or only noted is everyday. */
const tellRefused: Tell = ({ record, fields, text, format, emit }) => {
  const denied = DENIED.exec(text.slice(0, 400));
  if (!denied) return 'quiet';
  const blocked = fields.get('permissive') !== '1';
  emit(alertEvent(record, format, {
    outcome: blocked ? 'denied' : 'info', target: fields.get('name') ?? fields.get('path') ?? null, product: denied[2] === undefined ? 'selinux' : 'apparmor',
    rule: (denied[1] ?? denied[2] ?? '').trim(), severity: 'info', techniques: [], blocked,
    title: `${fields.get('comm') ?? 'a program'} was denied ${(denied[1] ?? denied[2] ?? '').trim()}`,
  }));
  return 'event';
};

const quiet: Tell = () => 'quiet';

/** What each type of record says by itself; the types left out are understood and say nothing. */
const TELLS: Readonly<Record<string, Tell>> = {
  USER_LOGIN: tellLogin, USER_AUTH: tellPam, USER_ERR: tellError, USER_START: tellSession('session-open'), USER_END: tellSession('session-close'),
  USER_LOGOUT: tellSession('session-close'), USER_CMD: tellCommand,
  ADD_USER: tellAccount('user-added', /^(?:add|adding)[- ]user$/), DEL_USER: tellAccount('user-removed', /^delet(?:e|ing)[- ]user(?: entries)?$/),
  ADD_GROUP: tellAccount('group-added', /^(?:add|adding)[- ](?:new )?(?:group)$/), DEL_GROUP: tellAccount('group-removed', /^delet(?:e|ing)[- ]group$/),
  USER_CHAUTHTOK: tellAccount('password-changed', /^(?:PAM:chauthtok|chang(?:e|ing)[- ]password|updating[- ]password)$/),
  ACCT_LOCK: tellAccount('locked', null), ACCT_UNLOCK: tellAccount('unlocked', null), GRP_MGMT: tellMembership, USER_MGMT: tellMembership,
  USER_ACCT: quiet, SERVICE_START: systemOf('service-start'), SERVICE_STOP: systemOf('service-stop'), SYSTEM_BOOT: systemOf('boot'),
  SYSTEM_SHUTDOWN: systemOf('shutdown'), DAEMON_START: loggerOf('logger-start'), DAEMON_END: loggerOf('logger-stop'),
  DAEMON_ABORT: loggerOf('logger-stop'), DAEMON_ROTATE: systemOf('log-rotated'), CONFIG_CHANGE: tellConfig, MAC_STATUS: tellEnforcing,
  ANOM_PROMISCUOUS: tellPromiscuous, ANOM_ABEND: tellAbend, AVC: tellRefused, USER_AVC: quiet,
};

/** Type names of auditd are capitals; anything else is no audit record. */
const TYPE_NAME = /^(?:[A-Z][A-Z0-9_]{2,30}|\d{4}|UNKNOWN\[\d{1,5}\])$/;

export function tellSingle(single: Single): Parsed {
  if (!TYPE_NAME.test(single.type)) return { unparsed: 'auditd: a type of record that is not known' };
  return TELLS[single.type]?.(single) ?? 'quiet';
}
