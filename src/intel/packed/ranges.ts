import type { Block } from '../values/blocks.ts';

export interface Noted<Value> {
  readonly value: Value;
  readonly note: number;
}
export interface Span {
  readonly from: bigint;
  readonly to: bigint;
  readonly note: number;
}

/**
 * Blocks that may lie in each other become spans that do not: each address belongs to the narrowest block around it,
 * which says most about it.
 */
export function flatten(blocks: readonly Noted<Block>[]): readonly Span[] {
  const ordered = [...blocks].sort((a, b) => order(a.value.from, b.value.from) || order(b.value.to, a.value.to));
  const spans: Span[] = [];
  const open: Span[] = [];
  let done = -1n;
  const put = (from: bigint, to: bigint, note: number): void => {
    if (from > to) return;
    spans.push({ from, to, note });
    done = to;
  };
  const closeUntil = (before: bigint): void => {
    for (let top = open.at(-1); top !== undefined && top.to < before; top = open.at(-1)) {
      put(max(top.from, done + 1n), top.to, top.note);
      open.pop();
    }
  };
  for (const { value: { from, to }, note } of ordered) {
    closeUntil(from);
    const top = open.at(-1);
    if (top !== undefined) put(max(top.from, done + 1n), from - 1n, top.note);
    // A run that reaches out of the one around it is cut there: what is beyond belongs to it alone.
    open.push({ from, to, note });
    open.sort((a, b) => order(b.to, a.to));
  }
  closeUntil(1n << 129n);
  return spans;
}

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
