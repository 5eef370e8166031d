import { addressWithoutPort } from '../address.ts';
import { isLoginPath } from '../web/login-pages.ts';
import type { PlainFields } from './named.ts';
import { firstBy, textIn } from './named.ts';

/** A request and its answer, from a record of whatever product. */
export interface Exchange {
  readonly method: string;
  readonly uri: string;
  readonly status: number;
  readonly bytes: number | null;
  readonly agent: string | null;
  readonly referer: string | null;
  readonly forwarded: string | null;
  readonly site: string | null;
  /** The application itself says that it was a login and refused it. */
  readonly refusedLogin: boolean;
}

/** A request found in prose, and what the line says besides. */
export interface WrittenExchange extends Exchange {
  readonly rest: string;
}

const UNAUTHORIZED = 401;
const VERB = 'GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PROPFIND|REPORT|MKCOL|COPY|MOVE|SEARCH|PROPPATCH|LOCK|UNLOCK';
const IS_VERB = new RegExp(`^(?:${VERB})$`, 'i');
const METHODS = [/(?:^|\.)(?:method|verb|httpmethod|requestmethod|csmethod|httpverb|httprequestmethod|http\.request\.method)$/];
const URIS = [
  /(?:^|\.)(?:uri|requesturi|csuristem|originalurl|httpuri|url\.original|requestpath|httppath|pathinfo|path|url|requesturl|httpurl|url\.path|http\.target|endpoint)$/,
];
const QUERIES = [/^(?:csuriquery|query|querystring|args|request\.query|url\.query)$/];
const STATUSES = [
  /(?:^|\.)(?:status|statuscode|httpstatus|httpstatuscode|scstatus|responsestatus|responsecode|response\.status|response\.statuscode|http\.response\.statuscode|downstreamstatus|code|httpcode)$/,
];
const SIZES = [/(?:^|\.)(?:size|bytes|bytessent|bodybytessent|responsesize|scbytes|responsebytes|contentlength|http\.response\.body\.bytes|downstreamcontentsize|length)$/];
const AGENTS = [/(?:^|\.)(?:useragent|httpuseragent|csuseragent|requestuseragent|useragent\.original|ua|requestheaderuseragent)$/];
const REFERERS = [/(?:^|\.)(?:referer|referrer|httpreferer|csreferer|http\.request\.referrer)$/];
const FORWARDED = [/(?:^|\.)(?:xforwardedfor|httpxforwardedfor|forwardedfor|xff)$/];
const SITES = [/(?:^|\.)(?:host|httphost|vhost|authority|requesthost|cshost|servername|url\.domain|xhostheader)$/];
const REQUESTS = [/(?:^|\.)(?:request|requestline|httprequest|req)$/];
const REQUEST_LINE = new RegExp(`^(${VERB}) (\\S{1,8192})(?: HTTP/\\d(?:\\.\\d)?)?$`);

/** A request by the names of its fields; null unless method, target and status are all there. */
export function exchangeIn(fields: PlainFields): Exchange | null {
  const line = firstBy(fields, REQUESTS, (value) => (typeof value === 'string' ? REQUEST_LINE.exec(value) : null));
  const method = line?.[1] ?? firstBy(fields, METHODS, (value) => (typeof value === 'string' && IS_VERB.test(value) ? value : null));
  const path = line?.[2] ?? firstBy(fields, URIS, uriIn);
  const answered = firstBy(fields, STATUSES, statusIn);
  const refusedLogin = answered === null && isHandedOver(fields, method, path);
  const status = refusedLogin ? UNAUTHORIZED : answered;
  if (method === null || path === null || status === null) return null;
  const query = path.includes('?') ? null : firstBy(fields, QUERIES, textIn);
  return {
    method: method.toUpperCase(), uri: query === null ? path : `${path}?${query}`, status, bytes: firstBy(fields, SIZES, sizeIn),
    agent: firstBy(fields, AGENTS, headerIn), referer: firstBy(fields, REFERERS, headerIn), forwarded: firstBy(fields, FORWARDED, forwardedIn),
    site: firstBy(fields, SITES, siteIn), refusedLogin,
  };
}

/** Rails notes no status of its own where Warden refused the login: `"status":0`. */
const isHandedOver = (fields: PlainFields, method: string | null, path: string | null): boolean =>
  method === 'POST' && path !== null && isLoginPath(path) && firstBy(fields, STATUSES, (value) => (value === 0 ? true : null)) === true;

