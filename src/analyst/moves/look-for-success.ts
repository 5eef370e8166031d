import type { ClaimDraft } from '../../domain/claim.ts';
import { succeeded } from '../../domain/progress.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { answered, receiptOf } from '../recall.ts';
import { claim, count } from '../wording.ts';
import type { Call, Move } from './move.ts';

interface Question {
  readonly call: Call;
  readonly none: string;
  readonly some: string;
}
const ask = (args: Call['args'], none: string, some: string): Question =>
  ({ call: { tool: 'search_events', args: { ...args, limit: 2 } }, none, some });

const QUESTIONS: readonly Question[] = [
  ask({ kind: 'auth', action: 'login', outcome: 'success' },
    'There is no accepted login in what was searched.', '{rows} accepted logins were looked at.'),
  ask({ kind: 'privilege' },
    'There is no record of raised privileges in what was searched.', '{rows} records of raised rights were looked at.'),
  ask({ kind: 'account' },
    'There is no change of an account or group in what was searched.', '{rows} changes of accounts or groups were looked at.'),
];

/** When no finding shows anyone inside, the absence itself is to be proved. */
export const lookForSuccess: Move = {
  name: 'look-for-success',
  agent: 'threat-detection',
  when: (state) => (state.findings.some(succeeded) || state.reads.length === 0 || isDone(state) ? [] : ['success']),
  act: () => ({
    reasoning: 'No finding shows anyone inside. That would be worth nothing as a feeling, so it is looked for: '
      + 'accepted logins, raised rights, changed accounts.',
    calls: QUESTIONS.map(({ call }) => call),
  }),
  say: (state) => {
    const claims = QUESTIONS.flatMap((question) => claimFor(question, state));
    return {
      reasoning: claims.length === 0 ? 'There was no line to search in: nothing follows from that.'
        : 'What is on record looks ordinary to every detector, or is not there. What was not given cannot speak: '
          + 'processes, network, and whatever was removed before the log was copied.',
      claims,
    };
  },
};

const isDone = (state: SessionState): boolean => QUESTIONS.every(({ call }) => answered(state, call) > 0);

function claimFor({ call, none, some }: Question, state: SessionState): readonly ClaimDraft[] {
  const receipt = receiptOf(state, call);
  if (receipt === null || receipt.searchedLines === 0) return [];
  const cites = { evidence: [receipt.id] };
  return [receipt.rows === 0 ? claim('absence', none, {}, cites) : claim('count', some, { rows: count(receipt.rows) }, cites)];
}
