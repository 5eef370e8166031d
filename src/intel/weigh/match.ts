import type { FeedInfo } from '../../domain/feed.ts';
import type { IndicatorKind, IndicatorUse } from '../../domain/indicator-kind.ts';

/** An entry of a feed that a value was found in, with what counts for how much it is worth. */
export interface Match {
  readonly kind: IndicatorKind;
  /** As it stands in the feed: a block, an address with its port, the parent of a name. */
  readonly value: string;
  readonly use: IndicatorUse;
  readonly feed: string;
  readonly source: string | null;
  /** The feed's own words: foreign text. */
  readonly note: string;
  readonly first: number | null;
  readonly last: number | null;
  readonly confidence: number | null;
  readonly expires: number | null;
  /** When the feed was imported. */
  readonly imported: number;
  /** The feed names a port, and the record shows none. */
  readonly portUnseen: boolean;
}

const DAY = 86_400_000;

/** An entry ends when it says so, or when the analyst said entries of its feed do. */
export function expiryOf(own: number | null, last: number | null, { expiryDays, imported }: FeedInfo): number | null {
  if (own !== null) return own;
  return expiryDays === null ? null : (last ?? imported) + expiryDays * DAY;
}

export const isExpired = ({ expires }: Pick<Match, 'expires'>, now: number): boolean => expires !== null && expires < now;

/** Addresses change hands within months, names within a year; a digest never means another file. */
const STALE_DAYS: Readonly<Record<IndicatorKind, number | null>> = {
  ipv4: 180, ipv6: 180, cidr: 180, 'ip-port': 180, domain: 365, url: 365, email: 365, 'user-agent': null,
  md5: null, sha1: null, sha256: null, sha512: null, cve: null, path: null, 'file-name': null, 'ssh-key': null, 'tls-key': null,
};

export function isStale({ kind, last, first }: Pick<Match, 'kind' | 'last' | 'first'>, now: number): boolean {
  const [days, seen] = [STALE_DAYS[kind], last ?? first];
  return days !== null && seen !== null && now - seen > days * DAY;
}

export const ageInDays = (at: number, now: number): number => Math.max(0, Math.floor((now - at) / DAY));
