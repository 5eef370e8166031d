import type { FindingDraft } from '../../domain/finding.ts';
import { isGuessedByAll } from '../account-names.ts';
import { FORGIVEN, lowered } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import { guessDraft, judgeOf, pacing } from '../guessing.ts';
import type { AccountRecord } from '../ledger-records.ts';
import { ranked } from '../tally.ts';
import { listed, plural } from '../wording.ts';

/** One person has a phone, a laptop and a desk; a fifth address that fails at the account is somebody else's. */
const SOURCES = 5;
const ATTEMPTS = 10;
/** Scanners of the whole internet guess these names independently: it takes a crowd to look like one attacker. */
const SOURCES_GUESSED_BY_ALL = 12;

export const accountAttack: Detector = {
  name: 'account-attack',
  looksFor: 'failed logins at one account from many sources, each with few tries',
  kinds: [],
  open: judgeOf({ changed: (ledger, turn) => ledger.accounts(turn), draft: draftOf }),
};

function draftOf(account: AccountRecord): FindingDraft | null {
  const { name, peak, names, trail } = account;
  const common = isGuessedByAll(name);
  if (peak.sightings < ATTEMPTS || peak.names < (common ? SOURCES_GUESSED_BY_ALL : SOURCES)) return null;
  const quiet = ranked(names).filter(([, times]) => times <= FORGIVEN);
  const sources = quiet.map(([source]) => source).sort();
  const attempts = Math.max(1, quiet.reduce((sum, [, times]) => sum + times, 0) + names.beyond);
  return guessDraft(account, {
    detector: accountAttack.name, category: 'brute-force', key: name,
    family: 'distributed', title: `Distributed password guessing at account ${name}`,
    confidence: lowered(common ? 'low' : 'medium', account.inferred),
    attack: [{ tactic: 'credential-access', technique: 'T1110.001' }],
    sources, targets: [name], users: () => [name], count: attempts,
    reason: () => `${plural(attempts, 'failed login')} as ${name} from ${sources.length}${names.beyond > 0 ? ' or more' : ''} sources `
      + `(${listed(sources, 4)}) ${pacing(trail, attempts)}. Each made at most ${FORGIVEN} tries, so no limit per source sees it.`,
    benign: common
      ? 'Every scanner of the internet tries this name; many of them at once need not be one attacker.'
      : 'The owner changed the password and several devices on changing addresses still send the old one.',
  });
}
