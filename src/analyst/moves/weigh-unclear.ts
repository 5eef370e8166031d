import type { Finding } from '../../domain/finding.ts';
import { findingOf, isWeighed } from '../recall.ts';
import { toWeigh } from '../sorting.ts';
import { sentences } from '../wording.ts';
import { type Move, SILENCE } from './move.ts';

const AGENT = 'threat-detection';

/** Findings that are odd only against a past the records do not hold. */
export const weighUnclear: Move = {
  name: 'weigh-unclear',
  agent: AGENT,
  when: (state) => toWeigh(state, 'unclear').filter((finding) => !isWeighed(state, AGENT, finding)).map(({ id }) => id),
  act: (state, subject) => ({ reasoning: hypothesis(findingOf(state, subject)) }),
  say: (state, subject) => {
    const finding = findingOf(state, subject);
    return finding === null ? SILENCE : {
      reasoning: sentences(
        finding.reason, `The innocent reading: ${finding.benign}`, 'The records alone cannot tell whether it was ordinary.',
      ),
      claims: [],
    };
  },
};

function hypothesis(finding: Finding | null): string {
  return finding === null ? '' : `${finding.id}: ${finding.title}. By itself this decides nothing: it is as much what an intruder does `
    + 'as what a person does on any working day. It counts only together with something else, or against a longer past.';
}
