import { addressWithoutPort } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { MakeWebEvent, RequestSaid } from '../web/web-record.ts';
import { numberOf, openWebEvents, orNull } from '../web/web-record.ts';

const NAME = 'w3c-access';
const COMMENT = /^#(?:Software: Microsoft Internet Information|Version: |Date: |Fields: |Start-Date: |End-Date: |Remark: )/;
const SHAPE = /^\d{4}-\d\d-\d\d[\t ]\d\d:\d\d:\d\d[\t ].{0,400}?[\t ](?:GET|POST|HEAD|PUT|OPTIONS|DELETE|PATCH|TRACE|PROPFIND|CONNECT|SEARCH|DEBUG|TRACK)[\t ]/;
/** What is written where a log begins in the middle: the defaults of IIS and of CloudFront. */
const IIS = 'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(user-agent) cs(referer) sc-status sc-substatus sc-win32-status time-taken'.split(' ');
const IIS_6 = 'date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(user-agent) sc-status sc-substatus sc-win32-status'.split(' ');
const CLOUDFRONT = 'date time x-edge-location sc-bytes c-ip cs-method cs(host) cs-uri-stem sc-status cs(referer) cs(user-agent) cs-uri-query'.split(' ');
const FIELD_LIMIT = 80;

/** Extended log format of the W3C, as IIS and CloudFront write it: the log itself names its fields. */
export const w3cAccess: Parser = {
  name: NAME,
  programs: [],
  claims: ({ text }) => (text.charCodeAt(0) === 35 ? COMMENT.test(text) : text.charCodeAt(4) === 45 && SHAPE.test(text)),
  taint: ['uri', 'agent', 'referer', 'user'],
  open: (clock) => openW3c(clock),
};

function openW3c(clock: LogClock): ParserRun {
  const make = openWebEvents(NAME);
  const state: State = { fields: null, date: null };
  return {
    feed: (record, emit) => {
      if (record.text.startsWith('#')) {
        noteHeader(state, record.text);
        return 'quiet';
      }
      return readLine(record, emit, { clock, make, state });
    },
  };
}

interface State {
  fields: readonly string[] | null;
  date: string | null;
}

function noteHeader(state: State, text: string): void {
  if (text.startsWith('#Fields:')) state.fields = text.slice(8, 8_192).trim().toLowerCase().split(/[\t ]{1,8}/).slice(0, FIELD_LIMIT);
  else if (text.startsWith('#Date:')) state.date = /\d{4}-\d\d-\d\d/.exec(text.slice(0, 60))?.[0] ?? null;
}

interface Tools {
  readonly clock: LogClock;
  readonly make: MakeWebEvent;
  readonly state: State;
}

type ValueOf = (...names: readonly string[]) => string | null;

function readLine(record: LogRecord, emit: EmitEvent, { clock, make, state }: Tools): Parsed {
  const values = record.text.slice(0, 32_768).split(record.text.includes('\t') ? '\t' : ' ').slice(0, FIELD_LIMIT);
  const fields = state.fields ?? guessFields(values, record.text.includes('\t'));
  const valueOf: ValueOf = (...names) => {
    for (const name of names) {
      const value = orNull(values[fields.indexOf(name)]);
      if (value !== null) return value;
    }
    return null;
  };
  const request = requestIn(valueOf);
  if (!request) return { unparsed: 'no method, target and status by the names of the fields' };
  const time = timeIn(`${valueOf('date') ?? state.date ?? ''} ${valueOf('time') ?? ''}Z`, clock);
  emit(make(record, { ...request, ...clientIn(valueOf), time, bytes: numberOf(valueOf('sc-bytes')), site: valueOf('x-host-header', 'cs-host', 'cs(host)')?.toLowerCase() ?? null }));
  return 'event';
}

function requestIn(valueOf: ValueOf): Pick<RequestSaid, 'method' | 'uri' | 'status'> | null {
  const status = numberOf(valueOf('sc-status'));
  const [method, stem, query] = [valueOf('cs-method'), valueOf('cs-uri-stem', 'cs-uri'), valueOf('cs-uri-query')];
  if (status === null || method === null || stem === null) return null;
  return { method, uri: query === null ? stem : `${stem}?${query}`, status };
}

const clientIn = (valueOf: ValueOf) => ({
  source: addressWithoutPort(valueOf('c-ip') ?? ''), user: valueOf('cs-username'), agent: withBlanks(valueOf('cs(user-agent)')),
  referer: valueOf('cs(referer)'), forwarded: withBlanks(valueOf('x-forwarded-for')),
});

/** A field holds no blank: IIS writes a plus instead, CloudFront `%20`. */
const withBlanks = (field: string | null): string | null => field?.replaceAll('+', ' ').replaceAll('%20', ' ') ?? null;

function guessFields(values: readonly string[], tabs: boolean): readonly string[] {
  if (tabs) return CLOUDFRONT;
  return addressWithoutPort(values[2] ?? '') === null ? IIS_6 : IIS;
}
