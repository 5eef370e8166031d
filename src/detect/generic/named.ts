import { addressWithoutPort } from '../address.ts';
import type { LogClock } from '../log-clock.ts';
import { clientOfList } from './address-list.ts';
import type { Fields } from './fields.ts';
import { timeOfField } from './time.ts';

/** What the names of fields tell of their values, whatever the product. */
export interface Named {
  readonly time: number | null;
  readonly source: string | null;
  readonly user: string | null;
  /** What happened, in the words of the fields that say so. */
  readonly message: string;
  /** A field that says yes or no to the attempt. */
  readonly worked: boolean | null;
  readonly program: string | null;
}

const MESSAGE_LIMIT = 4_096;
const TEXT_LIMIT = 512;

const TIME = /^(?:@timestamp|timestamp|time|ts|datetime|date|asctime|eventtime|starttime|createdat|logtime|requestreceivedtimestamp|stagetimestamp|t|\$date|t\.\$date|when|localtime|published|clock|createddatetime|occurredat|eventtimestamp|loggedat)$/;
/** Whose address it is, in the order of how sure it is that it is the one who acted. */
const SOURCES: readonly RegExp[] = [
  /(?:^|\.)(?:source|src)(?:\.(?:ip|address|addr)|ip|ipaddr|ipaddress|ips|address|addr)$/,
  /(?:^|\.)(?:(?:client|c|caller|actor|attacker|visitor|user|login|httpclient|cs)(?:\.(?:ip|address|addr|ipaddress|host)|ip|ipaddr|ipaddress|addr|address|host)|requestip|reqip|oip|rip)$/,
  /(?:^|\.)(?:(?:remote|peer|downstreamremote|origin|r|sender)(?:\.(?:ip|address|addr)|ip|ipaddr|ipaddress|addr|address|host))$/,
  /(?:^|\.)(?:ip|ipaddr|ipaddress|ipv4|ipv6|addr)$/,
  /(?:^|\.)(?:remote|client|peer|src|origin|host|address|actor|from)$/,
  /(?:^|\.)x?realip$/,
];
/** Fields with the address of somebody else, or one that the client itself may write. */
const FOREIGN = /header|forward|xff|server|local|dst|dest|target|upstream|listen|proxy|resp|hostname|^host\.|backend|node|agent|geo/;
const USERS: readonly RegExp[] = [
  /(?:^|\.)(?:user\.name|user\.username|username|loginname|accountname|csusername|sasl(?:user)?name|useridentity\.username|actor\.name|actor\.login|account\.name|principalname|usr|attr\.user|userprincipalname|alternateid|targetusername|administrator|attr\.principalname)$/,
  /(?:^|\.)(?:user|login|account|accountid|principal|attemptedusername|identity|user\.email|account\.email|actor\.email|useremail|emailaddress|email|userid|user\.id|mail)$/,
];
const NO_USER = /^(?:-{1,2}|null|none|nil|undefined|unknown|anonymous|\?|\*)?$/i;
const MESSAGE = /(?:^|\.)(?:events\.name|message|msg|event|eventid|eventname|eventtype|event\.action|event\.outcome|action|type|outcome|result|reason|error|errorcode|errormessage|error\.message|status|statusmessage|log|description|details?|metricname|title|summary|activity|operation|responseelements\.consolelogin|attr\.error|text|note|failurereason|logmessage|displaymessage|outcome\.result|outcome\.reason|short ?message)$/;
const WORKED = /(?:^|\.)(?:success|successful|succeeded|issuccess|authenticated|granted|allowed|loginsuccess|authsuccess)$/;
const PROGRAMS: readonly RegExp[] = [
  /^(?:service|service\.name|app|appname|application|program|syslogidentifier|eventsource|product)$/, /^(?:logger|loggername|sender|component|name)$/,
];

/** Names without case, dashes and underscores; dots part outer from inner. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9.@$]/g, '');

export type PlainFields = readonly (readonly [name: string, value: unknown])[];
export const plainFields = (fields: Fields): PlainFields => [...fields].map(([name, value]) => [plainName(name), value] as const);

export function namedIn(fields: PlainFields, clock: LogClock): Named {
  return {
    time: timeOf(fields, clock),
    source: sourceOf(fields),
    user: firstBy(fields, USERS, (value) => { const text = textIn(value); return text !== null && !NO_USER.test(text) ? text : null; }),
    message: messageOf(fields),
    worked: workedOf(fields),
    program: firstBy(fields, PROGRAMS, textIn),
  };
}

/** W3C logs write date and time of day in two columns. */
function timeOf(fields: PlainFields, clock: LogClock): number | null {
  const text = (name: string): string | null => textIn(fields.find(([key]) => key === name)?.[1]);
  const [date, time] = [text('date'), text('time')];
  if (date !== null && time !== null && /^\d{4}-\d\d-\d\d$/.test(date)) return timeOfField(`${date} ${time}`, clock);
  return firstBy(fields, [TIME], (value) => timeOfField(typeof value === 'string' && /^1\d{9,18}(?:\.\d+)?$/.test(value) ? Number(value) : value, clock));
}

function sourceOf(fields: PlainFields): string | null {
  const own = fields.filter(([name]) => !FOREIGN.test(name.replace(/^.*\.(?=\w+\.\w+$)/, '')));
  return firstBy(own, SOURCES, addressIn);
}

/** A field for an address may also hold a list, or an address with its port. */
function addressIn(value: unknown): string | null {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? clientOfList(value.slice(0, 16)) : null;
  if (typeof value !== 'string' || value.length > TEXT_LIMIT) return null;
  return value.includes(',') ? clientOfList(value.split(',')) : addressWithoutPort(value.trim().replace(/^\//, ''));
}

function messageOf(fields: PlainFields): string {
  const parts: string[] = [];
  let length = 0;
  for (const [name, value] of fields) {
    if (typeof value !== 'string' || value === '' || !MESSAGE.test(name) || length > MESSAGE_LIMIT) continue;
    parts.push(value.slice(0, MESSAGE_LIMIT));
    length += value.length;
  }
  return parts.join(' ');
}

function workedOf(fields: PlainFields): boolean | null {
  const value = fields.find(([name]) => WORKED.test(name))?.[1];
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : null;
}

/** The first value by the first pattern that finds one. */
export function firstBy<Found>(fields: PlainFields, patterns: readonly RegExp[], read: (value: unknown) => Found | null): Found | null {
  for (const pattern of patterns) {
    for (const [name, value] of fields) {
      const found = pattern.test(name) ? read(value) : null;
      if (found !== null) return found;
    }
  }
  return null;
}

export function textIn(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value !== '-' ? value.slice(0, TEXT_LIMIT) : null;
}
