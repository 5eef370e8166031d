import type { IndicatorKind } from '../../domain/indicator-kind.ts';

/** One place of a line where a feed has an entry. */
export interface Hit {
  /** Which of the feeds, by order, and where its note begins. */
  readonly feed: number;
  readonly note: number;
  readonly kind: IndicatorKind;
  /** As the feed spells it; of a block, the address that lies in it. */
  readonly value: string;
  /** Places in the line's bytes. */
  readonly from: number;
  readonly to: number;
  /** The entry names this port; it has not been looked for yet. */
  readonly port: number | null;
}

/** A line that holds what a feed names. `bytes` is valid only during the call. */
export interface LineHits {
  readonly line: number;
  readonly offset: number;
  readonly bytes: Buffer;
  readonly hits: readonly Hit[];
}
