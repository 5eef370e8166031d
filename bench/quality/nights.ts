import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atLeast } from '../../src/domain/severity.ts';
import type { TriageDocument } from '../../src/domain/document.ts';
import type { Check } from '../quality.ts';
import { triaged } from './run-soc.ts';

const NIGHTS = fileURLToPath(new URL('../../fixtures/nights/', import.meta.url));
export const nightsOf = (): readonly string[] =>
  readdirSync(NIGHTS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

export const triagedNight = (night: string): TriageDocument =>
  triaged([join(NIGHTS, night)], ['--zone', 'UTC', '--context', join(NIGHTS, 'context.yaml')]);

/** Nights that only look bad raise nothing above low. */
export function nightChecks(): readonly Check[] {
  return nightsOf().map((night) => {
    const above = triagedNight(night).findings.filter(({ severity }) => atLeast(severity, 'medium'));
    return { name: `night ${night}: above low`, expected: [], got: above.map(({ detector, severity, title }) => `${severity} ${detector}: ${title}`) };
  });
}
