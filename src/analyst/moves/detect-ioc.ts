import type { QueryEvidence } from '../../domain/evidence.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { answered } from '../recall.ts';
import { claim, count, counted, listed, sentences, text } from '../wording.ts';
import type { Call, Move } from './move.ts';
import { SILENCE } from './move.ts';

const LOOK: Call = { tool: 'detect_ioc', args: {} };

/** What others already know to be bad is looked for before anything is weighed, where feeds were imported. */
export const detectIoc: Move = {
  name: 'detect-ioc',
  agent: 'threat-detection',
  when: (state) => (state.feeds.length === 0 || state.reads.length === 0 || answered(state, LOOK) > 0 ? [] : ['feeds']),
  act: ({ feeds }) => ({
    reasoning: `${counted(feeds.filter(({ role }) => role === 'threat').length, 'feed')} of indicators ${feeds.length === 1 ? 'is' : 'are'} at hand. `
      + 'An address that only knocked says little; one that something here reached says a lot. An old entry says less than a fresh one.',
    calls: [LOOK],
  }),
  say: (state) => {
    const receipt = receiptIn(state);
    if (receipt === null || receipt.searchedLines === 0) return SILENCE;
    return receipt.rows === 0 ? nothingFound(receipt) : { reasoning: found(state), claims: [claim(
      'count', 'Indicators of the feeds that stand in what was searched: {rows}.', { rows: count(receipt.rows) }, { evidence: [receipt.id] },
    )] };
  },
};

/** The newest receipt of a look through the feeds. */
const receiptIn = (state: SessionState): QueryEvidence | null =>
  [...state.evidence.values()].findLast((one): one is QueryEvidence => one.kind === 'query' && one.tool === LOOK.tool) ?? null;

/** A "no match" is a statement about the feeds: their names, sizes and ages belong into it. */
function nothingFound({ id, args }: QueryEvidence): ReturnType<Move['say']> {
  const feeds = typeof args['feeds'] === 'string' ? args['feeds'] : '';
  return {
    reasoning: `Nothing that ${feeds} name stands in these lines. That clears nobody: feeds know what was seen elsewhere before.`,
    claims: feeds === '' ? [] : [claim('absence', 'Nothing that {feeds} name stands in what was searched.', { feeds: text(feeds) }, { evidence: [id] })],
  };
}

function found(state: SessionState): string {
  const mine = state.findings.filter(({ detector }) => detector === LOOK.tool);
  const told = mine.filter(({ severity }) => severity === 'high' || severity === 'critical' || severity === 'medium');
  return sentences(
    told.length === 0 ? 'What the feeds name only knocked, or is only mentioned.' : `The feeds name what matters: ${listed(told.map(({ id, title }) => `${id} (${title})`))}.`,
    'A feed is one witness more, not a proof: each entry may be stale or shared.',
  );
}
