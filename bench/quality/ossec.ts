import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { DETECTORS } from '../../src/detect/detectors/index.ts';
import type { Severity } from '../../src/domain/severity.ts';
import { SEVERITIES, worse } from '../../src/domain/severity.ts';
import { readText, scanText } from '../../test/support/scan-text.ts';
import type { Check } from '../quality.ts';

const rowSchema = z.object({ log: z.string(), level: z.number(), expect_match: z.boolean() });

/** Lines whose severity lies at most one class off. */
const WITHIN_ONE = 0.8;

/**
 * OSSEC's levels as classes, after its own description of them: up to 3 notifications and events without relevance,
 * 4 to 6 errors and single failures, 7 to 9 what is worth a look, 10 to 12 what is important, 13 and more attacks.
 */
function classOfLevel(level: number): Severity {
  if (level >= 13) return 'critical';
  if (level >= 10) return 'high';
  if (level >= 7) return 'medium';
  return level >= 4 ? 'low' : 'info';
}

/**
 * Ours for a line read alone: the worst of the findings on it, of an alert that it carries, and low where it counts
 * against its source or tells of a failed login. A line that says none of this is information.
 */
function classOfLine(line: string): Severity {
  const events = readText(line).flatMap((row) => row.events);
  const said = events.map((event): Severity => {
    if (event.kind === 'alert') return event.severity;
    const failed = event.outcome === 'failure' || event.outcome === 'denied';
    return event.suspicious || (event.kind === 'auth' && failed) ? 'low' : 'info';
  });
  return [...said, ...scanText(line, { detectors: DETECTORS }).map(({ severity }) => severity)].reduce(worse, 'info');
}

const distance = (a: Severity, b: Severity): number => Math.abs(SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b));
const percent = (part: number, whole: number): string => `${(100 * part / whole).toFixed(1)} %`;

/**
 * How severe single lines of many products are, against OSSEC's levels. Rows that its rule must not match are left out:
 * their level belongs to another line. Most rows are information or low, so a tool that says nothing would be within
 * one class of most: the share that is exact, and that tool's shares, stand beside it.
 */
export function ossecChecks(folder: string): readonly Check[] {
  const rows = readFileSync(join(folder, 'truth.jsonl'), 'utf8').trim().split('\n')
    .map((line) => rowSchema.parse(JSON.parse(line))).filter((row) => row.expect_match);
  const offs = rows.map(({ log, level }) => ({ ours: distance(classOfLine(log), classOfLevel(level)), silent: distance('info', classOfLevel(level)) }));
  const share = (limit: number, who: 'ours' | 'silent'): number => offs.filter((off) => off[who] <= limit).length;
  const near = share(1, 'ours');
  return [
    {
      name: `ossec: severity within one class on ${percent(near, rows.length)} of ${rows.length} lines (at least 80 %; saying nothing: ${percent(share(1, 'silent'), rows.length)})`,
      expected: true, got: near >= WITHIN_ONE * rows.length,
    },
    {
      name: `ossec: severity exact on ${percent(share(0, 'ours'), rows.length)}, more than by saying nothing (${percent(share(0, 'silent'), rows.length)})`,
      expected: true, got: share(0, 'ours') > share(0, 'silent'),
    },
  ];
}
