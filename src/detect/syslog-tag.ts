import type { Detach } from '../domain/detach.ts';
import type { LogRecord } from './record.ts';

/** Longest program tag believed; RFC 3164 allows 32, systemd units run longer. */
const TAG_LIMIT = 80;
const COLON = 58;
const BRACKET = 91;
const SPACE = 32;

/**
 * Reads `host tag[pid]: message` from `start` of the record's text. Host and tag are one object per distinct value, so
 * that a million equal ones cost a comparison each.
 */
export function openTagReader(detach: Detach): (record: LogRecord, start: number) => boolean {
  const programs = new Map<string, string>();
  let host = '';
  const readHost = (record: LogRecord, start: number): number => {
    const { text } = record;
    const known = start + host.length;
    if (host !== '' && text.charCodeAt(known) === SPACE && text.startsWith(host, start)) {
      record.host = host;
      return known + 1;
    }
    const end = text.indexOf(' ', start);
    const word = end < 0 ? '' : text.slice(start, end);
    if (word === '' || word.length > 255) return -1;
    // Some loggers leave the host out: then the first word is the tag already.
    if (word.endsWith(':')) {
      record.host = null;
      return start;
    }
    host = detach(word);
    record.host = host;
    return end + 1;
  };
  return (record, start) => {
    const at = readHost(record, start);
    if (at < 0) return false;
    readTag(record, at, programs, detach);
    return true;
  };
}

// Four parameters on purpose: an object for each record would be built to be thrown away.
function readTag(record: LogRecord, start: number, programs: Map<string, string>, detach: Detach): void {
  const { text } = record;
  const limit = Math.min(text.length, start + TAG_LIMIT);
  let at = start;
  let code = 0;
  while (at < limit) {
    code = text.charCodeAt(at);
    if (code === COLON || code === BRACKET || code === SPACE) break;
    at += 1;
  }
  record.program = null;
  record.pid = null;
  record.body = start;
  if (at === start || (code !== COLON && code !== BRACKET)) return;
  const after = code === BRACKET ? readPid(record, at) : at + 1;
  if (after < 0) return;
  const tag = text.slice(start, at);
  let program = programs.get(tag);
  if (program === undefined) {
    program = detach(programOf(tag));
    if (programs.size < 10_000) programs.set(detach(tag), program);
  }
  record.program = program;
  record.body = text.charCodeAt(after) === SPACE ? after + 1 : after;
}

/** Where the message begins after `[pid]:`, or -1 where the bracket is no pid. */
function readPid(record: LogRecord, bracket: number): number {
  const close = record.text.indexOf(']', bracket);
  if (close < 0 || close - bracket > 24) return -1;
  record.pid = record.text.slice(bracket + 1, close);
  return record.text.charCodeAt(close + 1) === COLON ? close + 2 : close + 1;
}

/** `/usr/sbin/CRON` → `cron`; `postfix/smtpd` stays. */
function programOf(tag: string): string {
  const lower = tag.toLowerCase();
  return lower.startsWith('/') ? lower.slice(lower.lastIndexOf('/') + 1) : lower;
}