const uriIn = (value: unknown): string | null =>
  (typeof value === 'string' && /^(?:\/|https?:\/\/|\*$)/.test(value) ? value.slice(0, 8_192) : null);

function statusIn(value: unknown): number | null {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status < 600 ? status : null;
}

function sizeIn(value: unknown): number | null {
  const size = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null;
}

/** A header may be a list with one value. */
const headerIn = (value: unknown): string | null => textIn(Array.isArray(value) ? value[0] : value);

function forwardedIn(value: unknown): string | null {
  const text = headerIn(value);
  return text !== null && text.split(',').every((entry) => addressWithoutPort(entry.trim()) !== null) ? text : null;
}

function siteIn(value: unknown): string | null {
  const text = textIn(value);
  return text !== null && /^[\w.:[\]-]{1,255}$/.test(text) ? text : null;
}

/** `"GET /a HTTP/1.1" 404 12`, wherever it stands. */
const QUOTED = new RegExp(`"(${VERB}) ([^"\\s]{1,8192})(?: HTTP/\\d(?:\\.\\d)?)?"`);
/** `GET /a HTTP/1.1` or `GET /a` followed by what became of it. */
const BARE = new RegExp(`(?:^|[\\s>\\]|])(${VERB}) ((?:https?://|/)[^\\s"]{0,8191})(?: HTTP/\\d(?:\\.\\d)?)?(?=\\s|$)`);
/** `GET https site.example "/a"`: the parts of the target one by one. */
const PARTED = new RegExp(`(?:^|\\s)(${VERB}) https? ([\\w.:-]{1,255}) "(/[^"\\s]{0,8191})"`);
/** `| POST     "/a"`, as routers write it that keep columns. */
const COLUMN = new RegExp(`\\| (${VERB}) {1,10}"(/[^"\\s]{0,8191})"`);
const AFTER = /^[\s"',;:>=-]{0,4}(?:took .{1,24} and )?(?:returned|responded(?: with)?|completed(?: with)?|answered|status(?:[ _]?code)?|code|->|=>|HTTP\/\d(?:\.\d)?)?[\s:=]{0,3}([1-5]\d\d)(?![\d.:])/i;
const LATER = /(?<![\w.])(?:status(?:[ _]?code)?|returned|code|response)[\s:="]{1,3}([1-5]\d\d)(?![\d.:])/i;
const BEFORE = /(?<![\d.:/-])([1-5]\d\d)(?: \d{1,12}| -| [1-5]\d\d)? - .{0,80}$|(?<![\d.:/-])([1-5]\d\d)(?: [1-5]\d\d)? - $|(?<![\d.:/-])([1-5]\d\d) [A-Z][A-Za-z ]{1,30} $|\| ([1-5]\d\d) \|.{0,100}$/;
/** How far from the request its status is looked for. */
const NEAR = 160;

/** A request written out in a line; null unless its status stands beside it. */
export function exchangeWritten(text: string): WrittenExchange | null {
  for (const [pattern, place] of [[QUOTED, 2], [PARTED, 3], [COLUMN, 2], [BARE, 2]] as const) {
    const match = pattern.exec(text);
    if (!match) continue;
    const end = match.index + match[0].length;
    const status = statusBeside(text, match.index, end);
    if (status === null) continue;
    return {
      method: match[1] ?? '', uri: match[place] ?? '', status, bytes: bytesAfter(text.slice(end, end + 40)), agent: agentAfter(text.slice(end)),
      referer: null, forwarded: null, site: place === 3 ? match[2] ?? null : null, refusedLogin: false,
      rest: `${text.slice(0, match.index)} ${text.slice(end)}`,
    };
  }
  return null;
}

function statusBeside(text: string, start: number, end: number): number | null {
  const after = text.slice(end, end + NEAR);
  const before = text.slice(Math.max(0, start - NEAR), start);
  const found = AFTER.exec(after)?.[1] ?? LATER.exec(after)?.[1] ?? statusBefore(before);
  return found === undefined ? null : Number(found);
}

function statusBefore(before: string): string | undefined {
  return BEFORE.exec(before)?.slice(1).find((status: string | undefined) => status !== undefined);
}

function bytesAfter(text: string): number | null {
  const match = /^[\s"]{1,3}[1-5]\d\d (\d{1,12})(?=\s|$)/.exec(text);
  return match ? Number(match[1]) : null;
}

/** The last quoted part that looks like an agent. */
const agentAfter = (text: string): string | null => /"([A-Za-z][\w.+-]{1,40}\/[^"]{1,500})"/.exec(text)?.[1] ?? null;
