import type { IndicatorKind } from '../../domain/indicator-kind.ts';

/** One indicator in a text. */
export interface Found {
  readonly kind: IndicatorKind;
  /** In its one spelling. */
  readonly value: string;
  /** As written, defanged and all, and where it begins. */
  readonly raw: string;
  readonly at: number;
  readonly defanged: boolean;
  /** Why it can be nobody's on the internet: `private`, `documentation` …; null where it can. */
  readonly reserved: string | null;
}

/** What a reader of the refanged text answers with: places are those of that text. */
export interface Piece {
  readonly kind: IndicatorKind;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** The refanged text with what is known of how it was written. */
export interface Text {
  readonly text: string;
  defanged(from: number, to: number): boolean;
}
