import type { Outcome } from '../../domain/event.ts';
import { privilegeEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import { isPam, readPam } from '../pam-message.ts';
import { sayPrivilege } from '../pam-privilege.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'su';
const WRITERS = { comms: new Set(['su', 'runuser']), rootOnly: false };

export const su: Parser = {
  name: FORMAT,
  programs: ['su', 'su-l', 'runuser'],
  claims: null,
  taint: [],
  open: () => {
    let lastPid: string | null = null;
    return {
      feed: (record, emit) => {
        const message = record.text.slice(record.body).trimEnd();
        const line = isPam(message, 0) ? null : readLine(message);
        // shadow's su says each switch twice: in words, then as `+ tty from:to`.
        const again = line?.short === true && record.pid !== null && record.pid === lastPid;
        if (line) lastPid = record.pid === null ? null : Buffer.from(record.pid).toString();
        return again ? 'quiet' : say(record, { message, line }, emit);
      },
    };
  },
};

interface Switch {
  readonly user: string | null;
  readonly asUser: string | null;
  readonly tty: string | null;
  readonly outcome: Outcome;
  readonly short: boolean;
}

function say(
  record: LogRecord, { message, line }: { readonly message: string; readonly line: Switch | null }, emit: EmitEvent,
): Parsed {
  const forged = contradiction(record, WRITERS);
  if (isPam(message, 0)) {
    const pam = readPam(message, 0, message.length);
    return pam ? sayPrivilege(record, pam, { format: FORMAT, forged }, emit)
      : { unparsed: 'su: a PAM record in words that are not known' };
  }
  if (!line) {
    return /^(?:pam_authenticate|pam_acct_mgmt|No passwd entry|no passwd entry|DENIED su|ignored)/.test(message)
      ? 'quiet' : { unparsed: 'su: words that are not known' };
  }
  emit(privilegeEvent(record, FORMAT, {
    action: line.outcome === 'success' ? 'run' : 'refused', outcome: line.outcome, user: line.user,
    asUser: line.asUser, command: null, tty: line.tty, count: 1, forged,
  }));
  return 'event';
}

/** util-linux, shadow and BSD. Account names hold no spaces; each pattern is anchored and linear. */
const WORDINGS: readonly (readonly [RegExp, (part: (name: string) => string | null) => Omit<Switch, 'short'>])[] = [
  [/^(?<failed>FAILED SU )?\(to (?<to>[^)]{0,100})\) (?<user>\S{1,100}) on (?<tty>\S{1,100})$/,
    (part) => ({ user: part('user'), asUser: part('to'), tty: part('tty'), outcome: part('failed') ? 'failure' : 'success' })],
  [/^(?<failed>FAILED|Successful) su for (?<to>\S{1,100}) by (?<user>\S{1,100})$/,
    (part) => ({ user: part('user'), asUser: part('to'), tty: null, outcome: part('failed') === 'FAILED' ? 'failure' : 'success' })],
  [/^(?<failed>BAD SU )?(?<user>\S{1,100}) to (?<to>\S{1,100}) on (?<tty>\S{1,100})$/,
    (part) => ({ user: part('user'), asUser: part('to'), tty: part('tty'), outcome: part('failed') ? 'failure' : 'success' })],
];
const SHORT = /^([+-]) (\S{1,100}) ([^\s:]{1,100})[:-]([^\s:]{1,100})$/;

function readLine(message: string): Switch | null {
  const short = SHORT.exec(message);
  if (short) {
    const [, sign, tty, user, asUser] = short;
    return {
      user: user ?? null, asUser: asUser ?? null, tty: tty ?? null, short: true,
      outcome: sign === '+' ? 'success' : 'failure',
    };
  }
  for (const [pattern, read] of WORDINGS) {
    const groups = pattern.exec(message)?.groups;
    if (groups) return { ...read((name) => groups[name] ?? null), short: false };
  }
  return null;
}
