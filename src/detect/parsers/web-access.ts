import { openDetach } from '../../domain/detach.ts';
import { addressWithoutPort } from '../address.ts';
import type { AddressOf, Quad } from '../addresses.ts';
import { NO_QUAD, openAddresses, readQuad } from '../addresses.ts';
import { codeAt, codesOf, digitAt, hasAt, takeInto, wordEnd, wordOver } from '../codes.ts';
import type { LogClock } from '../log-clock.ts';
import { daysOf } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { FamilyOf } from '../web/classify.ts';
import { openJudges } from '../web/classify.ts';
import type { ReadKnown } from '../web/known-texts.ts';
import { openKnownTexts } from '../web/known-texts.ts';
import { triesAsProxy } from '../web/open-proxy.ts';
import { pathOf } from '../web/request-path.ts';
import type { WebFamily } from '../web/signature.ts';
import type { WebScratch } from '../web/web-record.ts';
import { openWebScratch, outcomeOf } from '../web/web-record.ts';

/** `[10/Oct/2000:13:55:36 -0700]` */
const TIME_LENGTH = 28;
/** A user name may hold brackets; after so many the line is no access log. */
const BRACKETS = 8;
const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'DELETE', 'PATCH'].map((name) => ({ name, codes: codesOf(name) }));
/** ` HTTP/1.1` */
const HTTP = codesOf(' HTTP/');
const VERSION_LENGTH = 9;
/** `name-1  | ` before what a container wrote. */
const COMPOSE = /^[\w.-]{1,60} {1,20}\| /;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const FURTHER_FIELDS = 4;
const NOBODY = codesOf(' - - ');
/** So far below zero that what is worked out with it stays there. */
const NO_NUMBER = -1_000_000_000;
const [QUOTE, BACKSLASH, SPACE, SLASH, COLON, CLOSE, MINUS] = [34, 92, 32, 47, 58, 93, 45] as const;

/** Common and combined format of Apache, nginx and their kin, with a virtual host before and further fields behind. */
export const webAccess: Parser = {
  name: 'web-access',
  programs: [],
  claims: (record) => timeBracket(record) >= 0,
  taint: ['uri', 'agent', 'referer', 'user', 'forwarded'],
  open: (clock) => openWebAccess(clock),
};

function openWebAccess(clock: LogClock): ParserRun {
  const judges = openJudges();
  const tools: Tools = {
    readTime: openTimeReader(clock), addressOf: openAddresses(openDetach()), quad: { quad: NO_QUAD, quadEnd: 0 },
    targetOf: openKnownTexts((uri) => ({ path: pathOf(uri), family: judges.uri(uri) })),
    agentOf: openKnownTexts(judges.agent), refererOf: openKnownTexts(judges.referer),
    actor: { source: null, site: null, user: null, forwarded: null },
    request: { method: '-', start: 0, end: 0 }, event: openWebScratch(webAccess.name),
  };
  return { feed: (record, emit) => readLine(record, emit, tools) };
}

interface Tools {
  /** Epoch milliseconds; null where there is no time. */
  readonly readTime: (record: LogRecord, at: number) => number | null;
  readonly addressOf: AddressOf;
  readonly targetOf: ReadKnown<{ readonly path: string; readonly family: WebFamily | null }>;
  readonly agentOf: ReadKnown<ReturnType<FamilyOf>>;
  readonly refererOf: ReadKnown<ReturnType<FamilyOf>>;
  /** Scratch: one object each for all lines. */
  readonly quad: Quad;
  readonly actor: Actor;
  readonly request: Request;
  readonly event: WebScratch;
}

/** Where the time begins: the first bracket of its shape that a bare quote follows (one inside a name is escaped). */
function timeBracket(record: LogRecord): number {
  const { text, body } = record;
  let at = text.indexOf('[', body);
  for (let tries = 0; at >= 0 && tries < BRACKETS; tries += 1) {
    if (
      codeAt(record, at + TIME_LENGTH + 1) === QUOTE && codeAt(record, at + 3) === SLASH && codeAt(record, at + 7) === SLASH
      && codeAt(record, at + 12) === COLON && codeAt(record, at + TIME_LENGTH - 1) === CLOSE
      && codeAt(record, at + TIME_LENGTH) === SPACE
    ) return at;
    at = text.indexOf('[', at + 1);
  }
  return -1;
}

