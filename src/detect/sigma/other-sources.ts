import type { DnsEvent, Event, EventKind, EventOf, FileEvent, NetworkEvent, ProcessEvent, WebEvent } from '../../domain/event.ts';
import type { ReadField, Source } from './sources.ts';

/** Field names of the rules, each with how an event says it. */
type Names<Of extends Event> = Readonly<Record<string, (event: Of) => string | number | null>>;

interface Row<Kind extends EventKind> {
  readonly name: string;
  readonly kind: Kind;
  readonly holds: (event: EventOf<Kind>) => boolean;
  readonly views: readonly Names<EventOf<Kind>>[];
  readonly attempts: boolean;
}

const isKind = <Kind extends EventKind>(event: Event, kind: Kind): event is EventOf<Kind> => event.kind === kind;

function source<Kind extends EventKind>({ name, kind, holds, views, attempts }: Row<Kind>): Source {
  const read = (names: Names<EventOf<Kind>>): ReadField => (event, wanted) => {
    if (!isKind(event, kind)) return null;
    const value = names[wanted]?.(event) ?? null;
    return value === null ? null : String(value);
  };
  return {
    name, kinds: [kind], attempts, fixed: [], mayHold: (event) => event.kind === kind,
    holds: (event) => isKind(event, kind) && holds(event),
    views: views.map(read),
    values: (event) => (isKind(event, kind) ? views.flatMap((names) => Object.values(names).flatMap((say) => say(event) ?? [])).map(String) : []),
  };
}

/** Windows writes paths with backslashes; its processes are read as records of its own log. */
const onUnix = (path: string | null): boolean => path === null || !path.includes('\\');

export const PROCESSES = source({
  name: 'linux/process_creation', kind: 'process', attempts: false,
  holds: ({ action, target }) => action === 'start' && onUnix(target),
  views: [{
    Image: imageOf, CommandLine: ({ command }) => command, ParentImage: ({ parent }) => parent, User: ({ user }) => user,
    CurrentDirectory: ({ cwd }) => cwd, ProcessId: ({ pid }) => pid, ParentProcessId: ({ parentPid }) => parentPid,
    LogonUser: ({ loginUser }) => loginUser,
  }],
});

/** A bare name is given a slash, so that `/curl` at the end of a path is found in it, too. */
function imageOf({ target, command }: ProcessEvent): string | null {
  const image = target ?? /^\S+/.exec(command ?? '')?.[0] ?? null;
  return image === null || image.includes('/') ? image : `/${image}`;
}

/** Arguments told apart; a rule asks for the first few of them. */
const ARGUMENTS = 40;
const words = ({ command }: ProcessEvent): readonly string[] => (command ?? '').split(' ');
const argumentNames: Names<ProcessEvent> = Object.fromEntries(
  Array.from({ length: ARGUMENTS }, (_, at) => [`a${at}`, (event: ProcessEvent) => words(event)[at] ?? null] as const),
);
const auditNames: Names<ProcessEvent> = {
  exe: ({ target }) => target, comm: ({ target }) => target?.split('/').at(-1) ?? null, auid: ({ loginUser }) => loginUser,
  uid: ({ user }) => user, cwd: ({ cwd }) => cwd, pid: ({ pid }) => pid, ppid: ({ parentPid }) => parentPid, success: () => 'yes',
};

/** One run of a program is two records of auditd: what was called, and with which arguments. */
export const AUDITD = source({
  name: 'linux/auditd', kind: 'process', attempts: false,
  holds: ({ action, target, loginUser }) => action === 'start' && loginUser !== null && onUnix(target),
  views: [
    { ...argumentNames, type: () => 'EXECVE' },
    { ...auditNames, type: () => 'SYSCALL', SYSCALL: () => 'execve', syscall: () => 'execve' },
  ],
});

export const FILES = source<'file'>({
  name: 'linux/file_event', kind: 'file', attempts: false,
  holds: ({ action, target }: FileEvent) => (action === 'create' || action === 'write' || action === 'rename') && onUnix(target),
  views: [{
    TargetFilename: ({ target, newPath }) => newPath ?? target, Image: ({ executable }) => executable, User: ({ user }) => user,
  }],
});

