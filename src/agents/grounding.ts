import type { Claim, ClaimDraft } from '../domain/claim.ts';
import { outsideSlots, slotsOf } from '../domain/claim-text.ts';
import type { QueryEvidence } from '../domain/evidence.ts';
import type { Tool } from '../tools/tool.ts';
import { hasReceipt, type Speaks, troubleOfAbsence } from './grounding/absence.ts';
import { troubleOfProse, troubleOfText } from './grounding/template.ts';
import { citedBy, type Cited, type Known } from './grounding/units.ts';
import { namesIn, troubleOfValues } from './grounding/values.ts';

/** A denial is an absence, whatever the claim calls itself. */
const DENIAL = /\b(?:no|none|never|nobody|nothing|nowhere|without|neither|nor)\b/i;
const NEGATION = /\b(?:not|cannot)\b|n['’]t\b/i;

/**
 * Whether everything a claim says can be derived, by code, from what it cites. It does not understand the sentence: it
 * holds names, times, numbers, their pairing and their order against the records, and denials against receipts.
 */
export function judgeClaim(draft: ClaimDraft, known: Known, tools: readonly Tool[]): Claim['standing'] {
  const why = troubleOf(draft, known, (query) => wordsOf(query, tools));
  return why === null ? { state: 'supported' } : { state: 'unsupported', why };
}

/** The tool that searched knows what its arguments mean. */
function wordsOf(query: QueryEvidence, tools: readonly Tool[]): ReturnType<Speaks> {
  const tool = tools.find(({ name }) => name === query.tool);
  const args = tool?.input.safeParse(query.args);
  return args?.success === true ? tool?.speaks?.(args.data) ?? {} : {};
}

function troubleOf(draft: ClaimDraft, known: Known, speaks: Speaks): string | null {
  const cited = citedBy(draft, known);
  if ('unknown' in cited) return `${cited.unknown} is not known in this session`;
  if (cited.units.length === 0) return 'it cites nothing';
  return troubleOfText(draft) ?? troubleOfBenign(draft, cited)
    ?? (draft.kind === 'absence' ? troubleOfAbsence(draft, cited, speaks)
      : troubleOfValues(draft, cited) ?? troubleOfDenial(draft, cited, speaks))
    ?? troubleOfKind(draft, cited);
}

/** The innocent reading of a cited finding may be told as the finding tells it. */
const troubleOfBenign = ({ benign }: ClaimDraft, { findings }: Cited): string | null =>
  (benign === null || findings.some((finding) => finding.benign === benign) ? null : troubleOfProse(outsideSlots(benign)));

function troubleOfDenial(draft: ClaimDraft, cited: Cited, speaks: Speaks): string | null {
  const prose = outsideSlots(draft.text);
  if (!DENIAL.test(prose) && (draft.kind === 'assessment' || !NEGATION.test(prose))) return null;
  return hasReceipt(draft, cited, speaks) ? null : 'it denies something without the receipt of a search that found nothing';
}

function troubleOfKind(draft: ClaimDraft, cited: Cited): string | null {
  switch (draft.kind) {
    case 'happened':
    case 'identity': return troubleOfPairing(draft, cited);
    case 'attribution': return troubleOfSource(draft, cited) ?? troubleOfPairing(draft, cited);
    case 'count': return hasType(draft, 'count') ? null : 'it counts nothing';
    case 'sequence': return troubleOfOrder(draft);
    case 'cause': return troubleOfOrder(draft) ?? troubleOfSharing(draft, cited);
    case 'assessment': return troubleOfOpinion(draft);
    case 'absence': return null;
    default: return draft.kind satisfies never;
  }
}

/** What nothing could contradict is no claim. */
function troubleOfOpinion({ evidence, values }: ClaimDraft): string | null {
  if (evidence.length === 0) return 'an assessment without evidence cannot fail';
  return Object.keys(values).length === 0 ? 'an assessment without a value cannot fail' : null;
}

const hasType = (draft: ClaimDraft, type: string): boolean =>
  Object.values(draft.values).some((value) => value.type === type);

/** Names from records that never mention them together do not belong into one sentence of fact. */
function troubleOfPairing(draft: ClaimDraft, cited: Cited): string | null {
  const names = [...new Set(namesIn(draft))];
  const [first] = names;
  if (first === undefined) return draft.kind === 'happened' ? null : 'it names nobody';
  const reached = new Set([first]);
  for (let grown = true; grown;) {
    const before = reached.size;
    for (const unit of cited.units) {
      const held = names.filter((name) => unit.holds(name));
      if (held.some((name) => reached.has(name))) for (const name of held) reached.add(name);
    }
    grown = reached.size > before;
  }
  const apart = names.find((name) => !reached.has(name));
  return apart === undefined ? null : `nothing cited shows ${first} and ${apart} together`;
}

/** An address may stand in a line because an attacker wrote it there: only a finding says who acted. */
function troubleOfSource(draft: ClaimDraft, cited: Cited): string | null {
  const sources = cited.findings.flatMap((finding) => finding.sources);
  return namesIn(draft).some((name) => sources.includes(name)) ? null : 'no cited finding names the one it accuses';
}

function troubleOfOrder(draft: ClaimDraft): string | null {
  const times = slotsOf(draft.text).map((slot) => draft.values[slot])
    .flatMap((value) => (value?.type === 'time' ? [value.value] : []));
  if (times.length < 2) return 'an order needs two times';
  return times.every((time, at) => at === 0 || time >= (times[at - 1] ?? time)) ? null : 'the times run the other way';
}

function troubleOfSharing(draft: ClaimDraft, cited: Cited): string | null {
  const shared = namesIn(draft).some((name) => cited.units.filter((unit) => unit.holds(name)).length > 1);
  return shared ? null : 'nothing connects the cause with its effect';
}
