import type { ClaimDraft, ClaimValue } from '../../domain/claim.ts';
import type { Finding } from '../../domain/finding.ts';
import { findingOf, isWeighed } from '../recall.ts';
import { toWeigh } from '../sorting.ts';
import { claim, sentences, text, time } from '../wording.ts';
import { type Move, SILENCE } from './move.ts';

const AGENT = 'threat-detection';
const BENIGN = 'Ordinary work that these records show for the first time.';

/** Findings that are odd only against a past the records do not hold. */
export const weighUnclear: Move = {
  name: 'weigh-unclear',
  agent: AGENT,
  when: (state) => toWeigh(state, 'unclear').filter((finding) => !isWeighed(state, AGENT, finding)).map(({ id }) => id),
  act: (state, subject) => ({ reasoning: hypothesis(findingOf(state, subject)) }),
  say: (state, subject) => {
    const finding = findingOf(state, subject);
    return finding === null ? SILENCE : {
      reasoning: sentences(finding.reason, `The innocent reading: ${finding.benign}`), claims: [openQuestion(finding)],
    };
  },
};

function hypothesis(finding: Finding | null): string {
  return finding === null ? '' : `${finding.id}: ${finding.title}. By itself this decides nothing: it is as much what an intruder does `
    + 'as what a person does on any working day. It counts only together with something else, or against a longer past.';
}

function openQuestion({ id, users: [user], first }: Finding): ClaimDraft {
  const values: Record<string, ClaimValue> = {
    ...(user !== undefined && { user: text(user) }), ...(first !== null && { time: time(first) }),
  };
  const who = user === undefined ? 'this' : 'what {user} did';
  const when = first === null ? '' : ' at {time}';
  return claim('assessment', `The records alone cannot tell whether ${who}${when} was ordinary.`, values, { findings: [id], benign: BENIGN });
}
