import type { ClaimDraft } from '../../domain/claim.ts';
import { outsideSlots } from '../../domain/claim-text.ts';
import type { QueryEvidence } from '../../domain/evidence.ts';
import type { Cited } from './units.ts';

/** An argument of a search narrows it; the claim must own up to that: by a word for these, by a slot for all others. */
const SPOKEN: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  outcome: {
    success: /\b(?:success\w*|succe\w+|accepted|allowed|served|log(?:ged|s)? in|logins?|got in)\b/i,
    failure: /\b(?:fail\w*|wrong|rejected)\b/i,
    denied: /\b(?:denied|refused|forbidden|blocked)\b/i,
    info: /\b(?:notices?|records?|mentions?)\b/i,
  },
  kind: {
    auth: /\b(?:log(?:ged|s)? in|logins?|authenticat\w*|sessions?|guess\w*)\b/i,
    privilege: /\b(?:privileges?|sudo|commands?|rights)\b/i,
    account: /\b(?:accounts?|groups?|passwords?|members?)\b/i,
    web: /\b(?:web|requests?|pages?|served)\b/i,
    package: /\b(?:packages?|install\w*|upgrade\w*)\b/i,
    system: /\b(?:system|services?|jobs?|reboots?)\b/i,
    generic: /\b(?:records?|lines?|entries)\b/i,
  },
};
/** Words of another outcome than the one searched for would turn the receipt into its opposite. */
const FAILED = /\b(?:fail\w*|wrong|rejected|denied|refused|forbidden|blocked)\b/i;
/** These do not narrow a search that found nothing. */
const HARMLESS = new Set(['limit', 'order', 'offset']);

/** Why a claim that something is absent does not follow from what it cites; null when it does. */
export function troubleOfAbsence(draft: ClaimDraft, cited: Cited): string | null {
  if (cited.queries.length === 0) return 'an absence needs the receipt of a search';
  const full = cited.queries.find((query) => query.rows > 0);
  if (full !== undefined) return `the search ${full.id} found rows`;
  const idle = cited.queries.find((query) => query.searchedLines === 0);
  if (idle !== undefined) return `the search ${idle.id} looked at no line`;
  for (const query of cited.queries) {
    const silent = silentArg(draft, query);
    if (silent !== null) return `the search ${query.id} was narrowed by ${silent}, which the claim does not say`;
  }
  return troubleOfNames(draft, cited.queries);
}

/** Whether a search that found nothing bears out the denial inside another kind of claim. */
export const hasReceipt = (draft: ClaimDraft, cited: Cited): boolean =>
  cited.queries.some((query) => query.rows === 0 && query.searchedLines > 0 && silentArg(draft, query) === null);

const silentArg = (draft: ClaimDraft, query: QueryEvidence): string | null =>
  Object.entries(query.args).find(([name, arg]) => !isSaid(name, arg, draft))?.[0] ?? null;

function isSaid(name: string, arg: unknown, draft: ClaimDraft): boolean {
  if (arg === null || arg === undefined || HARMLESS.has(name)) return true;
  const prose = outsideSlots(draft.text);
  const words = typeof arg === 'string' ? SPOKEN[name]?.[arg] : undefined;
  if (words !== undefined) return words.test(prose) && !(arg === 'success' && FAILED.test(prose));
  return Object.values(draft.values).some(({ value }) => value === arg || value === timeOf(arg));
}

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
