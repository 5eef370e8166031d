import type { Finding } from '../../domain/finding.ts';
import { findingOf, isWeighed } from '../recall.ts';
import { toWeigh } from '../sorting.ts';
import { sentences } from '../wording.ts';
import { type Move, SILENCE } from './move.ts';

const AGENT = 'threat-detection';

/** Findings about the records themselves. */
export const weighRecords: Move = {
  name: 'weigh-records',
  agent: AGENT,
  when: (state) => toWeigh(state, 'records').filter((finding) => !isWeighed(state, AGENT, finding)).map(({ id }) => id),
  act: (state, subject) => ({ reasoning: hypothesis(findingOf(state, subject)) }),
  say: (state, subject) => {
    const finding = findingOf(state, subject);
    if (finding === null) return SILENCE;
    return {
      reasoning: sentences(
        finding.reason, `The innocent reading: ${finding.benign}`, 'What these records say has to be held against a second source.',
      ),
      claims: [],
    };
  },
};

function hypothesis(finding: Finding | null): string {
  return finding === null ? '' : `${finding.id}: ${finding.title}. Whatever wrote this, it accuses nobody by itself: `
    + 'whoever can write to a log can write any name into it. The question is how far the rest can still be trusted.';
}
