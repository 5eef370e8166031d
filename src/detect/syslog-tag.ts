import type { Detach } from '../domain/detach.ts';
import type { CodeWord } from './codes.ts';
import { asciiCodes, codeAt, digitAt, hasAt, wordEnd } from './codes.ts';
import type { LogRecord } from './record.ts';

/** Longest program tag believed; RFC 3164 allows 32, systemd units run longer. */
const TAG_LIMIT = 80;
/** Distinct tags remembered: forged envelopes can hold any number. */
const PROGRAM_LIMIT = 10_000;
/** Longest name of a host (RFC 1035). */
const HOST_LIMIT = 255;
/** Characters between the brackets of a process id, and digits that are read as a number. */
const PID_LIMIT = 24;
const DIGITS = 9;
const FACILITY = /^<[a-z0-9]{2,10}\.[a-z]{2,10}>$/;
const [COLON, BRACKET, CLOSE, SPACE] = [58, 91, 93, 32] as const;

/**
 * Reads `host tag[pid]: message` from `start` of the record's text. Host, tag and process id are one object per run of
 * equal ones, so that a million of them cost a comparison each.
 */
export function openTagReader(detach: Detach): (record: LogRecord, start: number) => boolean {
  const tags: Tags = { known: new Map(), last: null, detach };
  const pids: Pids = { number: 0, digits: 0, text: '' };
  const last: { host: string; codes: CodeWord | null } = { host: '', codes: null };
  const readHost = (record: LogRecord, start: number): number => {
    if (last.codes && hasAt(record, start, last.codes)) {
      record.host = last.host;
      return start + last.codes.length;
    }
    const end = wordEnd(record, start, record.text.length);
    const word = end === record.text.length ? '' : record.text.slice(start, end);
    if (word === '' || word.length > HOST_LIMIT) return -1;
    // BSD's syslogd, told to, writes `<facility.level>` before the host.
    if (FACILITY.test(word)) return readHost(record, end + 1);
    // Some loggers leave the host out: then the first word is the tag already.
    if (word.endsWith(':')) {
      record.host = null;
      return start;
    }
    record.host = detach(word);
    last.host = record.host;
    last.codes = asciiCodes(`${word} `);
    return end + 1;
  };
  return (record, start) => {
    const at = readHost(record, start);
    if (at < 0) return false;
    readTag(record, at, tags, pids);
    return true;
  };
}

interface Tag {
  readonly tag: CodeWord | null;
  readonly program: string;
}

interface Tags {
  readonly known: Map<string, Tag>;
  /** The tag of the record before: most logs have runs of one. */
  last: Tag | null;
  readonly detach: Detach;
}

/** The process id of the record before: records of one process follow one another. */
interface Pids {
  number: number;
  digits: number;
  text: string;
}

// Four parameters on purpose: this runs for every line.
function readTag(record: LogRecord, start: number, tags: Tags, pids: Pids): void {
  record.program = null;
  record.pid = null;
  record.body = start;
  const end = tagEnd(record, start);
  const code = codeAt(record, end);
  if (end === start || (code !== COLON && code !== BRACKET)) return;
  const after = code === BRACKET ? readPid(record, end, pids) : end + 1;
  if (after < 0) return;
  record.program = programAt(record, start, end, tags);
  record.body = codeAt(record, after) === SPACE ? after + 1 : after;
}

// Four parameters on purpose: this runs for every line.
function programAt(record: LogRecord, start: number, end: number, tags: Tags): string {
  const { last, known, detach } = tags;
  if (last?.tag?.length === end - start && hasAt(record, start, last.tag)) return last.program;
  const written = record.text.slice(start, end);
  const tag = known.get(written) ?? { tag: asciiCodes(written), program: detach(programOf(written)) };
  if (known.size < PROGRAM_LIMIT) known.set(detach(written), tag);
  tags.last = tag;
  return tag.program;
}

/** Where the tag ends: at a colon, a bracket or a blank, or too far away to be a tag. */
function tagEnd({ codes, from, text }: LogRecord, start: number): number {
  const limit = Math.min(text.length, start + TAG_LIMIT);
  for (let at = start; at < limit; at += 1) {
    const code = codes[from + at];
    if (code === COLON || code === BRACKET || code === SPACE) return at;
  }
  return start;
}

/** Where the message begins after `[pid]:`, or -1 where the bracket is no pid. */
function readPid(record: LogRecord, bracket: number, pids: Pids): number {
  const close = closeOf(record, bracket + 1);
  if (close < 0) return -1;
  record.pid = pidAt(record, bracket + 1, close, pids);
  return codeAt(record, close + 1) === COLON ? close + 2 : close + 1;
}

/** Where the closing bracket stands; -1 where there is none near. */
function closeOf({ codes, from, text }: LogRecord, start: number): number {
  const limit = Math.min(text.length, start + PID_LIMIT);
  for (let at = start; at < limit; at += 1) if (codes[from + at] === CLOSE) return at;
  return -1;
}

// Four parameters on purpose: this runs for every line.
function pidAt(record: LogRecord, start: number, end: number, pids: Pids): string {
  const digits = end - start;
  let number = digits > DIGITS ? -1 : 0;
  for (let at = start; at < end && number >= 0; at += 1) number = number * 10 + digitAt(record, at);
  if (number < 0) return record.text.slice(start, end);
  if (number !== pids.number || digits !== pids.digits) {
    pids.number = number;
    pids.digits = digits;
    pids.text = record.text.slice(start, end);
  }
  return pids.text;
}

/** `/usr/sbin/CRON` → `cron`; `postfix/smtpd` stays. */
function programOf(tag: string): string {
  const lower = tag.toLowerCase();
  return lower.startsWith('/') ? lower.slice(lower.lastIndexOf('/') + 1) : lower;
}
