import { authEvent, QUIET_AUTH } from '../event-of.ts';
import { writtenByHand } from '../forgery.ts';
import type { PamMessage } from '../pam-message.ts';
import { isPam, readPam, readPamText } from '../pam-message.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'pam';
/** Opened and closed by the system for itself, many times an hour. */
const HOUSEKEEPING = new Set(['cron', 'crond', 'atd', 'systemd-user', 'runuser', 'runuser-l', 'newrole']);

/** PAM records under the tag of a program that has no parser of its own: login, gdm, vsftpd, dovecot's auth … */
export const pam: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => record.program !== null && (isPam(record.text, record.body) || isTagged(record.program)),
  taint: ['user', 'source'],
  open: () => ({ feed: readRecord }),
};

/** `pop(pam_unix)[4920]: …`, as Linux-PAM wrote before 1.0. */
const isTagged = (program: string): boolean => program.endsWith(')') && program.includes('(pam_');

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const { text, body, program } = record;
  const end = trimmedEnd(text);
  const tagged = program !== null && isTagged(program);
  const message = tagged
    ? readPamText(text, body, end, program.slice(0, program.indexOf('('))) : readPam(text, body, end);
  if (!message) return { unparsed: 'a PAM record in words that are not known' };
  return say(record, { ...message, service: message.service ?? plainTag(program) }, emit);
}

const trimmedEnd = (text: string): number => text.trimEnd().length;
const plainTag = (program: string | null): string | null =>
  program === null ? null : program.replace(/\(.*$/, '').replace(/\]$/, '');

function say(record: LogRecord, message: PamMessage, emit: EmitEvent): Parsed {
  const service = message.service ?? 'unknown';
  const base = { ...QUIET_AUTH, service };
  const user = message.user ?? message.ruser;
  const seen = { source: message.rhost, user, port: null, count: message.count, forged: writtenByHand(record) };
  switch (message.says) {
    case 'failure':
      emit(authEvent(record, FORMAT, {
        ...base, action: 'login', outcome: 'failure', primary: true, suspicious: record.program?.includes('(') !== true,
      }, seen));
      return 'event';
    case 'denied':
    case 'locked':
      emit(authEvent(record, FORMAT, { ...base, outcome: 'denied' }, seen));
      return 'event';
    case 'session-opened':
    case 'session-closed':
      if (HOUSEKEEPING.has(service)) return 'quiet';
      emit(authEvent(record, FORMAT, {
        ...base, action: message.says === 'session-opened' ? 'session-open' : 'session-close',
        outcome: message.says === 'session-opened' ? 'success' : 'info',
      }, seen));
      return 'event';
    case 'password-changed':
    case 'noise': return 'quiet';
    case 'unknown': return { unparsed: 'a PAM record in words that are not known' };
    default: return message.says satisfies never;
  }
}
