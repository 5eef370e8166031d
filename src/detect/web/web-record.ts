import type { Outcome, WebEvent } from '../../domain/event.ts';
import type { LogRecord } from '../record.ts';
import { openClassifier } from './classify.ts';
import { triesAsProxy } from './open-proxy.ts';
import { pathOf } from './request-path.ts';

/** What a record of a web server says of one request; what is left out is unknown. */
export interface RequestSaid {
  readonly time: number | null;
  readonly source: string | null;
  readonly method: string;
  readonly uri: string;
  readonly status: number;
  readonly bytes?: number | null;
  readonly agent?: string | null;
  readonly referer?: string | null;
  readonly forwarded?: string | null;
  readonly site?: string | null;
  readonly user?: string | null;
  /** True where the server itself holds the request against its client. */
  readonly suspicious?: boolean;
}

export type MakeWebEvent = (record: LogRecord, said: RequestSaid) => WebEvent;

/** Web events of one format, each classified; fields in the order in which the access parser writes them. */
export function openWebEvents(format: string): MakeWebEvent {
  const classify = openClassifier();
  return (record, said) => {
    const { agent = null, referer = null, site = null } = said;
    const uri = ownTarget(said.uri, site);
    return {
      kind: 'web', log: record.log, line: record.line, offset: record.offset, time: said.time, format,
      host: record.host, program: record.program, pid: record.pid, outcome: outcomeOf(said.status),
      source: said.source, target: pathOf(uri), user: said.user ?? null, count: 1,
      suspicious: said.suspicious === true || classify(uri, agent, referer) !== null || triesAsProxy(said.method, uri, said.status),
      inferred: false, forged: null, method: said.method, uri, status: said.status, bytes: said.bytes ?? null,
      agent, referer, forwarded: said.forwarded ?? null, site,
    };
  };
}

/** An event that its parser fills anew for each record: it is valid until its receiver returns. */
export type WebScratch = { -readonly [Field in keyof WebEvent]: WebEvent[Field] };

export const openWebScratch = (format: string): WebScratch => ({
  kind: 'web', log: 0, line: 0, offset: 0, time: null, format, host: null, program: null, pid: null, outcome: 'info', source: null,
  target: null, user: null, count: 1, suspicious: false, inferred: false, forged: null, method: '-', uri: '', status: 0, bytes: null,
  agent: null, referer: null, forwarded: null, site: null,
});

/** A whole address of the site itself asks for a path of it, not for a proxy. */
function ownTarget(uri: string, site: string | null): string {
  if (site === null || uri.charCodeAt(0) === 47) return uri;
  const match = /^https?:\/\/([^/?#]{1,255})(.*)$/is.exec(uri);
  if (match?.[1]?.toLowerCase() !== site.toLowerCase()) return uri;
  return match[2]?.startsWith('/') === true ? match[2] : `/${match[2] ?? ''}`;
}

/** A status below 100 is none: the client went before it was answered. */
export const outcomeOf = (status: number): Outcome => {
  if (status < 400) return status >= 100 ? 'success' : 'info';
  return status === 401 || status === 403 || status === 407 ? 'denied' : 'failure';
};

/** `GET /page HTTP/1.1`; what is no request line keeps what was sent as its target and has no method. */
export function splitRequest(line: string): { readonly method: string; readonly uri: string } {
  const match = /^([A-Za-z_-]{1,20}) (.*?)(?: HTTP\/[\d.]{1,4})?$/.exec(line);
  if (!match) return { method: '-', uri: line };
  return { method: (match[1] ?? '').toUpperCase(), uri: match[2] ?? '' };
}

/** A field that shows nothing, as servers write it. */
export const orNull = (field: string | undefined): string | null =>
  (field === undefined || field === '' || field === '-' ? null : field);

/** A number of bytes or a status; null where the field holds none. */
export const numberOf = (field: string | null | undefined): number | null =>
  (field !== null && field !== undefined && /^\d{1,15}$/.test(field) ? Number(field) : null);

/** Address before a port, also where an IPv6 address stands without brackets: `2001:db8::1:443` of HAProxy. */
export const withoutLastPort = (text: string): string => text.replace(/:\d{1,5}$/, '');
