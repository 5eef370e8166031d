import { addressWithoutPort } from '../address.ts';
import { timeOfField } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { RequestSaid } from './web-record.ts';
import { splitRequest } from './web-record.ts';

/** A longer record is no access record. */
const LONGEST = 65_536;
const DEPTH = 4;
const FIELD_LIMIT = 400;

/** Names of fields in lower case without marks between words, those of objects inside with their object's before; first come first. */
const named = (words: string): readonly string[] => words.split(' ');
const METHOD = named('requestmethod method httpmethod httprequestmethod verb requestverb csmethod clientrequestmethod reqmethod httprequestrequestmethod propertieshttpmethod requesthttpmethod contexthttpmethod');
const LINE = named('request requestline httprequestline');
const TARGET = named(
  'requesturi xenvoyoriginalpath xenvoyoriginpath uri originaluri httprequesturi requrl requestpath clientrequesturi urloriginal originalurl requesturl '
  + 'httprequestrequesturl propertiesrequesturi httpurl httptarget httprequesttarget path urlpath url target csuristem rawpath requestrawpath uripath',
);
const QUERY = named('urlquery querystring query args requestquery');
const STATUS = named(
  'status statuscode responsestatus responsecode httpstatus httpstatuscode httpresponsestatuscode downstreamstatus resstatuscode responsestatuscode '
  + 'edgeresponsestatus elbstatuscode scstatus httprequeststatus propertieshttpstatus propertieshttpstatuscode responsehttpstatus code',
);
const SOURCE = named(
  'remoteaddr remoteip clientip clienthost downstreamremoteaddress clientaddr clientaddress sourceip sourceaddress srcip reqremoteaddress remoteaddress '
  + 'ip ipaddress cip peer remotehost remote client source networkclientip httprequestremoteip httprequestclientip propertiesclientip reqip '
  // Last: elsewhere such a name is a header that the client sent, and one of those before stands beside it.
  + 'requestclientip requestremoteip requestremoteaddr requestremoteaddress',
);
const BYTES = named(
  'bodybytessent bytessent size downstreamcontentsize responsesize responsebytes bytes httpresponsebodybytes httpresponsebytes edgeresponsebytes scbytes '
  + 'rescontentlength contentlength responselength httprequestresponsesize bytesout responsebodysize propertiessentbytes sentbytes resheaderscontentlength',
);
const AGENT = named(
  'httpuseragent useragent agent ua requestuseragent requestheadersuseragent reqheadersuseragent useragentoriginal clientrequestuseragent '
  + 'httprequestuseragent propertiesuseragent csuseragent',
);
const REFERER = named(
  'httpreferer httpreferrer referer referrer requestreferer requestheadersreferer reqheadersreferer httprequestreferrer httprequestreferer '
  + 'clientrequestreferer propertiesreferer',
);
const FORWARDED = named('httpxforwardedfor xforwardedfor forwardedfor requestxforwardedfor requestheadersxforwardedfor reqheadersxforwardedfor clientrequestheadersxforwardedfor');
const SITE = named('httphost requesthost requestaddr vhost virtualhost authority requestheadershost reqheadershost clientrequesthost urldomain servername host domain site');
const USER = named('remoteuser clientusername userid user username requser usernamename');
const TIME = named(
  'timestamp atimestamp time ts starttime timeiso8601 timelocal startutc datetime date msec edgestarttimestamp requesttimestamp eventtime requesttime timestampms startedat',
);

