import type { FindingDraft } from '../../domain/finding.ts';
import { lowered, USERS_LISTED } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import { accountsTried, guessDraft, judgeOf, pacing } from '../guessing.ts';
import type { SourceRecord } from '../ledger-records.ts';
import { isPrivate } from '../subnet.ts';
import { topNames } from '../tally.ts';
import { plural } from '../wording.ts';

export const bruteForce: Detector = {
  name: 'brute-force',
  looksFor: 'many failed logins from one source, fast or slow',
  kinds: [],
  open: judgeOf({ changed: (ledger, turn) => ledger.sources(turn), draft: draftOf }),
};

function draftOf(source: SourceRecord): FindingDraft | null {
  const { name, pace, attempts, names, trail } = source;
  if (pace === null) return null;
  const inside = isPrivate(name);
  const fast = pace === 'fast';
  return guessDraft(source, {
    detector: bruteForce.name, category: 'brute-force', key: name, family: pace,
    title: `${fast ? 'Password guessing' : 'Slow password guessing'} from ${name}`,
    confidence: lowered(inside || !fast ? 'medium' : 'high', source.inferred),
    attack: [{ tactic: 'credential-access', technique: 'T1110.001' }],
    sources: [name], count: attempts,
    users: () => topNames(names, USERS_LISTED),
    reason: () => `${plural(attempts, 'failed login')} from ${name}${accountsTried(names)} ${pacing(trail, attempts)}. It counts `
      + 'failures only; whether any login of this source worked is judged apart.',
    benign: inside
      ? 'A device or script inside with an old password stored, which tries it again and again.'
      : 'A forgotten script or mail client with an old password; guessing by strangers is usual for any open service.',
  });
}
