import type { FindingDraft } from '../../domain/finding.ts';
import { FORGIVEN, lowered, USERS_LISTED } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import { accountsTried, guessDraft, judgeOf, pacing } from '../guessing.ts';
import type { SubnetRecord } from '../ledger-records.ts';
import { ranked, topNames } from '../tally.ts';
import { listed, plural } from '../wording.ts';

/** Fewer addresses are a household or a coincidence. */
const SOURCES = 3;

export const rotatingSource: Detector = {
  name: 'rotating-source',
  looksFor: 'failed logins from addresses of one small subnet in turn, each with too few to stand out',
  kinds: [],
  open: judgeOf({ changed: (ledger, turn) => ledger.subnets(turn), draft: draftOf }),
};

function draftOf(subnet: SubnetRecord): FindingDraft | null {
  const { name, trail, tried } = subnet;
  if (subnet.pace === null) return null;
  const quiet = ranked(subnet.names).filter(([, times]) => times <= FORGIVEN);
  if (quiet.length < SOURCES) return null;
  const sources = quiet.map(([source]) => source).sort();
  const attempts = quiet.reduce((sum, [, times]) => sum + times, 0);
  return guessDraft(subnet, {
    detector: rotatingSource.name, category: 'brute-force', key: name, family: 'subnet',
    title: `Password guessing from addresses of ${name} in turn`,
    confidence: lowered('medium', subnet.inferred),
    attack: [{ tactic: 'credential-access', technique: 'T1110.001' }],
    sources, count: attempts,
    users: () => topNames(tried, USERS_LISTED),
    reason: () => `${plural(attempts, 'failed login')} from ${sources.length} addresses of ${name} (${listed(sources, 4)})`
      + `${accountsTried(tried)} ${pacing(trail, attempts)}. None of these addresses made more than ${FORGIVEN} tries: too `
      + 'few to count by itself.',
    benign: 'Unrelated renters of one hosting provider, each scanning by itself.',
  });
}
