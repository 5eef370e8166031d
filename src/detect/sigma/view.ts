import type { Event } from '../../domain/event.ts';
import type { View } from './ask.ts';
import type { ReadField, Source } from './sources.ts';

/** What is read of an event is read once for all rules. */
export interface EventView extends View {
  turnTo(event: Event, read: ReadField, text: string | null): void;
  /** Spares the work of making it lower. */
  setLower(slot: number, lower: string): void;
}

export function openView(fields: readonly string[], values: Source['values']): EventView {
  const raws: (string | null)[] = fields.map(() => null);
  const lowers: (string | null)[] = fields.map(() => null);
  // The turn in which each was read: a new event makes all of them old at once.
  const rawTurns = new Int32Array(fields.length);
  const lowerTurns = new Int32Array(fields.length);
  let turn = 0;
  let now: { readonly event: Event; readonly read: ReadField; readonly text: string | null } | null = null;
  let texts: readonly string[] | null = null;
  let lowerTexts: readonly string[] | null = null;
  const raw = (slot: number): string | null => {
    if (rawTurns[slot] === turn) return raws[slot] ?? null;
    rawTurns[slot] = turn;
    return (raws[slot] = now ? now.read(now.event, fields[slot] ?? '') : null);
  };
  const setLower = (slot: number, lower: string | null): void => {
    lowerTurns[slot] = turn;
    lowers[slot] = lower;
  };
  const allTexts = (): readonly string[] => (texts ??= !now ? [] : now.text !== null ? [now.text] : values?.(now.event) ?? []);
  return {
    turnTo: (event, read, text) => {
      now = { event, read, text };
      turn = (turn + 1) | 0;
      texts = lowerTexts = null;
    },
    raw,
    setLower,
    lower: (slot) => {
      if (lowerTurns[slot] !== turn) setLower(slot, raw(slot)?.toLowerCase() ?? null);
      return lowers[slot] ?? null;
    },
    texts: allTexts,
    lowerTexts: () => (lowerTexts ??= allTexts().map((text) => text.toLowerCase())),
  };
}
