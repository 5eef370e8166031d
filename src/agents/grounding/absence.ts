import type { ClaimDraft } from '../../domain/claim.ts';
import { outsideSlots } from '../../domain/claim-text.ts';
import type { QueryEvidence } from '../../domain/evidence.ts';
import type { ArgumentWords } from '../../tools/tool.ts';
import type { Cited } from './units.ts';

/** What a tool says of the arguments of a search: a sentence must own up to each that narrowed it. */
export type Speaks = (query: QueryEvidence) => Readonly<Record<string, ArgumentWords | null>>;

/** Why a claim that something is absent does not follow from what it cites; null when it does. */
export function troubleOfAbsence(draft: ClaimDraft, cited: Cited, speaks: Speaks): string | null {
  if (cited.queries.length === 0) return 'an absence needs the receipt of a search';
  const full = cited.queries.find((query) => query.rows > 0);
  if (full !== undefined) return `the search ${full.id} found rows`;
  const idle = cited.queries.find((query) => query.searchedLines === 0);
  if (idle !== undefined) return `the search ${idle.id} looked at no line`;
  for (const query of cited.queries) {
    const silent = silentArg(draft, query, speaks);
    if (silent !== null) return `the search ${query.id} was narrowed by ${silent}, which the claim does not say`;
  }
  return troubleOfNames(draft, cited.queries);
}

/** Whether a search that found nothing bears out the denial inside another kind of claim. */
export const hasReceipt = (draft: ClaimDraft, cited: Cited, speaks: Speaks): boolean =>
  cited.queries.some((query) => query.rows === 0 && query.searchedLines > 0 && silentArg(draft, query, speaks) === null);

function silentArg(draft: ClaimDraft, query: QueryEvidence, speaks: Speaks): string | null {
  const words = speaks(query);
  const isSaid = ([name, arg]: readonly [string, unknown]): boolean => {
    if (arg === null || arg === undefined) return true;
    const spoken = Object.hasOwn(words, name) ? words[name] : undefined;
    return spoken === undefined ? holdsValue(draft, arg) : spoken === null || isSpoken(outsideSlots(draft.text), spoken);
  };
  return Object.entries(query.args).find((one) => !isSaid(one))?.[0] ?? null;
}

const isSpoken = (prose: string, { says, unless }: ArgumentWords): boolean => says.test(prose) && unless?.test(prose) !== true;

const holdsValue = (draft: ClaimDraft, arg: unknown): boolean =>
  Object.values(draft.values).some(({ value }) => value === arg || value === timeOf(arg));

/** A name that was not searched for is not shown to be absent. */
function troubleOfNames(draft: ClaimDraft, queries: readonly QueryEvidence[]): string | null {
  const searched = queries.flatMap(({ args }) => Object.values(args));
  for (const [name, { type, value }] of Object.entries(draft.values)) {
    if (type === 'count' || type === 'span') return `{${name}}: an absence holds no number`;
    if (!searched.some((arg) => arg === value || timeOf(arg) === value)) return `{${name}} was not searched for`;
  }
  return null;
}

const timeOf = (arg: unknown): number | null => (typeof arg === 'string' ? Date.parse(arg) : null);
