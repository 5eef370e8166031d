import { hostNameOf } from './domain.ts';
import { ipv4Of } from './ipv4.ts';
import { ipv6Of } from './ipv6.ts';

const LONGEST = 2_048;
const PARTS = /^(?:([a-z][a-z0-9+.-]{1,9}):\/\/)?(?:[^\s/?#@]{0,256}@)?(\[[0-9A-Fa-f:.]{2,45}\]|[^\s/?#:[\]]{1,253})(?::(\d{1,5}))?([/?#].*)?$/is;
const USUAL: Readonly<Record<string, string>> = { http: '80', https: '443', ftp: '21' };

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
  if (text.length > LONGEST) return null;
  const match = PARTS.exec(text);
  if (!match) return null;
  const [, scheme = 'http', written = '', port, rest = ''] = match;
  const bare = written.replace(/^\[|\]$/g, '');
  const four = ipv4Of(bare);
  const host = four !== null ? bare : ipv6Of(bare) ?? hostNameOf(bare);
  if (host === null || Number(port ?? 1) > 65_535) return null;
  const usual = port === undefined || port === USUAL[scheme.toLowerCase()] || (match[1] === undefined && (port === '80' || port === '443'));
  return { host, port: usual ? null : Number(port), rest: rest.replace(/#.*$/s, '') };
}

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
