import type { Outcome } from '../../domain/event.ts';
import { privilegeEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import { isPam, readPam } from '../pam-message.ts';
import { sayPrivilege } from '../pam-privilege.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'sudo';
/** The caller's own user id stands in the record's credentials, so only the process name is held against the tag. */
const WRITERS = { comms: new Set(['sudo', 'sudoedit']), rootOnly: false };

export const sudo: Parser = {
  name: FORMAT,
  programs: ['sudo', 'sudoedit', 'sudo-rs'],
  claims: null,
  taint: ['command'],
  open: () => ({ feed: readRecord }),
};

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const text = record.text.trimEnd();
  const forged = contradiction(record, WRITERS);
  if (isPam(text, record.body)) {
    const message = readPam(text, record.body, text.length);
    return message ? sayPrivilege(record, message, { format: FORMAT, forged }, emit)
      : { unparsed: 'sudo: a PAM record in words that are not known' };
  }
  const said = readCommand(text, record.body);
  if (!said) return isRemark(text.slice(record.body, record.body + 80)) ? 'quiet' : { unparsed: 'sudo: words that are not known' };
  emit(privilegeEvent(record, FORMAT, { ...said, forged }));
  return 'event';
}

interface Command {
  readonly action: 'run' | 'refused';
  readonly outcome: Outcome;
  readonly user: string;
  readonly asUser: string | null;
  readonly command: string | null;
  readonly tty: string | null;
  readonly count: number;
}

/** `USER : [REASON ; ]TTY=… ; PWD=… ; USER=… ; [GROUP=… ; ][ENV=… ; ]COMMAND=…` */
function readCommand(text: string, start: number): Command | null {
  const colon = text.indexOf(' : ', start);
  if (colon < 0) return null;
  const user = text.slice(start, colon).trim();
  const rest = colon + 3;
  const fields = firstField(text, rest);
  // What was asked for is the last field and may hold anything, ` ; USER=` too: the fields before it are sudo's own.
  const commandAt = text.indexOf('COMMAND=', rest);
  const head = text.slice(rest, commandAt < 0 ? text.length : commandAt);
  const reason = fields > rest ? text.slice(rest, fields).replace(/ ; $/, '') : fields < 0 ? text.slice(rest) : null;
  const verdict = reason === null ? RAN : judge(reason);
  if (!verdict) return null;
  return {
    ...verdict, user, asUser: field(head, 'USER='), tty: field(head, 'TTY='),
    command: commandAt < 0 ? null : text.slice(commandAt + 8),
  };
}

const FIELDS = ['HOST=', 'TTY=', 'PWD=', 'CWD=', 'CHROOT=', 'USER=', 'COMMAND='];

/** Where the first field begins; -1 where there is none. */
function firstField(text: string, rest: number): number {
  if (FIELDS.some((name) => text.startsWith(name, rest))) return rest;
  for (const name of FIELDS) {
    const at = text.indexOf(` ; ${name}`, rest);
    if (at >= 0) return at + 3;
  }
  return -1;
}

/** Up to the next separator; the working folder is the caller's to name, so the first of a name is taken. */
function field(head: string, name: string): string | null {
  const at = head.startsWith(name) ? 0 : head.indexOf(` ; ${name}`) + 3;
  if (at === 2) return null;
  const stop = head.indexOf(' ; ', at);
  return head.slice(at + name.length, stop < 0 ? head.length : stop).trimEnd() || null;
}

type Verdict = Pick<Command, 'action' | 'outcome' | 'count'>;
const RAN: Verdict = { action: 'run', outcome: 'success', count: 1 };
const DENIED: Verdict = { action: 'refused', outcome: 'denied', count: 1 };

function judge(reason: string): Verdict | null {
  const wrong = /^(\d{1,4}) incorrect password attempts?/.exec(reason);
  if (wrong) return { action: 'refused', outcome: 'failure', count: Math.max(1, Number(wrong[1])) };
  if (/^(?:command not allowed|user NOT (?:in sudoers|authorized on host)|\(?(?:user )?NOT )/.test(reason)) return DENIED;
  // `sudo -n` of a script that may not: a password would have been asked for.
  if (/^a password is required/.test(reason)) return { action: 'refused', outcome: 'info', count: 1 };
  if (/^(?:account validation failure|Account expired|sorry, you |no tty present|a terminal is required|you are not )/i.test(reason)) return DENIED;
  return null;
}

const isRemark = (text: string): boolean =>
  /^(?:unable to |problem with defaults|timestamp |\S+ : (?:problem with|unable to|timestamp|error |\(command continued\)|conversation|\S+ : )|\(?pam|ldap_|sssd_|gkr-pam|error |no )/i.test(text);
