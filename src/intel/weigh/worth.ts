import type { Confidence } from '../../domain/finding.ts';
import type { IndicatorUse } from '../../domain/indicator-kind.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Match } from './match.ts';
import { isExpired, isStale } from './match.ts';
import type { Role } from './role.ts';

/** What an indicator weighs by what it did: first for those that steer or carry malware, then for the others. */
const WEIGHT: Readonly<Record<Role, readonly [grave: Severity, other: Severity]>> = {
  'came-in': ['high', 'medium'], contacted: ['high', 'medium'], 'on-host': ['high', 'high'], tried: ['medium', 'medium'],
  said: ['medium', 'low'], knocked: ['medium', 'low'], mentioned: ['low', 'low'],
};
const GRAVE: ReadonlySet<IndicatorUse> = new Set(['c2', 'malware', 'ransomware', 'mining', 'exploit']);
/** Knocking from a place that only guesses and scans is weather; from one that steers malware it is odd. */
const ODD_WHEN_KNOCKING: ReadonlySet<IndicatorUse> = new Set(['c2', 'malware', 'ransomware']);
/** Below this a feed doubts its own word; from the second on it stands by it. */
const DOUBTED = 40;
const SURE = 75;
const STEPS: readonly Severity[] = ['high', 'medium', 'low'];

export interface Worth {
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Why it weighs less than its kind, in words; empty where it does not. */
  readonly lowered: readonly string[];
}

/** `warned`: the warning list that names the value; null where none does. */
export function worthOf(role: Role, match: Match, { warned, now }: { readonly warned: string | null; readonly now: number }): Worth {
  const grave = role === 'knocked' ? ODD_WHEN_KNOCKING.has(match.use) : GRAVE.has(match.use);
  const [worst, other] = WEIGHT[role];
  const expired = isExpired(match, now);
  const steps = [
    isStale(match, now) ? 'the feed has not seen it for long' : null,
    match.confidence !== null && match.confidence < DOUBTED ? 'the feed itself is not sure of it' : null,
    match.portUnseen ? 'the feed names a port that the record does not show' : null,
  ].filter((one) => one !== null);
  const floor = [warned === null ? null : `it stands on the warning list "${warned}"`, expired ? 'the entry has expired' : null].filter((one) => one !== null);
  const started = STEPS.indexOf(grave ? worst : other);
  const severity = floor.length > 0 ? 'low' : STEPS[Math.min(STEPS.length - 1, started + steps.length)] ?? 'low';
  return { severity, confidence: confidenceOf(match, steps.length + floor.length), lowered: [...floor, ...steps] };
}

function confidenceOf({ confidence }: Match, lowered: number): Confidence {
  if (lowered > 0) return 'low';
  return confidence !== null && confidence >= SURE ? 'high' : 'medium';
}
