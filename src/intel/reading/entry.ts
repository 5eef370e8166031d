import type { IndicatorKind, IndicatorUse } from '../../domain/indicator-kind.ts';
import { refang } from '../extract/refang.ts';
import { canonical, valueOf } from '../values/canonical.ts';
import { hostNameOf, isShared } from '../values/domain.ts';
import { useOf } from './uses.ts';

/** One indicator as a feed tells it. */
export interface FeedEntry {
  readonly kind: IndicatorKind;
  readonly value: string;
  readonly use: IndicatorUse;
  /** The feed's own words: foreign text, cleaned where it is shown. */
  readonly note: string;
  /** Epoch milliseconds; null where the feed does not say. */
  readonly first: number | null;
  readonly last: number | null;
  readonly expires: number | null;
  /** 0 to 100; null where the feed does not say. */
  readonly confidence: number | null;
  /** A name that stands for itself alone, never for those below it. */
  readonly exact: boolean;
}

/** What a reader hands over: the value as written, its kind where the feed names it. */
export type Told = Partial<Omit<FeedEntry, 'kind' | 'value'>> & {
  readonly kind?: IndicatorKind | null;
  readonly value: string;
};

export interface FeedTrouble {
  /** From 1; 0 where the form has no lines. */
  readonly line: number;
  readonly why: string;
}

/** Takes what readers find; values that are none are told with their line. */
export interface Collector {
  add(told: Told, line: number): void;
  refuse(line: number, why: string): void;
}

/** Notes are kept to say whose word it is, not to be read as reports. */
const NOTE_LIMIT = 240;
/** Troubles told one by one; the rest are counted. */
const TROUBLES = 20;

export interface Collected {
  readonly entries: readonly FeedEntry[];
  readonly troubles: readonly FeedTrouble[];
  /** Values refused in all. */
  readonly refused: number;
}

export function openCollector(): Collector & { collected(): Collected } {
  const entries: FeedEntry[] = [];
  const troubles: FeedTrouble[] = [];
  let refused = 0;
  const refuse = (line: number, why: string): void => {
    refused += 1;
    if (troubles.length < TROUBLES) troubles.push({ line, why });
  };
  return {
    add: (told, line) => {
      const entry = entryOf(told);
      if (entry === null) refuse(line, `${JSON.stringify(told.value.slice(0, 80))} is no ${told.kind ?? 'indicator'} that is known here`);
      else entries.push(entry);
    },
    refuse,
    collected: () => ({ entries, troubles, refused }),
  };
}

function entryOf({ kind = null, value, ...said }: Told): FeedEntry | null {
  const found = sole(kind === null ? looksLike(value) : named(kind, value));
  if (found === null) return null;
  const note = (said.note ?? '').trim().slice(0, NOTE_LIMIT);
  return {
    ...found, note, use: said.use ?? useOf(note), first: said.first ?? null, last: said.last ?? null,
    expires: said.expires ?? null, confidence: bounded(said.confidence ?? null),
    exact: said.exact ?? (found.kind === 'domain' && isShared(found.value)),
  };
}

/** A block of one address is that address. */
function sole(found: Pick<FeedEntry, 'kind' | 'value'> | null): Pick<FeedEntry, 'kind' | 'value'> | null {
  if (found?.kind !== 'cidr') return found;
  const one = /^(.*)\/(?:(32)|(128))$/.exec(found.value);
  const address = one?.[1] ?? '';
  if (one === null || address.includes(':') !== (one[3] !== undefined)) return found;
  return { kind: address.includes(':') ? 'ipv6' : 'ipv4', value: address };
}

const looksLike = (value: string) => valueOf(value) ?? valueOf(refang(value).text);

/** Feeds call an address with a mask an address, and a name an address; what it is decides. */
function named(kind: IndicatorKind, value: string): Pick<FeedEntry, 'kind' | 'value'> | null {
  const direct = canonical(kind, value) ?? canonical(kind, refang(value).text);
  if (direct !== null) return { kind, value: direct };
  const looks = looksLike(value);
  const network = ['ipv4', 'ipv6', 'cidr', 'ip-port', 'domain', 'url'];
  if (looks !== null && network.includes(kind) && network.includes(looks.kind)) return looks;
  const digests = ['md5', 'sha1', 'sha256', 'sha512', 'tls-key'];
  if (looks !== null && digests.includes(kind) && digests.includes(looks.kind)) return looks;
  const host = kind === 'domain' ? hostNameOf(value) : null;
  return host === null ? null : { kind, value: host };
}

const bounded = (confidence: number | null): number | null =>
  (confidence === null || !Number.isFinite(confidence) ? null : Math.max(0, Math.min(100, Math.round(confidence))));