function readLine(record: LogRecord, emit: EmitEvent, tools: Tools): Parsed {
  const bracket = timeBracket(record);
  if (bracket < 0) return { unparsed: 'no time in brackets before a quoted request' };
  const time = tools.readTime(record, bracket);
  if (time === null) return { unparsed: 'the time in brackets is no time' };
  const open = bracket + TIME_LENGTH + 2;
  const close = requestEnd(record, open);
  if (close < 0) return { unparsed: 'the request line has no end' };
  readActor(record, bracket, tools);
  readRequest(record, open, close, tools.request);
  const { event } = tools;
  event.time = time;
  fillActor(event, record, tools);
  fillRequest(event, record, tools);
  fillAnswer(event, record, close + 2, tools);
  event.suspicious ||= triesAsProxy(event.method, event.uri, event.status) || isNoRequest(event);
  emit(event);
  return 'event';
}

function fillActor(event: WebScratch, record: LogRecord, { actor }: Tools): void {
  event.log = record.log;
  event.line = record.line;
  event.offset = record.offset;
  event.host = record.host;
  event.program = record.program;
  event.pid = record.pid;
  event.source = actor.source;
  event.user = actor.user;
  event.site = actor.site;
  event.forwarded = actor.forwarded;
}

function fillRequest(event: WebScratch, record: LogRecord, { request, targetOf }: Tools): void {
  const { text, judged } = targetOf(record, request.start, request.end);
  event.method = request.method;
  event.uri = text;
  event.target = judged.path;
  event.suspicious = judged.family !== null;
}

/** Another protocol's words at the door of a web server, refused as such; a browser that says nothing, or asks a plain port for TLS, is none. */
const isNoRequest = ({ method, uri, status }: WebScratch): boolean =>
  status === 400 && method === '-' && uri !== '-' && uri !== '' && !uri.startsWith('\\x16\\x03');

/** Most lines of a busy log share their second with the one before, and nearly all their day. */
function openTimeReader(clock: LogClock): Tools['readTime'] {
  const stamp = wordOver(new Uint8Array(TIME_LENGTH));
  const last = { date: -1, days: 0, time: Number.NaN };
  const read = (record: LogRecord, at: number): number | null => {
    const month = MONTHS.indexOf(record.text.slice(at + 4, at + 7));
    const day = digits(record, at + 1, 2);
    const year = digits(record, at + 8, 4);
    const seconds = (digits(record, at + 13, 2) * 60 + digits(record, at + 16, 2)) * 60 + digits(record, at + 19, 2);
    const zone = digits(record, at + 23, 2) * 60 + digits(record, at + 25, 2);
    if (month < 0 || month % 3 !== 0 || day < 1 || day > 31 || year < 0 || zone < 0) return null;
    if (seconds < 0 || seconds > 86_400) return null;
    const date = (year * 36 + month) * 32 + day;
    if (date !== last.date) {
      last.date = date;
      last.days = daysOf(year, month / 3 + 1, day);
    }
    return clock.stated(last.days, seconds * 1_000, codeAt(record, at + 22) === MINUS ? -zone : zone);
  };
  return (record, at) => {
    if (hasAt(record, at, stamp)) return last.time;
    const time = read(record, at);
    if (time === null) return null;
    last.time = time;
    takeInto(stamp.codes, record, at);
    return time;
  };
}

/** The number that so many digits write; negative where they are not all digits. */
function digits(record: LogRecord, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = digitAt(record, index);
    if (digit < 0) return NO_NUMBER;
    value = value * 10 + digit;
  }
  return value;
}

interface Actor {
  source: string | null;
  site: string | null;
  user: string | null;
  forwarded: string | null;
}

function readActor(record: LogRecord, bracket: number, tools: Tools): void {
  const { actor } = tools;
  actor.site = actor.user = actor.forwarded = null;
  actor.source = plainSource(record, bracket, tools);
  if (actor.source === null) Object.assign(actor, otherActor(record.text.slice(record.body, bracket)));
}

/** `192.0.2.1 - - `, as nearly every line begins. */
function plainSource(record: LogRecord, bracket: number, { quad, addressOf }: Tools): string | null {
  const end = bracket - NOBODY.length;
  if (end <= record.body || !hasAt(record, end, NOBODY)) return null;
  readQuad(record, record.body, end, quad);
  return quad.quad === NO_QUAD || quad.quadEnd !== end ? null : addressOf(record.text, record.body, quad);
}

