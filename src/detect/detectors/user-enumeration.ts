import type { FindingDraft } from '../../domain/finding.ts';
import { lowered } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import { guessDraft, judgeOf, pacing } from '../guessing.ts';
import type { SourceRecord } from '../ledger-records.ts';
import { listed, plural } from '../wording.ts';

/** A person tries one or two spellings of their own name. */
const NAMES = 5;

export const userEnumeration: Detector = {
  name: 'user-enumeration',
  looksFor: 'one source that tries many account names which do not exist',
  kinds: [],
  open: judgeOf({ changed: (ledger, turn) => ledger.sources(turn), draft: draftOf }),
};

function draftOf(source: SourceRecord): FindingDraft | null {
  const { name, strangers, trail } = source;
  if (!strangers || strangers.size < NAMES) return null;
  const users = [...strangers];
  return guessDraft(source, {
    detector: userEnumeration.name, category: 'user-enumeration', key: name,
    family: null, title: `Account names tried from ${name}`, confidence: lowered('high', source.inferred),
    attack: [
      { tactic: 'reconnaissance', technique: 'T1589' }, { tactic: 'credential-access', technique: 'T1110.001' },
    ],
    sources: [name], users: () => users, count: users.length,
    reason: () => `${name} tried ${source.names.beyond > 0 ? 'more than ' : ''}${plural(users.length, 'account name')} that do not `
      + `exist here (${listed(users, 5)}) ${pacing(trail, users.length)}.`,
    benign: 'An inventory or monitoring tool with a list of default names, or a host that was given to a new owner.',
  });
}
