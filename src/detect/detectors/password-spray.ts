import type { FindingDraft } from '../../domain/finding.ts';
import { lowered } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import { guessDraft, judgeOf, pacing } from '../guessing.ts';
import type { SourceRecord } from '../ledger-records.ts';
import { isPrivate } from '../subnet.ts';
import { ranked } from '../tally.ts';
import { listed, plural } from '../wording.ts';

/** Accounts of one household or one forgetful admin end before this. */
const ACCOUNTS = 5;
/** Behind a shared address inside, several people mistype on a Monday morning. */
const ACCOUNTS_INSIDE = 8;

export const passwordSpray: Detector = {
  name: 'password-spray',
  looksFor: 'one source that tries many existing accounts a few times each',
  kinds: [],
  open: judgeOf({ changed: (ledger, turn) => ledger.sources(turn), draft: draftOf }),
};

function draftOf(source: SourceRecord): FindingDraft | null {
  const { name, peak, trail, strangers } = source;
  if (peak.names < (isPrivate(name) ? ACCOUNTS_INSIDE : ACCOUNTS)) return null;
  const tried = ranked(source.names).filter(([user]) => strangers?.has(user) !== true);
  const users = tried.map(([user]) => user);
  const attempts = Math.max(1, tried.reduce((sum, [, times]) => sum + times, 0) + source.names.beyond);
  return guessDraft(source, {
    detector: passwordSpray.name, category: 'password-spray', key: name,
    family: null, title: `Password spray from ${name} over ${users.length} accounts`,
    confidence: lowered(peak.names === users.length ? 'high' : 'medium', source.inferred),
    attack: [{ tactic: 'credential-access', technique: 'T1110.003' }],
    sources: [name], users: () => users, count: attempts,
    reason: () => `${name} failed at ${source.names.beyond > 0 ? 'more than ' : ''}${plural(users.length, 'account')} that no record `
      + `calls unknown (${listed(users, 4)}), at ${peak.names} of them with a few tries each: `
      + `${plural(attempts, 'failed login')} ${pacing(trail, attempts)}.`,
    benign: 'Many people behind one shared address mistyping, or a service that checks stored logins of many users.',
  });
}
