import type { ClaimDraft, ClaimValue } from './claim.ts';

/** How a face writes values: zone, number grouping and masking are its own business. */
export interface Formatters {
  readonly text: (value: string) => string;
  readonly time: (milliseconds: number) => string;
  readonly count: (value: number) => string;
  readonly span: (milliseconds: number) => string;
}

const SLOT = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

/** Names of the slots of a claim's text, in order of appearance. */
export const slotsOf = (text: string): readonly string[] => [...text.matchAll(SLOT)].map(([, name]) => name ?? '');

/** What is left of a claim's text when its slots are taken out. */
export const outsideSlots = (text: string): string => text.replace(SLOT, ' ');

/** The sentence a person reads. A slot without a value stays visible as it is. */
export function renderClaim(claim: Pick<ClaimDraft, 'text' | 'values'>, formatters: Formatters): string {
  return claim.text.replace(SLOT, (slot, name: string) => {
    const value = Object.hasOwn(claim.values, name) ? claim.values[name] : undefined;
    return value === undefined ? slot : formatValue(value, formatters);
  });
}

function formatValue(value: ClaimValue, formatters: Formatters): string {
  switch (value.type) {
    case 'text': return formatters.text(value.value);
    case 'time': return formatters.time(value.value);
    case 'count': return formatters.count(value.value);
    case 'span': return formatters.span(value.value);
    default: return value satisfies never;
  }
}
