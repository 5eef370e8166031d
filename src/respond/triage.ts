import { succeeded } from '../domain/progress.ts';
import type { Confidence } from '../domain/finding.ts';
import type { Triage } from '../domain/incident.ts';
import { assetOf } from '../domain/known-places.ts';
import type { Bounds, TriageInput } from './triage-bounds.ts';
import { boundsOf } from './triage-bounds.ts';
import type { Term, TermName } from './triage-terms.ts';
import { CRITICALITY, termsOf } from './triage-terms.ts';

/** How sure one finding of this confidence is by itself. */
const FINDING_SURE: Record<Confidence, number> = { high: 0.8, medium: 0.5, low: 0.25 };
/** What one met condition adds, as a witness of its own kind. */
const CONDITION_SURE = 0.3;
/** No more than this many of one kind: ten rules that see the same thing are not ten witnesses. */
const PER_KIND = 3;
/** A condition of success that does not hold, and context that offers an innocent reading. */
const BENIGN = { unmet: 0.85, context: 0.7 } as const;
/** Share of its impact that even an incident nobody is sure of keeps. */
const UNSURE_SHARE = 0.35;
/** From this confidence on, priority follows the band. */
const SURE = 0.8;

type Band = Triage['band'];
const BANDS: readonly (readonly [Band, number])[] =
  [['critical', 80], ['high', 60], ['medium', 40], ['low', 20], ['informational', 0]];
const bandOf = (score: number): Band => BANDS.find(([, from]) => score >= from)?.[0] ?? 'informational';
const bandRank = (band: Band): number => BANDS.findIndex(([name]) => name === band);

/**
 * Impact (how bad if true) and confidence (is it true), never mixed; priority from both. Impact is a weighted sum;
 * confidence is 1 - prod(1 - c) over independent witnesses, times the benign factors; the score is
 * impact * (0.35 + 0.65 * confidence), raised to the highest floor, then cut to the lowest ceiling.
 */