/** `[site ]client ident user `: the client is the first field, or the second where the first names a site. */
function otherActor(head: string): Readonly<Actor> {
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
function requestEnd(record: LogRecord, from: number): number {
  const { text } = record;
  let at = text.indexOf('"', from);
  while (at >= 0) {
    if (!escaped(record, at, from) && codeAt(record, at + 1) === SPACE && digits(record, at + 2, 3) >= 100) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}

function escaped(record: LogRecord, at: number, from: number): boolean {
  let slashes = 0;
  while (at - 1 - slashes >= from && codeAt(record, at - 1 - slashes) === BACKSLASH) slashes += 1;
  return slashes % 2 === 1;
}

interface Request {
  method: string;
  /** Where the target stands. */
  start: number;
  end: number;
}

/** A request line that is none (TLS bytes, `-`, HTTP/0.9) keeps what was sent as its target and has no method. */
// Four parameters on purpose: this runs for every line.
function readRequest(record: LogRecord, start: number, end: number, into: Request): void {
  const first = wordEnd(record, start, end);
  const length = first - start;
  const method = length < 1 || length > 20 || first === end ? null
    : methodAt(record, start, first) ?? otherMethod(record.text.slice(start, first));
  into.method = method ?? '-';
  into.start = method === null ? start : first + 1;
  into.end = method === null ? end : targetEnd(record, first, end);
}

/** Before ` HTTP/1.1`, which old clients leave out. */
function targetEnd(record: LogRecord, from: number, end: number): number {
  const version = end - VERSION_LENGTH;
  if (version > from && hasAt(record, version, HTTP) && wordEnd(record, version + 1, end) === end) return version;
  const last = record.text.lastIndexOf(' ', end - 1);
  return last > from && last + HTTP.length <= end && hasAt(record, last, HTTP) ? last : end;
}

/** The usual ones as one string each, so that events share them. */
function methodAt(record: LogRecord, start: number, end: number): string | null {
  for (const { name, codes } of METHODS) if (codes.length === end - start && hasAt(record, start, codes)) return name;
  return null;
}

const otherMethod = (word: string): string | null => (/^[A-Z_-]+$/i.test(word) ? word.toUpperCase() : null);

// Four parameters on purpose: this runs for every line.
function fillAnswer(event: WebScratch, record: LogRecord, at: number, { agentOf, refererOf }: Tools): void {
  const { length } = record.text;
  const afterBytes = wordEnd(record, at + 4, length);
  const referer = fieldAfter(record, afterBytes);
  const agent = fieldAfter(record, referer.end);
  const from = isBare(record, referer) ? null : refererOf(record, referer.start, referer.end);
  const by = isBare(record, agent) ? null : agentOf(record, agent.start, agent.end);
  event.status = digits(record, at, 3);
  event.outcome = outcomeOf(event.status);
  event.bytes = sizeAt(record, at + 4, afterBytes);
  event.referer = from === null ? null : from.text;
  event.agent = by === null ? null : by.text;
  if ((from !== null && from.judged !== null) || (by !== null && by.judged !== null)) event.suspicious = true;
  if (agent.end + 1 < length) event.forwarded = forwardedAfter(record, agent.end) ?? event.forwarded;
}

/** No field, an empty one, or a dash. */
const isBare = (record: LogRecord, { start, end }: Field): boolean =>
  start < 0 || start === end || (end - start === 1 && codeAt(record, start) === MINUS);

/** `512`, `-`, or `512/498` where a server writes both directions. */
function sizeAt(record: LogRecord, from: number, to: number): number | null {
  const size = to - from < 1 || to - from > 15 ? NO_NUMBER : digits(record, from, to - from);
  if (size >= 0) return size;
  const slash = record.text.indexOf('/', from);
  const first = slash > from && slash < to && slash - from <= 15 ? digits(record, from, slash - from) : NO_NUMBER;
  return first < 0 ? null : first;
}

interface Field {
  /** Past the opening quote; negative where there is no field. */
  readonly start: number;
  /** The closing quote, or the end of the line. */
  readonly end: number;
}

/** The next quoted field after `from`, a closing quote or a place outside of any field. */
function fieldAfter(record: LogRecord, from: number): Field {
  const { text } = record;
  const open = from >= text.length ? -1 : text.indexOf('"', codeAt(record, from) === QUOTE ? from + 1 : from);
  if (open < 0) return { start: -1, end: text.length };
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && escaped(record, close, open + 1)) close = text.indexOf('"', close + 1);
  return { start: open + 1, end: close < 0 ? text.length : close };
}

/** What the site's own format adds behind the agent: a list of addresses among it is who is said to have asked. */
function forwardedAfter(record: LogRecord, from: number): string | null {
  let field = fieldAfter(record, from);
  for (let seen = 0; field.start >= 0 && seen < FURTHER_FIELDS; seen += 1) {
    const text = record.text.slice(field.start, field.end);
    if (isForwardedList(text)) return text;
    field = fieldAfter(record, field.end);
  }
  return null;
}

const isForwardedList = (field: string): boolean =>
  field.length <= 512 && field.length > 1 && field.split(',').every((entry) => addressWithoutPort(entry.trim()) !== null);
