import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { Event } from '../../src/domain/event.ts';
import { readText } from '../../test/support/scan-text.ts';
import type { Check } from '../quality.ts';

const crsSchema = z.object({
  line: z.string(), label: z.enum(['attack', 'hard-negative']), family: z.string(), paranoia_level: z.number().nullable(),
  fp_test: z.boolean().optional(),
});
const parameterSchema = z.object({ payload: z.string(), attack_type: z.string() });

const CRS_RECALL = 0.8;
const CRS_FALSE = 0.02;
const FAMILY_RECALL = 0.9;
const NORM_FALSE = 0.005;
const FAMILIES = ['sqli', 'xss', 'path-traversal', 'cmdi'];

/** Whether each line alone counts against its source. */
function flagged(lines: readonly string[]): readonly boolean[] {
  const rows = readText(lines.join('\n'));
  return rows.map(({ events }) => events.some((event: Event) => event.suspicious));
}

const escapeField = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
const asRequest = (value: string): string =>
  `192.0.2.7 - - [03/Mar/2026:04:12:01 +0000] "GET /page?q=${escapeField(encodeURIComponent(value))} HTTP/1.1" 404 196 "-" "Mozilla/5.0"`;

const shareOf = (hits: readonly boolean[]): number => hits.filter(Boolean).length / Math.max(1, hits.length);
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.02 ? 2 : 1)} %`;

const atLeast = (name: string, hits: readonly boolean[], least: number): Check =>
  ({ name: `${name}: ${percent(shareOf(hits))} of ${hits.length} (at least ${percent(least)})`, expected: true, got: shareOf(hits) >= least });
const atMost = (name: string, hits: readonly boolean[], most: number): Check =>
  ({ name: `${name}: ${percent(shareOf(hits))} of ${hits.length} (at most ${percent(most)})`, expected: true, got: shareOf(hits) <= most });

/** Request tests of a rule set, and labelled values of parameters: how many attacks a single request gives away. */
export function webAttackChecks(folder: string): readonly Check[] {
  const rows = readFileSync(join(folder, 'crs_access_lines.jsonl'), 'utf8').trim().split('\n').map((line) => crsSchema.parse(JSON.parse(line)));
  const attacks = rows.filter(({ label, paranoia_level: level }) => label === 'attack' && level === 1);
  const negatives = rows.filter(({ fp_test: negative }) => negative === true);
  const values = z.array(parameterSchema).parse(parse(readFileSync(join(folder, 'http_params_train.csv')), { columns: true, relax_quotes: true }));
  const ofType = (type: string): readonly boolean[] =>
    flagged(values.filter(({ attack_type: own }) => own === type).map(({ payload }) => asRequest(payload)));
  return [
    atLeast('request tests, attacks at paranoia level 1', flagged(attacks.map(({ line }) => line)), CRS_RECALL),
    atMost('request tests, false-positive tests flagged', flagged(negatives.map(({ line }) => line)), CRS_FALSE),
    ...FAMILIES.map((family) => atLeast(`parameters, ${family}`, ofType(family), FAMILY_RECALL)),
    atMost('parameters, ordinary values flagged', ofType('norm'), NORM_FALSE),
  ];
}
