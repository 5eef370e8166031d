import { addressWithoutPort } from '../address.ts';
import type { AuthSaid } from '../event-of.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'drupal';
const LOOKED_AT = 8_192;
/** Ways to divide one record that are tried: a name or a page may hold any number of bars. */
const DIVISIONS = 16;

/** `site|time|type|address|page|referer|uid|link|message`; the first four are the program's own, the rest is not. */
const HEAD = /^https?:\/\/[^\s|]{1,300}\|(1\d{9})\|([\w ]{1,64})\|([0-9A-Fa-f.:]{2,45})\|/;
const DIVISION = /(?=\|\d{1,10}\|[^|]{0,300}\|(.*)$)/g;
/** The name of an account may hold anything; after `from` stands an address or a site's own word, and no bar. */
const FAILED = /^Login attempt failed (?:for (.{1,128}?)|from ([^|]{1,128}?))\.?$/;
const OPENED = /^Session opened for (.{1,128}?)\.?$/;

/** Drupal through its syslog module. */
export const drupal: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ text, body }) => text.startsWith('http', body) && HEAD.test(text.slice(body, body + 460)),
  taint: ['user', 'text'],
  open: (clock) => ({ feed: (record, emit) => readLine(record, emit, clock) }),
};

function readLine(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT).trimEnd();
  const head = HEAD.exec(text);
  if (!head) return { unparsed: 'drupal: no head of a record' };
  record.time ??= clock.epoch(Number(head[1]) * 1_000);
  const said = head[2] === 'user' ? loginIn(messagesIn(text.slice(head[0].length - 1))) : null;
  if (said === null) return 'quiet';
  emit(authEvent(record, FORMAT, said, { source: addressWithoutPort(head[3] ?? ''), user: said.target, port: null, count: 1, forged: null }));
  return 'event';
}

/** Every text that may be the message: which it is cannot be told where somebody wrote bars. */
function messagesIn(text: string): readonly string[] {
  const messages: string[] = [];
  for (const match of text.matchAll(DIVISION)) {
    messages.push(match[1] ?? '');
    if (messages.length >= DIVISIONS) break;
  }
  return messages;
}

/** A failure counts in any reading, a success only where there is but one. */
function loginIn(messages: readonly string[]): AuthSaid | null {
  for (const message of messages) {
    const failed = FAILED.exec(message);
    if (failed) return { ...LOGIN, outcome: 'failure', target: failed[1] ?? failed[2] ?? null, suspicious: true };
  }
  const opened = messages.length === 1 ? OPENED.exec(messages[0] ?? '') : null;
  return opened && { ...LOGIN, outcome: 'success', target: opened[1] ?? null };
}

const LOGIN: AuthSaid = { ...QUIET_AUTH, action: 'login', service: 'web', method: 'password', primary: true };