const VERB = /"[\w.:@-]{0,40}(?:method|verb)"\s{0,4}:\s{0,4}"[A-Za-z]{3,12}"|"[\w.:@-]{0,40}request[\w-]{0,20}"\s{0,4}:\s{0,4}"[A-Z]{3,12} /i;
const ANSWER = /"[\w.:@-]{0,40}(?:status|code)[\w-]{0,20}"\s{0,4}:\s{0,4}"?(?:[1-5]\d\d|0)\b/i;
const ASKED = /"[\w.:@-]{0,40}(?:uri|url|path|request|target|original)[\w-]{0,20}"\s{0,4}:\s{0,4}(?:"|\{)/i;

const CLIENT = /"(?:[\w.:@-]{0,40}[_.-])?(?:remote|client|source|src|c)[_.-]?(?:addr|address|ip|host)?"\s{0,4}:\s{0,4}(?:"[[0-9a-f]|\{)|"(?:ip|ip_?address|peer|remoteaddress|remotehost|sourceip|srcip)"\s{0,4}:\s{0,4}"/i;

/** Whether a record is, or ends with, an object that tells of one request. */
export function looksLikeRequest(text: string): boolean {
  const start = text.indexOf('{"');
  if (start < 0 || start > 200 || text.length > LONGEST) return false;
  return VERB.test(text) && ANSWER.test(text) && ASKED.test(text) && CLIENT.test(text);
}

/** The object that a record is or ends with. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  const start = text.indexOf('{"');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start || end - start > LONGEST) return null;
  try {
    const value: unknown = JSON.parse(text.slice(start, end + 1));
    return isObject(value) ? value : null;
  } catch (error) {
    // Not JSON after all.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Fields = ReadonlyMap<string, unknown>;

function flatten(object: Readonly<Record<string, unknown>>): Fields {
  const fields = new Map<string, unknown>();
  const add = (prefix: string, inner: Readonly<Record<string, unknown>>, depth: number): void => {
    for (const [name, value] of Object.entries(inner)) {
      if (fields.size >= FIELD_LIMIT) return;
      const key = prefix + name.toLowerCase().replaceAll('@', 'a').replace(/[^a-z0-9]/g, '');
      if (!fields.has(key)) fields.set(key, value);
      if (depth < DEPTH && isObject(value)) add(key, value, depth + 1);
    }
  };
  add('', object, 1);
  return fields;
}

/** What the object says of a request, under the names that servers and proxies use; null where it tells of none. */
export function requestOf(object: Readonly<Record<string, unknown>>, clock: LogClock): RequestSaid | null {
  const fields = flatten(object);
  const asked = askedIn(fields);
  const status = first(fields, STATUS, statusIn);
  if (!asked || status === null) return null;
  return {
    ...asked, status, time: first(fields, TIME, (value) => timeOfField(asTime(value), clock)), source: first(fields, SOURCE, addressIn),
    bytes: first(fields, BYTES, numberIn), agent: first(fields, AGENT, textIn), referer: first(fields, REFERER, textIn),
    forwarded: first(fields, FORWARDED, textIn), site: first(fields, SITE, textIn)?.toLowerCase() ?? null, user: first(fields, USER, textIn),
  };
}

function askedIn(fields: Fields): { readonly method: string; readonly uri: string } | null {
  const method = first(fields, METHOD, textIn);
  const target = first(fields, TARGET, textIn);
  if (method !== null && target !== null && /^[A-Za-z_-]{1,20}$/.test(method)) {
    const query = target.includes('?') ? null : first(fields, QUERY, textIn);
    return { method: method.toUpperCase(), uri: ownTarget(query === null ? target : `${target}?${query.replace(/^\?/, '')}`) };
  }
  const line = first(fields, LINE, textIn);
  return line === null ? null : splitRequest(line);
}

/** Whole addresses of the own site are written by proxies; only a path was asked for. */
const ownTarget = (target: string): string => /^(?:https?|wss?):\/\/[^/?#]{1,255}(\/.*)$/s.exec(target)?.[1] ?? target;

function first<T>(fields: Fields, names: readonly string[], read: (value: unknown) => T | null): T | null {
  for (const name of names) {
    const value = fields.has(name) ? read(fields.get(name)) : null;
    if (value !== null) return value;
  }
  return null;
}

/** Headers may be lists, of which the first counts. */
function textIn(value: unknown): string | null {
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' && text !== '' && text !== '-' ? text.slice(0, 8_192) : null;
}

const numberIn = (value: unknown): number | null => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null;
};
const statusIn = (value: unknown): number | null => {
  const status = numberIn(value);
  return status !== null && (status === 0 || (status >= 100 && status < 600)) ? status : null;
};
const addressIn = (value: unknown): string | null => (typeof value === 'string' ? addressWithoutPort(value.trim()) : null);
/** Epoch seconds are also written as text. */
const asTime = (value: unknown): unknown => (typeof value === 'string' && /^\d{10}(?:\.\d{1,9})?$/.test(value) ? Number(value) : value);
