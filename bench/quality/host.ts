import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { DETECTORS } from '../../src/detect/detectors/index.ts';
import type { FindingDraft } from '../../src/domain/finding.ts';
import { scanText } from '../../test/support/scan-text.ts';
import type { Check } from '../quality.ts';

const rowSchema = z.object({
  test: z.string(), log: z.string(), scenarios_enabled: z.array(z.string()), expected_sources: z.array(z.string()),
  expected_alert_count: z.number().nullable(),
});

/** Logs of what happened on a host: the audit trail, crashes, exploits of local programs, shares. */
const OF_HOSTS = /audit|laurel|segfault|suid|smb|samba|pkexec|CVE-2021-4034|CVE-2023-4911/;

/** Each log of a host with an expected alert raises a finding that names what is expected, above the weather where it is no guessing. */
export function hostChecks(folder: string): readonly Check[] {
  const rows = readFileSync(join(folder, 'truth.jsonl'), 'utf8').split('\n').filter((line) => line !== '')
    .map((line) => rowSchema.parse(JSON.parse(line)));
  const ours = rows.filter(({ test, scenarios_enabled: on }) => OF_HOSTS.test(test) && !test.startsWith('k8s') && on.length > 0);
  return ours.filter(({ expected_alert_count: count }) => (count ?? 0) > 0).map(({ test, log, expected_sources: expected }) => ({
    name: `crowdsec-hub ${test}: a finding names what is expected`, expected, got: expected.filter((source) =>
      findings(join(folder, log)).some((finding) => names(finding, source))),
  }));
}

const findings = (path: string): readonly FindingDraft[] => scanText(readFileSync(path, 'utf8'), { detectors: DETECTORS });

/** Sources of the audit trail are process ids and programs: the reason names the process. */
const names = ({ sources, targets, users, reason }: FindingDraft, source: string): boolean =>
  [...sources, ...targets, ...users].includes(source) || reason.includes(` process ${source}.`);
