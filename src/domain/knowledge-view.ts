import type { Finding } from './finding.ts';
import type { Knowledge, Suppression } from './knowledge.ts';
import { textOrder } from './sightings.ts';

/**
 * The suppression that silences this finding now, or null. Applied where findings are shown, never where they are
 * taken in: lifting or expiry brings everything back. One that names nothing silences nothing, and one for a source
 * leaves a finding alone that has another source too.
 */
export function suppressed(
  finding: Pick<Finding, 'fingerprint' | 'detector' | 'sources'>, suppressions: readonly Suppression[], now: number,
): Suppression | null {
  return suppressions.find((one) => now < one.expires && matches(finding, one)) ?? null;
}

function matches(finding: Pick<Finding, 'fingerprint' | 'detector' | 'sources'>, one: Suppression): boolean {
  const { fingerprint, detector, source } = one;
  if (fingerprint === null && detector === null && source === null) return false;
  return (fingerprint === null || finding.fingerprint === fingerprint)
    && (detector === null || finding.detector === detector)
    && (source === null || (finding.sources.length > 0 && finding.sources.every((from) => from === source)));
}

export interface DetectorPrecision {
  readonly detector: string;
  /** Incidents it took part in that an analyst judged true, and false. Duplicates and open ones count for neither. */
  readonly confirmed: number;
  readonly refuted: number;
  /** Confirmed of all judged, 0..1. */
  readonly precision: number;
}

/** What the analysts' verdicts say of each detector, by name. One never judged is not listed. */
export function precisionByDetector(knowledge: Pick<Knowledge, 'incidents'>): readonly DetectorPrecision[] {
  const counts = new Map<string, { confirmed: number; refuted: number }>();
  for (const { judged, findings } of knowledge.incidents) {
    if (judged !== 'true' && judged !== 'false') continue;
    for (const detector of new Set(findings.map((finding) => finding.detector))) {
      const count = counts.get(detector) ?? { confirmed: 0, refuted: 0 };
      counts.set(detector, count);
      if (judged === 'true') count.confirmed += 1;
      else count.refuted += 1;
    }
  }
  return [...counts].sort(([a], [b]) => textOrder(a, b)).map(([detector, { confirmed, refuted }]) =>
    ({ detector, confirmed, refuted, precision: confirmed / (confirmed + refuted) }));
}
