import type { TimelineStep } from '../domain/incident.ts';

/** A sentence and what it rests on. */
export interface CitedText {
  readonly text: string;
  readonly refs: readonly string[];
}

export type Block =
  | ({ readonly kind: 'text' } & CitedText)
  | { readonly kind: 'list'; readonly items: readonly CitedText[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] }
  | { readonly kind: 'timeline'; readonly steps: readonly TimelineStep[] }
  | { readonly kind: 'lines'; readonly lines: readonly { readonly label: string; readonly text: string }[] };

export interface Section {
  readonly title: string;
  readonly body: readonly Block[];
}

export const text = (words: string, refs: readonly string[] = []): Block => ({ kind: 'text', text: words, refs });
export const list = (items: readonly CitedText[]) => ({ kind: 'list' as const, items });
