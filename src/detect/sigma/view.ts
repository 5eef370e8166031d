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
  const raws: (string | null | undefined)[] = [];
  const lowers: (string | null | undefined)[] = [];
  let now: { event: Event; read: ReadField; text: string | null } | null = null;
  let texts: readonly string[] | null = null;
  let lowerTexts: readonly string[] | null = null;
  const raw = (slot: number): string | null => {
    const known = raws[slot];
    if (known !== undefined) return known;
    return (raws[slot] = now ? now.read(now.event, fields[slot] ?? '') : null);
  };
  const allTexts = (): readonly string[] => (texts ??= !now ? [] : now.text !== null ? [now.text] : values?.(now.event) ?? []);
  return {
    turnTo: (event, read, text) => {
      now = { event, read, text };
      for (let slot = 0; slot < fields.length; slot += 1) raws[slot] = lowers[slot] = undefined;
      texts = lowerTexts = null;
    },
    raw,
    setLower: (slot, lower) => { lowers[slot] = lower; },
    lower: (slot) => {
      const known = lowers[slot];
      if (known !== undefined) return known;
      return (lowers[slot] = raw(slot)?.toLowerCase() ?? null);
    },
    texts: allTexts,
    lowerTexts: () => (lowerTexts ??= allTexts().map((text) => text.toLowerCase())),
  };
}
