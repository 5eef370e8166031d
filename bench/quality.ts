/**
 * How good: facts on data nobody here wrote (`SOC_TEST_DATA`), and a gate on the project's own fixtures.
 *   npm run quality                without the data: `quality: NOT RUN`, exit 2
 *   npm run quality -- --fixtures  the gate on fixtures alone; runs everywhere
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { testData } from '../test/support/data.ts';
import { crowdsecChecks } from './quality/crowdsec.ts';
import { fail2banChecks } from './quality/fail2ban.ts';
import { iocChecks } from './quality/ioc.ts';
import { hostChecks } from './quality/host.ts';
import { falsePositiveChecks } from './quality/false-positives.ts';
import { fixtureChecks } from './quality/fixtures.ts';
import { injectionChecks, logsIn } from './quality/injection.ts';
import { nightChecks } from './quality/nights.ts';
import { opensshChecks } from './quality/openssh.ts';
import { ossecChecks } from './quality/ossec.ts';
import { webAttackChecks } from './quality/web-attacks.ts';
import { sigmaChecks } from './quality/sigma.ts';
import { windowsChecks } from './quality/windows.ts';

export interface Check {
  readonly name: string;
  readonly expected: unknown;
  readonly got: unknown;
}

async function main(): Promise<number> {
  const onlyFixtures = process.argv.includes('--fixtures');
  const data = testData();
  const checks = [...fixtureChecks()];
  checks.push(...nightChecks());
  if (!onlyFixtures) {
    if (data === undefined || !existsSync(join(data, 'loghub'))) {
      process.stderr.write('quality: NOT RUN: SOC_TEST_DATA does not name the test data\n');
      return 2;
    }
    checks.push(...opensshChecks(join(data, 'loghub')));
    checks.push(...ossecChecks(join(data, 'ossec')));
    checks.push(...crowdsecChecks(join(data, 'crowdsec-hub')));
    checks.push(...fail2banChecks(join(data, 'fail2ban')));
    checks.push(...iocChecks(join(data, 'ioc/iocextract')));
    checks.push(...webAttackChecks(join(data, 'web-attacks')));
    checks.push(...hostChecks(join(data, 'crowdsec-hub')));
    checks.push(...falsePositiveChecks(data));
    checks.push(...await injectionChecks(join(data, 'prompt-injection'), [...logsIn(join(data, 'loghub')), ...logsIn(join(data, 'crowdsec-hub', 'logs'))]));
    checks.push(...await sigmaChecks(join(data, 'sigma')));
    checks.push(...windowsChecks(join(data, 'windows')));
  }
  const failed = checks.filter(({ expected, got }) => JSON.stringify(expected) !== JSON.stringify(got));
  for (const check of checks) {
    const word = failed.includes(check) ? 'WRONG' : 'exact';
    process.stdout.write(`${word}  ${check.name}: ${JSON.stringify(check.got)}${word === 'exact' ? '' : `, expected ${JSON.stringify(check.expected)}`}\n`);
  }
  process.stdout.write(`quality: ${checks.length - failed.length} of ${checks.length} facts exact\n`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = await main();
