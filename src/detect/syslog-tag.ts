import type { Detach } from '../domain/detach.ts';
import type { LogRecord } from './record.ts';
import { sameAt } from './same-at.ts';

/** Longest program tag believed; RFC 3164 allows 32, systemd units run longer. */
const TAG_LIMIT = 80;
/** Distinct tags remembered: forged envelopes can hold any number. */
const PROGRAM_LIMIT = 10_000;
/** Longest name of a host (RFC 1035). */
const HOST_LIMIT = 255;
const COLON = 58;
const BRACKET = 91;
const SPACE = 32;

/**
 * Reads `host tag[pid]: message` from `start` of the record's text. Host and tag are one object per distinct value, so
 * that a million equal ones cost a comparison each.
 */
export function openTagReader(detach: Detach): (record: LogRecord, start: number) => boolean {
  const tags: Tags = { known: new Map(), last: null, detach };
  let host = '';
  const readHost = (record: LogRecord, start: number): number => {
    const { text } = record;
    const known = start + host.length;
    if (host !== '' && text.charCodeAt(known) === SPACE && sameAt(text, start, host)) {
      record.host = host;
      return known + 1;
    }
    const end = text.indexOf(' ', start);
    const word = end < 0 ? '' : text.slice(start, end);
    if (word === '' || word.length > HOST_LIMIT) return -1;
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
    readTag(record, at, tags);
    return true;
  };
}

interface Tag {
  readonly tag: string;
  readonly program: string;
}

interface Tags {
  readonly known: Map<string, Tag>;
  /** The tag of the record before: most logs have runs of one. */
  last: Tag | null;
  readonly detach: Detach;
}

function readTag(record: LogRecord, start: number, tags: Tags): void {
  record.program = null;
  record.pid = null;
  record.body = start;
  const { text } = record;
  const end = tagEnd(text, start);
  const code = text.charCodeAt(end);
  if (end === start || (code !== COLON && code !== BRACKET)) return;
  const after = code === BRACKET ? readPid(record, end) : end + 1;
  if (after < 0) return;
  record.program = programAt(text, { start, end }, tags);
  record.body = text.charCodeAt(after) === SPACE ? after + 1 : after;
}

function programAt(text: string, { start, end }: { readonly start: number; readonly end: number }, tags: Tags): string {
  const { last, known, detach } = tags;
  if (last?.tag.length === end - start && sameAt(text, start, last.tag)) return last.program;
  const written = text.slice(start, end);
  const tag = known.get(written) ?? { tag: detach(written), program: detach(programOf(written)) };
  if (known.size < PROGRAM_LIMIT) known.set(tag.tag, tag);
  tags.last = tag;
  return tag.program;
}

/** Where the tag ends: at a colon, a bracket or a blank, or too far away to be a tag. */
function tagEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + TAG_LIMIT);
  for (let at = start; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON || code === BRACKET || code === SPACE) return at;
  }
  return start;
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
