import type { Evidence, LineEvidence } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { EvidenceId } from '../domain/ids.ts';

export type EvidenceOf = (id: EvidenceId) => Evidence | null;

/** What a cited line says about a login, read from the words that login services share. */
export type LoginWord = 'accepted' | 'refused' | 'session';

const ACCEPTED = ['Accepted ', 'accepted for', 'login succeeded', 'logged in', 'authentication succeeded', 'auth success'];
const REFUSED = [
  'Failed ', 'failed', 'failure', 'Invalid user', 'invalid user', 'incorrect password', 'refused', 'denied', 'rejected',
];
/** The record a second program writes for the same login: PAM, logind, login. */
const SESSION = ['session opened for user', 'New session '];

const has = (text: string, words: readonly string[]): boolean => words.some((word) => text.includes(word));

export function loginWord(text: string): LoginWord | null {
  if (has(text, SESSION)) return 'session';
  if (has(text, REFUSED)) return 'refused';
  return has(text, ACCEPTED) ? 'accepted' : null;
}

export const linesOf = (finding: Finding, evidenceOf: EvidenceOf): readonly LineEvidence[] =>
  finding.evidence.flatMap((id) => {
    const evidence = evidenceOf(id);
    return evidence?.kind === 'line' ? [evidence] : [];
  });

export const timeOf = (line: LineEvidence): number | null => (line.time === null ? null : Date.parse(line.time));

/** The line that shows the login itself; null where none of the cited lines does. */
export const loginLine = (finding: Finding, evidenceOf: EvidenceOf): LineEvidence | null =>
  linesOf(finding, evidenceOf).find(({ text }) => loginWord(text) === 'accepted') ?? null;

/** When the actor got in: the time of the login's own line, else the end of what led to it. */
export function momentOf(finding: Finding, evidenceOf: EvidenceOf): number | null {
  if (finding.progress !== 'access') return finding.first;
  const line = loginLine(finding, evidenceOf);
  return (line && timeOf(line)) ?? finding.last ?? finding.first;
}

/** Whether `name` stands in the text as a word of its own, so that `dev` is not found in `/dev/null`-like neighbours. */
export function speaksOf(text: string, name: string): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + name.length])) return true;
  }
  return false;
}

const isWordPart = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z0-9_.$-]/.test(character);

/** How a login was proved: `password`, `publickey` …, from `Accepted <method> for`. */
export const methodIn = (text: string): string | null => /Accepted ([a-z][a-z/-]{1,40}) for /.exec(text)?.[1] ?? null;

export interface WebAnswer {
  readonly status: number;
  readonly bytes: number | null;
}

/** The server's own half of an access-log line. What stands inside the quoted request is the client's and is skipped. */
export function webAnswerIn(text: string): WebAnswer | null {
  return text.startsWith('{') ? answerInJson(text) : answerAfterRequest(text);
}

function answerAfterRequest(text: string): WebAnswer | null {
  const open = text.indexOf('"');
  const close = open < 0 ? -1 : closingQuote(text, open + 1);
  const found = close < 0 ? null : /^ ([1-5][0-9]{2}) ([0-9]{1,15}|-)(?: |$)/.exec(text.slice(close + 1, close + 32));
  return found ? { status: Number(found[1]), bytes: found[2] === '-' ? null : Number(found[2]) } : null;
}

/** Servers write a quote inside the request as `\"` or `\x22`. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}

const number = (value: unknown): number | null => {
  const read = typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
};

function answerInJson(text: string): WebAnswer | null {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    // An excerpt may end before its record does: then it proves nothing.
    return null;
  }
  if (typeof record !== 'object' || record === null) return null;
  const fields = new Map(Object.entries(record));
  const first = (names: readonly string[]): number | null =>
    names.map((name) => number(fields.get(name))).find((value) => value !== null) ?? null;
  const status = first(['status', 'status_code', 'response_status']);
  if (status === null) return null;
  return { status, bytes: first(['bytes', 'body_bytes_sent', 'bytes_sent', 'size', 'response_size']) };
}

/** The program that wrote a syslog line (`sshd` of `host sshd[811]: …`), null where the envelope shows none. */
export const programIn = (text: string): string | null =>
  /(?:^|\s)([A-Za-z][A-Za-z0-9_./-]{0,40})(?:\[[0-9]{1,10}\])?: /.exec(text.slice(0, 120))?.[1] ?? null;
