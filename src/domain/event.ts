/**
 * One parsed record. Built by parsers on the hot path, so these are plain types without a schema: events never leave
 * the process except as `soc parse` rows, evidence lines and findings.
 */
export const OUTCOMES = ['success', 'failure', 'denied', 'info'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const EVENT_KINDS = [
  'auth', 'privilege', 'account', 'web', 'package', 'system', 'process', 'file', 'network', 'dns', 'mail', 'alert',
  'windows', 'generic',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What was known about a record apart from its text: journald's own fields, which the sender cannot write. */
export interface TrustedFields {
  readonly comm: string | null;
  readonly uid: number | null;
  readonly transport: string | null;
}

interface EventBase<Kind extends EventKind> {
  readonly kind: Kind;
  /** Index of the log source in this run, 1-based line number, byte offset of the line in the decompressed stream. */
  readonly log: number;
  readonly line: number;
  readonly offset: number;
  /** Epoch milliseconds, zone and clock offset of the source applied; null where the record holds no time. */
  readonly time: number | null;
  /** Name of the parser that claimed the record. */
  readonly format: string;
  /** The host that wrote the record, the program tag and its process id. */
  readonly host: string | null;
  readonly program: string | null;
  readonly pid: string | null;
  readonly outcome: Outcome;
  /** The address or host that acted. Only ever taken from the place where the program itself writes it. */
  readonly source: string | null;
  /** What was acted on: an account, a path, a unit, a package. */
  readonly target: string | null;
  readonly user: string | null;
  /** How many records this one stands for ("message repeated 5 times"). */
  readonly count: number;
  /** True where this line alone counts against its source. */
  readonly suspicious: boolean;
  /** True where the generic reader guessed the fields. */
  readonly inferred: boolean;
  /** Set where journald's own fields contradict the tag: the record may be forged and accuses nobody. */
  readonly forged: string | null;
}

/**
 * - `login`: an attempt to log in, decided (`outcome`).
 * - `unknown-user`: the service says that the account does not exist; a restatement of an attempt, not one of its own.
 * - `probe`: a connection without any attempt, or one that breaks the protocol.
 * - `notice`: understood, about a source, but no attempt (DNS mismatch, disconnect).
 */
export type AuthAction = 'login' | 'unknown-user' | 'session-open' | 'session-close' | 'probe' | 'notice';

export interface AuthEvent extends EventBase<'auth'> {
  readonly action: AuthAction;
  /** `ssh`, `ftp`, `imap`, `web`, `vpn` …, as the program's own trade names it. */
  readonly service: string;
  /** `password`, `publickey`, `keyboard-interactive/pam`, `none` …; null where the record does not say. */
  readonly method: string | null;
  /** Source port as text, null where unknown. */
  readonly port: string | null;
  /** The service said that this account does not exist here. */
  readonly unknownUser: boolean;
  /** Fingerprint of the key used, as written (`SHA256:…`). */
  readonly key: string | null;
  /** False where the record restates an attempt another program also records (PAM beside sshd): never counted twice. */
  readonly primary: boolean;
}

export interface PrivilegeEvent extends EventBase<'privilege'> {
  readonly action: 'run' | 'refused' | 'session-open' | 'session-close';
  /** `user` acts, `asUser` is what it becomes. */
  readonly asUser: string | null;
  readonly command: string | null;
  readonly tty: string | null;
}

export interface AccountEvent extends EventBase<'account'> {
  readonly action:
    | 'user-added' | 'user-removed' | 'user-changed' | 'password-changed' | 'group-added' | 'group-removed'
    | 'member-added' | 'member-removed' | 'locked' | 'unlocked';
  /** The account or group acted on is `target`; `user` is who did it, where the record says so. */
  readonly uid: number | null;
  readonly group: string | null;
  readonly shell: string | null;
}

export interface WebEvent extends EventBase<'web'> {
  readonly method: string;
  /** Request target as logged, undecoded, query included. */
  readonly uri: string;
  readonly status: number;
  /** Response body bytes; null where the log shows `-`. */
  readonly bytes: number | null;
  readonly agent: string | null;
  readonly referer: string | null;
  /** `X-Forwarded-For` as logged; counts only when `source` is a listed proxy. */
  readonly forwarded: string | null;
  readonly site: string | null;
}

export interface PackageEvent extends EventBase<'package'> {
  readonly action: 'install' | 'upgrade' | 'remove' | 'configure';
  readonly version: string | null;
}

/** Facts about the host or the log itself: boot, shutdown, logger stop, clock step, service state, cron job. */
export interface SystemEvent extends EventBase<'system'> {
  readonly action:
    | 'boot' | 'shutdown' | 'logger-start' | 'logger-stop' | 'log-rotated' | 'clock-step' | 'service-start'
    | 'service-stop' | 'service-failed' | 'job' | 'other';
  readonly command: string | null;
}

/** A program that was run or ended. `target` is the executable; `user` is who it ran as. */
export interface ProcessEvent extends EventBase<'process'> {
  readonly action: 'start' | 'end';
  /** Whole command line, arguments joined by blanks; null where the record shows none. */
  readonly command: string | null;
  /** Executable of the parent. */
  readonly parent: string | null;
  readonly parentPid: string | null;
  /** Who logged in before any change of user (auditd's `auid`), as written. */
  readonly loginUser: string | null;
  readonly cwd: string | null;
}

/** Something done to a file, `target` its path. */
export interface FileEvent extends EventBase<'file'> {
  readonly action: 'create' | 'write' | 'read' | 'rename' | 'delete' | 'permission' | 'other';
  /** Where a renamed file went. */
  readonly newPath: string | null;
  /** Executable that did it, where the record says so. */
  readonly executable: string | null;
}

/** A connection or packet; `source` began it, `target` is the address it went to. */
export interface NetworkEvent extends EventBase<'network'> {
  readonly action: 'allowed' | 'blocked' | 'flow';
  /** `tcp`, `udp`, `icmp` …, lower case. */
  readonly protocol: string | null;
  readonly sourcePort: number | null;
  readonly targetPort: number | null;
  /** As the device names it from its own side. */
  readonly direction: 'inbound' | 'outbound' | null;
  readonly bytesOut: number | null;
  readonly bytesIn: number | null;
}

/** A name looked up by `source`; `target` is the name, lower case, without the last dot. */
export interface DnsEvent extends EventBase<'dns'> {
  /** `A`, `TXT` …, upper case. */
  readonly type: string | null;
  /** `NOERROR`, `NXDOMAIN` …; null where the record shows a question alone. */
  readonly response: string | null;
  readonly answers: readonly string[];
}

/** What became of a mail; logins to mail services are `auth`. `target` is the recipient. */
export interface MailEvent extends EventBase<'mail'> {
  readonly action: 'received' | 'delivered' | 'rejected' | 'deferred' | 'bounced';
  /** Envelope sender. */
  readonly from: string | null;
  readonly messageId: string | null;
  /** Why it was refused, where it was and the server says so. */
  readonly reason: MailReason | null;
}

/**
 * `relay`: for others, by somebody who may not. `recipient`: nobody of that name. `listed`: on a list of senders.
 * `sender`, `helo`, `client`: what it says of itself is not so. `content`: spam or malware. `rate`: too much of it.
 * `later`: told to come again. `other`: trouble of the server's own, or a rule of the house.
 */
export type MailReason = 'relay' | 'recipient' | 'listed' | 'sender' | 'helo' | 'client' | 'content' | 'rate' | 'later' | 'other';

/** What another security product found; it is cited as its word, never as ours. */
export interface AlertEvent extends EventBase<'alert'> {
  /** `suricata`, `wazuh`, `falco`, `modsecurity` … */
  readonly product: string;
  /** The product's own name or number of the rule. */
  readonly rule: string;
  readonly title: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  /** ATT&CK techniques the product names. */
  readonly techniques: readonly string[];
  readonly blocked: boolean;
}

/** A record of the Windows event log; rules read its own field names through `fields`. */
export interface WindowsEvent extends EventBase<'windows'> {
  readonly channel: string | null;
  readonly provider: string | null;
  readonly eventId: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** What the generic reader could tell of a line that no parser claims. */
export interface GenericEvent extends EventBase<'generic'> {
  readonly word: string | null;
}

export type Event =
  | AuthEvent | PrivilegeEvent | AccountEvent | WebEvent | PackageEvent | SystemEvent | ProcessEvent | FileEvent
  | NetworkEvent | DnsEvent | MailEvent | AlertEvent | WindowsEvent | GenericEvent;
export type EventOf<Kind extends EventKind> = Extract<Event, { kind: Kind }>;

/** Where a line stands: enough to read it again. */
export interface LineRef {
  readonly log: number;
  readonly line: number;
  readonly offset: number;
}
