import type { ClaimDraft, ClaimValue } from '../domain/claim.ts';
import type { EvidenceId, FindingId } from '../domain/ids.ts';

export const text = (value: string): ClaimValue => ({ type: 'text', value });
export const time = (value: number): ClaimValue => ({ type: 'time', value });
export const count = (value: number): ClaimValue => ({ type: 'count', value });
export const span = (value: number): ClaimValue => ({ type: 'span', value });

interface Cites {
  readonly evidence?: readonly EvidenceId[];
  readonly findings?: readonly FindingId[];
  readonly benign?: string;
}

/** A claim from its parts; `{name}` in `sentence` is filled by `values`. */
export const claim = (
  kind: ClaimDraft['kind'], sentence: string, values: Readonly<Record<string, ClaimValue>>, cites: Cites,
): ClaimDraft => ({
  kind, text: sentence, values: { ...values }, evidence: [...(cites.evidence ?? [])], findings: [...(cites.findings ?? [])],
  benign: cites.benign ?? null,
});

const LISTED = 3;

/** `a`, `a and b`, `a, b and 4 others`. */
export function listed(items: readonly string[]): string {
  const shown = items.length > LISTED + 1 ? items.slice(0, LISTED) : items;
  const all = shown.length < items.length ? [...shown, `${items.length - shown.length} others`] : shown;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
}

export const counted = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
export const sentences = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' ');
