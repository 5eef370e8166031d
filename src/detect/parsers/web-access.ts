import type { Outcome } from '../../domain/event.ts';
import { addressWithoutPort, canonicalAddress } from '../address.ts';
import type { LogClock } from '../log-clock.ts';
import { daysOf } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { ClassifyRequest } from '../web/classify.ts';
import { openClassifier } from '../web/classify.ts';
import { triesAsProxy } from '../web/open-proxy.ts';
import { pathOf } from '../web/request-path.ts';

/** `[10/Oct/2000:13:55:36 -0700]` */
const TIME_LENGTH = 28;
/** A user name may hold brackets; after so many the line is no access log. */
const BRACKETS = 8;
/** The usual ones as one string each, so that events share them. */
const METHODS: ReadonlyMap<string, string> = new Map(['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'DELETE', 'PATCH'].map((name) => [name, name]));
/** `name-1  | ` before what a container wrote. */
const COMPOSE = /^[\w.-]{1,60} {1,20}\| /;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const [QUOTE, BACKSLASH, SPACE, SLASH, COLON, CLOSE, DOT] = [34, 92, 32, 47, 58, 93, 46] as const;

/** Common and combined format of Apache, nginx and their kin, with a virtual host before and further fields behind. */
export const webAccess: Parser = {
  name: 'web-access',
  programs: [],
  claims: (record) => timeBracket(record.text, record.body) >= 0,
  taint: ['uri', 'agent', 'referer', 'user', 'forwarded'],
  open: (clock) => openWebAccess(clock),
};

function openWebAccess(clock: LogClock): ParserRun {
  const readTime = openTimeReader(clock);
  const classify = openClassifier();
  return { feed: (record, emit) => readLine(record, emit, { readTime, classify }) };
}

interface Tools {
  readonly readTime: (text: string, at: number) => number | null;
  readonly classify: ClassifyRequest;
}

/** Where the time begins: the first bracket of its shape that a bare quote follows (one inside a name is escaped). */
function timeBracket(text: string, from: number): number {
  let at = text.indexOf('[', from);
  for (let tries = 0; at >= 0 && tries < BRACKETS; tries += 1) {
    if (
      text.charCodeAt(at + 3) === SLASH && text.charCodeAt(at + 7) === SLASH && text.charCodeAt(at + 12) === COLON
      && text.charCodeAt(at + TIME_LENGTH - 1) === CLOSE && text.charCodeAt(at + TIME_LENGTH) === SPACE
      && text.charCodeAt(at + TIME_LENGTH + 1) === QUOTE
    ) return at;
    at = text.indexOf('[', at + 1);
  }
  return -1;
}

function readLine(record: LogRecord, emit: EmitEvent, tools: Tools): Parsed {
  const { text } = record;
  const bracket = timeBracket(text, record.body);
  if (bracket < 0) return { unparsed: 'no time in brackets before a quoted request' };
  const time = tools.readTime(text, bracket);
  if (time === null) return { unparsed: 'the time in brackets is no time' };
  const open = bracket + TIME_LENGTH + 2;
  const close = requestEnd(text, open);
  if (close < 0) return { unparsed: 'the request line has no end' };
  const actor = plainActor(text, record.body, bracket) ?? readActor(text.slice(record.body, bracket));
  const request = readRequest(text.slice(open, close));
  const answer = readAnswer(text, close + 2);
  const suspicious = tools.classify(request.uri, answer.agent, answer.referer) !== null
    || triesAsProxy(request.method, request.uri, answer.status);
  emit({
    kind: 'web', log: record.log, line: record.line, offset: record.offset, time, format: 'web-access',
    host: record.host, program: record.program, pid: record.pid, outcome: outcomeOf(answer.status),
    source: actor.source, target: pathOf(request.uri), user: actor.user, count: 1, suspicious, inferred: false,
    forged: null, method: request.method, uri: request.uri, status: answer.status, bytes: answer.bytes,
    agent: answer.agent, referer: answer.referer, forwarded: answer.forwarded ?? actor.forwarded, site: actor.site,
  });
  return 'event';
}

const outcomeOf = (status: number): Outcome => {
  if (status >= 100 && status < 400) return 'success';
  return status === 401 || status === 403 || status === 407 ? 'denied' : 'failure';
};

/** Most lines of a log share their day: it is computed once. */
function openTimeReader(clock: LogClock): Tools['readTime'] {
  let lastDate = -1;
  let lastDays = 0;
  return (text, at) => {
    const month = MONTHS.indexOf(text.slice(at + 4, at + 7));
    const day = digits(text, at + 1, 2);
    const year = digits(text, at + 8, 4);
    const seconds = (digits(text, at + 13, 2) * 60 + digits(text, at + 16, 2)) * 60 + digits(text, at + 19, 2);
    const zone = digits(text, at + 23, 2) * 60 + digits(text, at + 25, 2);
    if (month < 0 || month % 3 !== 0 || Number.isNaN(day + year + seconds + zone)) return null;
    if (day < 1 || day > 31 || seconds > 86_400) return null;
    const date = (year * 36 + month) * 32 + day;
    if (date !== lastDate) {
      lastDate = date;
      lastDays = daysOf(year, month / 3 + 1, day);
    }
    return clock.stated(lastDays, seconds * 1_000, text.charCodeAt(at + 22) === 45 ? -zone : zone);
  };
}

function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

interface Actor {
  readonly source: string | null;
  readonly site: string | null;
  readonly user: string | null;
  readonly forwarded: string | null;
}

/** `192.0.2.1 - - `, as nearly every line begins. */
function plainActor(text: string, from: number, bracket: number): Actor | null {
  const end = bracket - 5;
  if (end <= from || !text.startsWith(' - - ', end)) return null;
  let [dots, digits] = [0, 0];
  for (let at = from; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT && digits > 0) {
      dots += 1;
      digits = 0;
    } else if (code >= 48 && code <= 57 && digits < 3) digits += 1;
    else return null;
  }
  const source = dots === 3 && digits > 0 ? canonicalAddress(text.slice(from, end)) : null;
  return source === null ? null : { source, site: null, user: null, forwarded: null };
}

/** `[site ]client ident user `: the client is the first field, or the second where the first names a site. */
function readActor(head: string): Actor {
  const words = head.replace(COMPOSE, '').trim().split(' ');
  const first = words[0] ?? '';
  const list = first.endsWith(',') ? listEnd(words) : 0;
  if (list > 0) {
    const forwarded = words.slice(0, list + 1).join(' ');
    return { source: addressWithoutPort(words[list] ?? ''), site: null, user: userOf(words, list), forwarded };
  }
  const address = addressWithoutPort(first);
  if (address !== null) return { source: address, site: null, user: userOf(words, 0), forwarded: null };
  const second = words.length >= 4 ? addressWithoutPort(words[1] ?? '') : null;
  if (second !== null) return { source: second, site: first, user: userOf(words, 1), forwarded: null };
  const named = /^[A-Za-z0-9][A-Za-z0-9.-]{0,253}$/.test(first) ? first.toLowerCase() : null;
  return { source: named, site: null, user: userOf(words, 0), forwarded: null };
}

/** A forwarded list in the first field, `client, proxy, proxy`: its last entry is the nearest hop. */
function listEnd(words: readonly string[]): number {
  let at = 0;
  while ((words[at] ?? '').endsWith(',') && at < 16) at += 1;
  return at;
}

function userOf(words: readonly string[], client: number): string | null {
  const user = words.slice(client + 2).join(' ');
  return user === '' || user === '-' || user === '""' ? null : user;
}

/** The quote that ends the request is not escaped and a status follows; a server that escapes nothing may log others. */
function requestEnd(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0) {
    if (!escaped(text, at, from) && text.charCodeAt(at + 1) === SPACE && digits(text, at + 2, 3) >= 100) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}

function escaped(text: string, at: number, from: number): boolean {
  let slashes = 0;
  while (at - 1 - slashes >= from && text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
  return slashes % 2 === 1;
}

/** A request line that is none (TLS bytes, `-`, HTTP/0.9) keeps what was sent as its target and has no method. */
function readRequest(line: string): { readonly method: string; readonly uri: string } {
  const first = line.indexOf(' ');
  if (first < 1 || first > 20) return { method: '-', uri: line };
  const method = METHODS.get(line.slice(0, first)) ?? otherMethod(line.slice(0, first));
  if (method === null) return { method: '-', uri: line };
  const last = line.lastIndexOf(' ');
  const end = last > first && line.startsWith('HTTP/', last + 1) ? last : line.length;
  return { method, uri: line.slice(first + 1, end) };
}

const otherMethod = (word: string): string | null => (/^[A-Z_-]+$/i.test(word) ? word.toUpperCase() : null);

interface Answer {
  readonly status: number;
  readonly bytes: number | null;
  readonly agent: string | null;
  readonly referer: string | null;
  readonly forwarded: string | null;
}

function readAnswer(text: string, at: number): Answer {
  const status = digits(text, at, 3);
  const afterBytes = wordEnd(text, at + 4);
  const bytes = sizeAt(text, at + 4, afterBytes);
  const fields = quotedFields(text, afterBytes);
  return {
    status, bytes, referer: fieldOf(fields[0]), agent: fieldOf(fields[1]),
    forwarded: fields.length < 3 ? null : fields.slice(2).find(isForwardedList) ?? null,
  };
}

const fieldOf = (field: string | undefined): string | null => (field === undefined || field === '-' || field === '' ? null : field);

/** `512`, `-`, or `512/498` where a server writes both directions. */
function sizeAt(text: string, from: number, to: number): number | null {
  const slash = text.indexOf('/', from);
  const end = slash > from && slash < to ? slash : to;
  const size = end - from < 1 || end - from > 15 ? Number.NaN : digits(text, from, end - from);
  return Number.isNaN(size) ? null : size;
}

function wordEnd(text: string, from: number): number {
  const end = text.indexOf(' ', from);
  return end < 0 ? text.length : end;
}

/** Quoted fields after the size: referer and agent, and what the site's own format adds. */
function quotedFields(text: string, from: number): readonly string[] {
  const fields: string[] = [];
  let open = text.indexOf('"', from);
  while (open >= 0 && fields.length < 6) {
    let close = text.indexOf('"', open + 1);
    while (close >= 0 && escaped(text, close, open + 1)) close = text.indexOf('"', close + 1);
    fields.push(text.slice(open + 1, close < 0 ? text.length : close));
    open = close < 0 ? -1 : text.indexOf('"', close + 1);
  }
  return fields;
}

const isForwardedList = (field: string): boolean =>
  field.length <= 512 && field.length > 1 && field.split(',').every((entry) => addressWithoutPort(entry.trim()) !== null);
