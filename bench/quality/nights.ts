import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atLeast } from '../../src/domain/severity.ts';
import type { Check } from '../quality.ts';
import { triaged } from './run-soc.ts';

const NIGHTS = fileURLToPath(new URL('../../fixtures/nights/', import.meta.url));
const nightsOf = (): readonly string[] =>
  readdirSync(NIGHTS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

/** Nights that only look bad raise nothing above low. */
export function nightChecks(): readonly Check[] {
  return nightsOf().map((night) => {
    const { findings } = triaged([join(NIGHTS, night)], ['--zone', 'UTC', '--context', join(NIGHTS, 'context.yaml')]);
    const above = findings.filter(({ severity }) => atLeast(severity, 'medium'));
    return { name: `night ${night}: above low`, expected: [], got: above.map(({ detector, severity, title }) => `${severity} ${detector}: ${title}`) };
  });
}