const ABSOLUTE = /^[a-z]{2,8}:\/\/([^/?#]*)/i;
const isProxied = ({ uri, method }: WebEvent): boolean => method === 'CONNECT' || ABSOLUTE.test(uri);
const stemOf = ({ uri }: WebEvent): string => uri.split('?', 1)[0] ?? '';
const queryOf = ({ uri }: WebEvent): string | null => (uri.includes('?') ? uri.slice(uri.indexOf('?') + 1) : null);
const hostOf = ({ uri, method, site }: WebEvent): string | null => (method === 'CONNECT' ? uri : ABSOLUTE.exec(uri)?.[1] ?? site)?.replace(/:\d{1,5}$/, '') ?? null;
const extensionOf = (event: WebEvent): string | null => /\.(\w{1,10})$/.exec(stemOf(event))?.[1] ?? null;

const webNames: Names<WebEvent> = {
  'cs-method': ({ method }) => method, 'cs-uri': ({ uri }) => uri, 'c-uri': ({ uri }) => uri, 'cs-uri-stem': stemOf, 'c-uri-stem': stemOf,
  'cs-uri-query': queryOf, 'c-uri-query': queryOf, 'c-uri-extension': extensionOf, 'sc-status': ({ status }) => status,
  'cs-user-agent': ({ agent }) => agent, 'c-useragent': ({ agent }) => agent, 'cs-useragent': ({ agent }) => agent,
  'cs-referer': ({ referer }) => referer, 'cs-referrer': ({ referer }) => referer, 'cs-host': hostOf, 'r-dns': hostOf,
  'cs-username': ({ user }) => user, 'c-ip': (event) => event.source, src_ip: (event) => event.source, 'sc-bytes': ({ bytes }) => bytes,
};

export const WEB_SERVER = source({
  name: 'webserver', kind: 'web', attempts: true, views: [webNames], holds: (event) => !isProxied(event),
});
export const PROXY = source({ name: 'proxy', kind: 'web', attempts: true, views: [webNames], holds: isProxied });

export const DNS = source<'dns'>({
  name: 'dns', kind: 'dns', attempts: true, holds: () => true,
  views: [{
    query: ({ target }: DnsEvent) => target, QueryName: ({ target }: DnsEvent) => target, record_type: ({ type }: DnsEvent) => type,
    answer: ({ answers }: DnsEvent) => (answers.length > 0 ? answers.join(' ') : null), src_ip: (event: DnsEvent) => event.source,
    response: ({ response }: DnsEvent) => response,
  }],
});

export const FIREWALL = source<'network'>({
  name: 'firewall', kind: 'network', attempts: true, holds: () => true,
  views: [{
    src_ip: (event: NetworkEvent) => event.source, dst_ip: ({ target }: NetworkEvent) => target,
    src_port: ({ sourcePort }: NetworkEvent) => sourcePort, dst_port: ({ targetPort }: NetworkEvent) => targetPort,
    protocol: ({ protocol }: NetworkEvent) => protocol,
    action: ({ action }: NetworkEvent) => (action === 'allowed' ? 'accept' : action === 'blocked' ? 'deny' : null),
  }],
});

/** Kinds that syslog lines become: keywords are looked for in the line itself. */
const LINE_KINDS: readonly EventKind[] = ['auth', 'privilege', 'account', 'package', 'system', 'process', 'file', 'mail', 'generic'];

function text(name: string, programs: readonly string[] | null): Source {
  const holds = ({ program }: Event): boolean =>
    program !== null && (programs === null || programs.some((one) => program === one || program.startsWith(`${one}-`)));
  return { name: `linux/${name}`, kinds: LINE_KINDS, attempts: false, fixed: [], mayHold: () => true, holds, views: [() => null], values: null };
}

/** Services of Linux whose rules are keywords, by the tags their programs write; any tag where none is named. */
export const TEXTS: ReadonlyMap<string, Source> = new Map([
  ['', text('', null)], ['syslog', text('syslog', null)], ['auth', text('auth', ['sshd', 'sudo', 'su', 'login', 'systemd-logind', 'useradd', 'usermod', 'passwd', 'pkexec'])],
  ['sshd', text('sshd', ['sshd'])], ['sudo', text('sudo', ['sudo'])], ['cron', text('cron', ['cron', 'crond', 'crontab', 'anacron'])],
  ['vsftpd', text('vsftpd', ['vsftpd'])], ['guacamole', text('guacamole', ['guacd', 'guacamole'])], ['clamav', text('clamav', ['clamd', 'clamav', 'freshclam'])],
]);
