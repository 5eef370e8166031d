import { FOOTHOLD } from '../domain/category-groups.ts';
import type { Finding } from '../domain/finding.ts';
import { commandLine, commandLines, isPlainAccount } from './command-text.ts';
import { cite, hostOf, NOTHING_CHANGED, type StepDraft, type StepInput } from './step-draft.ts';

/** Accounts one plan names; a flood of them is work for a person with a list. */
const ACCOUNTS = 6;

interface Suspect {
  readonly account: string;
  readonly findings: readonly Finding[];
}

/** Lock the credential by name, then end what is open: a lock does not end a session, nor a block a stolen password. */
export function accountSteps(input: StepInput): readonly StepDraft[] {
  const suspects = suspectsOf(input.findings);
  const shown = suspects.slice(0, ACCOUNTS);
  return [...shown.map((one) => lock(one, input)), ...shown.map((one) => endSessions(one, input)), ...rest(suspects.slice(ACCOUNTS), input)];
}

/** Who got in or acted, and what they made to come back; never those that were only guessed at. */
function suspectsOf(findings: readonly Finding[]): readonly Suspect[] {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const account of new Set(accountsIn(finding))) found.set(account, [...(found.get(account) ?? []), finding]);
  }
  return [...found].map(([account, of]) => ({ account, findings: of }));
}

function accountsIn({ progress, category, users, targets }: Finding): readonly string[] {
  if (progress === 'access') return users;
  if (progress !== 'action') return [];
  // Whom someone became, or made, did not act: what was made is locked, root is not.
  const actors = users.filter((user) => user !== 'root' && !targets.includes(user));
  const made = category === 'account-change' ? targets.filter((target) => target !== 'root' && !target.includes('/')) : [];
  return [...actors, ...made];
}

function lock({ account, findings }: Suspect, { incident, context }: StepInput): StepDraft {
  const base = { host: hostOf(findings[0], incident), evidence: cite(findings) };
  if (!isPlainAccount(account)) return { ...base, ...byHand(`Lock the account ${account}`) };
  if (account === 'root') {
    return {
      ...base, what: 'Change the password of root and refuse it over the network',
      why: 'root cannot be locked without locking yourself out; the password and PermitRootLogin are the way in.',
      command: commandLine(['passwd', 'root']), undo: null,
    };
  }
  const job = context.automation.find(({ users }) => users.includes(account));
  return {
    ...base, what: `Lock ${account} by name, keys included`,
    why: 'The credential works from any address. Expiry is what stops a key; a locked password alone does not. '
      + (job === undefined ? 'Jobs of this account stop.' : `${job.name} runs as this account and stops.`),
    command: commandLine(['usermod', '-L', '-e', '1', account]),
    undo: commandLine(['usermod', '-U', '-e', '', account]),
  };
}

/** Whoever makes an account may give it any number; `pkill -u` goes by the number. */
const isChanged = (account: string, all: readonly Finding[]): boolean =>
  all.some(({ category, targets }) => FOOTHOLD.has(category) && targets.includes(account));

function endSessions({ account, findings: about }: Suspect, { incident, findings }: StepInput): StepDraft {
  const base = { host: hostOf(about[0], incident), evidence: cite(about), undo: null };
  if (!isPlainAccount(account)) return { ...base, ...byHand(`End the sessions of ${account}`) };
  if (account === 'root') {
    return {
      ...base, what: 'Find the session of root and end it by its process id',
      why: 'Everything of the system runs as root: nothing may be ended by name.',
      command: commandLine(['who', '-u']), undo: NOTHING_CHANGED,
    };
  }
  if (isChanged(account, findings)) {
    return {
      ...base, what: `End what still runs as ${account}, each by its process id`,
      why: 'This account was made or changed here and may share its number with root: ended by name, everything of root would go.',
      command: commandLines(['id', account], ['who', '-u']), undo: NOTHING_CHANGED,
    };
  }
  return {
    ...base, what: `End what still runs as ${account}`,
    why: 'A lock leaves open sessions alive. This cannot be undone, so the evidence comes first.',
    command: commandLine(['pkill', '-KILL', '-u', account]),
  };
}

const byHand = (what: string): Pick<StepDraft, 'what' | 'why' | 'command' | 'undo'> => ({
  what: `${what} by hand`,
  why: 'The name holds characters that account names do not have; it may have been written by the attacker, so no command is built from it.',
  command: null, undo: null,
});

function rest(others: readonly Suspect[], { incident }: StepInput): readonly StepDraft[] {
  return others.length === 0 ? [] : [{
    host: hostOf(others[0]?.findings[0], incident), what: `Go through ${others.length} further accounts in the same way`,
    why: 'So many accounts at once speak for a stolen list or a shared secret: change that first.',
    command: null, undo: null, evidence: cite(others.flatMap(({ findings }) => findings)),
  }];
}
