import { hostNameOf } from './domain.ts';
import { ipv4Of } from './ipv4.ts';
import { ipv6Of } from './ipv6.ts';

const LONGEST = 2_048;
const PARTS = /^(?:([a-z][a-z0-9+.-]{1,9}):\/\/)?(?:[^\s/?#@]{0,256}@)?(\[[0-9A-Fa-f:.]{2,45}\]|[^\s/?#:[\]]{1,253})(?::(\d{1,5}))?([/?#].*)?$/is;
const USUAL: Readonly<Record<string, string | undefined>> = { http: '80', https: '443', ftp: '21' };

export interface UrlParts {
  /** A host name, or an address without brackets, in one spelling. */
  readonly host: string;
  /** Null where it is the usual one of the scheme. */
  readonly port: number | null;
  /** Path and query as written, without a fragment; empty where there is none. */
  readonly rest: string;
}

/** The parts by which two spellings of a URL are one. Null where it is no URL. */
export function urlParts(text: string): UrlParts | null {
  const match = text.length > LONGEST ? null : PARTS.exec(text);
  if (!match) return null;
  const [scheme, written = '', port, rest] = match.slice(1) as readonly (string | undefined)[];
  const host = hostOf(written.replace(/^\[|\]$/g, ''));
  if (host === null || Number(port ?? 1) > 65_535) return null;
  return { host, port: port === undefined || isUsual(scheme, port) ? null : Number(port), rest: (rest ?? '').replace(/#.*$/s, '') };
}

const hostOf = (bare: string): string | null => (ipv4Of(bare) !== null ? bare : ipv6Of(bare) ?? hostNameOf(bare));
/** Without a scheme it may be either. */
const isUsual = (scheme: string | undefined, port: string): boolean =>
  (scheme === undefined ? port === '80' || port === '443' : port === USUAL[scheme.toLowerCase()]);

/**
 * One spelling for `http` and `https`, with and without the usual port, a lone `/` and a fragment. Feeds and logs
 * disagree on all of these; host and path are what tells.
 */
export function urlKey(text: string): string | null {
  const parts = urlParts(text);
  return parts === null ? null : keyOfParts(parts);
}

export const keyOfParts = ({ host, port, rest }: UrlParts): string =>
  `${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}${rest === '/' ? '' : rest}`;
