import type { ClaimDraft } from '../../domain/claim.ts';
import type { Finding } from '../../domain/finding.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { findingOf, isWeighed, receiptOf } from '../recall.ts';
import { search } from '../searches.ts';
import { deservesSearch, toWeigh } from '../sorting.ts';
import { claim, count, counted, sentences, text, time } from '../wording.ts';
import { type Call, type Move, SILENCE } from './move.ts';

const AGENT = 'threat-detection';
/** Lines one claim cites beside its finding. */
const CITED = 3;

export const weighWeb: Move = {
  name: 'weigh-web',
  agent: AGENT,
  when: (state) => toWeigh(state, 'web').filter((finding) => !isWeighed(state, AGENT, finding)).map(({ id }) => id),
  act: (state, subject) => {
    const finding = findingOf(state, subject);
    if (finding === null) return { reasoning: '' };
    const asked = deservesSearch(state, finding) ? searchFor(finding) : null;
    return {
      reasoning: `${finding.id}: ${finding.title}. Hypothesis: the application did what the request asked. `
        + 'Against it would speak an answer of the same size as for any unknown page; for it, later use of what was planted.',
      calls: asked === null ? [] : [asked],
    };
  },
  say: (state, subject) => {
    const finding = findingOf(state, subject);
    if (finding === null) return SILENCE;
    const receipt = receiptFor(finding, state);
    return {
      reasoning: sentences(
        finding.reason,
        receipt === null ? null : `${counted(receipt.rows, 'request')} of this source ${receipt.rows === 1 ? 'was' : 'were'} served.`,
        `The innocent reading: ${finding.benign}`,
        'An access log shows what was asked and how it was answered, never what ran behind it.',
      ),
      claims: claimsOf(finding, receipt),
    };
  },
};

function searchFor({ sources: [source] }: Finding): Call | null {
  return source === undefined ? null : search({ source, kind: 'web', outcome: 'success' });
}

function receiptFor(finding: Finding, state: SessionState): ReturnType<typeof receiptOf> {
  const asked = searchFor(finding);
  return asked === null ? null : receiptOf(state, asked);
}

function claimsOf(finding: Finding, receipt: ReturnType<typeof receiptOf>): readonly ClaimDraft[] {
  const [source] = finding.sources;
  const cites = { findings: [finding.id], evidence: finding.evidence.slice(0, CITED), benign: finding.benign };
  if (source === undefined) return [];
  const worked = finding.first === null
    ? claim('attribution', 'The requests of {source} show signs of having worked.', { source: text(source) }, cites)
    : claim('attribution', 'From {time} on, requests of {source} show signs of having worked.',
      { time: time(finding.first), source: text(source) }, cites);
  if (receipt === null || receipt.rows === 0) return [worked];
  return [worked, claim(
    'count', '{rows} requests of {source} were served, which alone proves little.', { rows: count(receipt.rows), source: text(source) },
    { findings: [finding.id], evidence: [receipt.id] },
  )];
}
