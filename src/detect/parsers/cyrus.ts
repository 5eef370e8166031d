import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'cyrus';
const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/pop3/, 'pop3'], [/sieve/, 'sieve'], [/lmtp/, 'lmtp'], [/nntp/, 'nntp'], [/http/, 'http'], [/smtp|sync|mupdate/, 'smtp'],
];
const PEER = String.raw`(?:(?<name>[^\s[\]]{1,255}) ?)?\[(?<host>[^\s[\]]{1,64})\]`;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`^bad(?:login|userid|auth)\\w{0,6}: ${PEER} (?:plaintext (?<user>.{0,320}?) |(?<method>[\\w-]{1,30}) )(?:\\(.{0,200}?\\) )?\\[?SASL\\(-\\d{1,3}\\): (?:user not found(?!: Password verif)|no user)`, 'i'), says: 'stranger' },
  { pattern: new RegExp(`^bad(?:login|userid|auth)\\w{0,6}: ${PEER} (?:plaintext (?<user>.{0,320}?) (?:\\[?SASL\\(|invalid)|(?<method>[\\w-]{1,30})\\b)`, 'i'), says: 'failure' },
  { pattern: new RegExp(`^login: ${PEER} (?<user>\\S{1,320}) (?<method>\\S{1,30})(?:\\+TLS)? User logged in`), says: 'success' },
  { pattern: new RegExp(`^(?:accepted connection|TLS server engine: .{0,80}|starttls: .{0,120}|imaps? TLS negotiation failed: |pop3s? TLS negotiation failed: |SSL_accept\\(\\) \\w{1,30}.{0,80}) ?${PEER}`), says: 'notice' },
];
const OWN = /^(?:badlogin|badauth|baduserid|login: \S{0,255} ?\[)/i;

/** Cyrus: IMAP, POP3, sieve. */
export const cyrus: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ program, text, body }) => program !== null && OWN.test(text.slice(body, body + 300))
    && /^(?:cyrus\/?|cyr_)|(?:imap|pop3|sieve|lmtp|nntp|http|smmap)/.test(program),
  taint: ['user'],
  open: () => {
    const read = openMessages({ format: FORMAT, service: 'imap', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: messageOf(record), service: serviceOf(record) }, emit) };
  },
};

const serviceOf = ({ program }: LogRecord): string =>
  SERVICES.find(([pattern]) => pattern.test(program ?? ''))?.[1] ?? 'imap';