export function triage(input: TriageInput): Triage {
  const terms = termsOf(input);
  const confidenceTerms = confidenceTermsOf(input);
  const confidence = confidenceOf(confidenceTerms);
  const bounds = boundsOf(input);
  const score = scoreOf(terms, confidence, bounds);
  const band = bandOf(score);
  return {
    incident: input.incident.id, impact: tenth(impactOf(terms)), confidence: hundredth(confidence), score, band,
    priority: priorityOf(band, confidence),
    terms: terms.map((term) => ({ ...term, evidence: [...term.evidence] })),
    confidenceTerms: confidenceTerms.map(({ name, value, why }) => ({ name, value, why })),
    floors: bounds.floors.map(({ score: at, why }) => `${why}: at least ${at}`),
    ceilings: bounds.ceilings.map(({ score: at, why }) => `${why}: at most ${at}`),
    sensitivity: sensitivityOf(input, { terms, confidence, bounds, score }),
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
/** No sum of witnesses is certainty. */
const SUREST = 0.99;
const hundredth = (value: number): number => Math.round(value * 100) / 100;
const impactOf = (terms: readonly Term[]): number => terms.reduce((sum, { weight, value }) => sum + weight * value, 0);

function scoreOf(terms: readonly Term[], confidence: number, { floors, ceilings }: Bounds): number {
  const plain = impactOf(terms) * (UNSURE_SHARE + (1 - UNSURE_SHARE) * confidence);
  const raised = Math.max(plain, ...floors.map(({ score }) => score));
  return tenth(Math.min(raised, ...ceilings.map(({ score }) => score)));
}

/** A step later where it is not sure; what is critical waits for nothing. */
function priorityOf(band: Band, confidence: number): Triage['priority'] {
  if (band === 'critical') return 'P1';
  const sure = confidence >= SURE;
  if (band === 'high') return sure ? 'P1' : 'P2';
  if (band === 'medium') return sure ? 'P2' : 'P3';
  return band === 'low' && sure ? 'P3' : 'P4';
}

interface ConfidenceTerm {
  readonly kind: 'witness' | 'benign';
  readonly name: string;
  readonly value: number;
  readonly why: string;
}

function confidenceOf(terms: readonly ConfidenceTerm[]): number {
  const valuesOf = (wanted: ConfidenceTerm['kind']): readonly number[] =>
    terms.filter(({ kind }) => kind === wanted).map(({ value }) => value);
  const doubt = valuesOf('witness').reduce((left, value) => left * (1 - value), 1);
  return Math.min(SUREST, valuesOf('benign').reduce((sure, factor) => sure * factor, 1 - doubt));
}

function confidenceTermsOf({ incident, members }: TriageInput): readonly ConfidenceTerm[] {
  const seen = new Map<string, number>();
  const hasRoom = (kind: string): boolean => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= PER_KIND;
  };
  const witnesses = members.filter(({ category }) => hasRoom(category)).map((one): ConfidenceTerm => ({
    kind: 'witness', name: one.id, value: FINDING_SURE[one.confidence], why: `${one.category}, ${one.confidence} confidence`,
  }));
  const conditions = incident.predicates.filter(({ state }) => state === 'met' && hasRoom('condition'))
    .map(({ name, why }): ConfidenceTerm => ({ kind: 'witness', name, value: CONDITION_SURE, why }));
  return [...witnesses, ...conditions, ...benignTerms({ incident, members })];
}

/** Where nothing is said to have succeeded, a missing success is no doubt about the attempts. */
function benignTerms({ incident, members }: Pick<TriageInput, 'incident' | 'members'>): readonly ConfidenceTerm[] {
  const unmet = incident.gotIn === 'no-sign' ? [] : incident.predicates.filter(({ state }) => state === 'unmet');
  const context = [...new Set(members.flatMap(({ adjusted }) => adjusted.map(({ by }) => by)))];
  return [
    ...unmet.map(({ name, why }): ConfidenceTerm => ({ kind: 'benign', name: `not met: ${name}`, value: BENIGN.unmet, why })),
    ...context.map((by): ConfidenceTerm => ({ kind: 'benign', name: by, value: BENIGN.context, why: 'known to the analyst' })),
  ];
}

interface Outcome {
  readonly terms: readonly Term[];
  readonly confidence: number;
  readonly bounds: Bounds;
  readonly score: number;
}
interface Missing {
  readonly what: string;
  readonly term: TermName;
  readonly least: number;
  readonly most: number;
}

/** Terms whose value stands in for something nobody told. */
function missingFacts({ incident, context, members }: TriageInput): readonly Missing[] {
  const unknownHost = incident.hosts.length === 0 || incident.hosts.some((host) => assetOf(host, context) === null);
  const lossOpen = members.some(succeeded) && !members.some(({ category }) => category === 'exfiltration');
  const rows: readonly (readonly [boolean, Missing])[] = [
    [unknownHost, { what: 'asset criticality unknown', term: 'asset', least: CRITICALITY.lab, most: 1 }],
    [incident.gotIn === 'cannot-tell', { what: 'whether they got in is unknown', term: 'progress', least: 0.25, most: 0.85 }],
    [lossOpen, { what: 'whether data was taken is unknown', term: 'info', least: 0, most: 1 }],
    [incident.hosts.length <= 1, { what: 'whether other hosts are hit is unknown', term: 'spread', least: 0.1, most: 0.7 }],
  ];
  return rows.filter(([open]) => open).map(([, missing]) => missing);
}

/** The missing fact that moves the band furthest, then the score; null where none moves the band. */
function sensitivityOf(input: TriageInput, now: Outcome): string | null {
  const scoreWith = (term: TermName, value: number): number =>
    scoreOf(now.terms.map((one) => (one.name === term ? { ...one, value } : one)), now.confidence, now.bounds);
  const swings = missingFacts(input).map(({ what, term, least, most }) => {
    const from = Math.min(scoreWith(term, least), now.score);
    const to = Math.max(scoreWith(term, most), now.score);
    return { what, from: bandOf(from), to: bandOf(to), bands: bandRank(bandOf(from)) - bandRank(bandOf(to)), width: to - from };
  });
  const [widest] = swings.filter(({ bands }) => bands > 0).sort((a, b) => b.bands - a.bands || b.width - a.width);
  return widest ? `${widest.what}: ${widest.from} ↔ ${widest.to}` : null;
}
