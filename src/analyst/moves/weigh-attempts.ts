import type { ClaimDraft } from '../../domain/claim.ts';
import type { Finding } from '../../domain/finding.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { isWeighed, receiptOf } from '../recall.ts';
import { toWeigh } from '../sorting.ts';
import { acceptedFrom } from '../searches.ts';
import { claim, count, counted, listed, sentences, text } from '../wording.ts';
import type { Call, Move } from './move.ts';

const AGENT = 'threat-detection';
/** Sources whose success is looked for by name; each search reads every log once more. */
const SOURCES_SEARCHED = 3;

/** Failed attempts are weather: they are weighed together, and the question is only whether one of them worked. */
export const weighAttempts: Move = {
  name: 'weigh-attempts',
  agent: AGENT,
  when: (state) => (toWeigh(state, 'attempt').every((finding) => isWeighed(state, AGENT, finding)) ? [] : ['attempts']),
  act: (state) => {
    const findings = toWeigh(state, 'attempt');
    return {
      reasoning: `${listed(findings.map(({ id, title }) => `${id} (${title})`))}: attempts, as any host on the open `
        + 'network meets them every hour. They matter only if one of these sources was let in, so that is searched for.',
      calls: searchesFor(findings),
    };
  },
  say: (state) => {
    const findings = toWeigh(state, 'attempt');
    const receipts = searchesFor(findings).map((call) => receiptOf(state, call));
    const inside = receipts.filter((receipt) => receipt !== null && receipt.rows > 0).length;
    return {
      reasoning: sentences(
        inside === 0 ? 'None of the searched sources has an accepted login on record.'
          : `${counted(inside, 'source')} of these also ${inside === 1 ? 'has' : 'have'} accepted logins: look at who that is before calling it weather.`,
        'The innocent reading of any single failure is a typing error; of hundreds, a job with an old password.',
      ),
      claims: [...findings.map(countClaim), ...successClaims(findings, state)],
    };
  },
};

const searchedSources = (findings: readonly Finding[]): readonly string[] =>
  [...new Set(findings.flatMap(({ sources }) => sources.slice(0, 1)))].slice(0, SOURCES_SEARCHED);

const searchesFor = (findings: readonly Finding[]): readonly Call[] =>
  searchedSources(findings).map(acceptedFrom);

function countClaim(finding: Finding): ClaimDraft {
  const [source] = finding.sources;
  const cites = { findings: [finding.id] };
  const records = count(finding.count);
  if (source === undefined) return claim('count', '{records} records of attempts.', { records }, cites);
  return finding.sources.length === 1
    ? claim('count', '{records} records of attempts by {source}.', { records, source: text(source) }, cites)
    : claim('count', '{records} records of attempts by {sources} sources, among them {source}.',
      { records, sources: count(new Set(finding.sources).size), source: text(source) }, cites);
}

function successClaims(findings: readonly Finding[], state: SessionState): readonly ClaimDraft[] {
  return searchesFor(findings).flatMap((call) => {
    const receipt = receiptOf(state, call);
    const source = call.args['source'];
    if (receipt === null || typeof source !== 'string' || receipt.searchedLines === 0) return [];
    return [receipt.rows === 0
      ? claim('absence', 'There is no accepted login from {source} in what was searched.', { source: text(source) }, { evidence: [receipt.id] })
      : claim('count', '{rows} records of accepted logins came from {source} as well.',
        { rows: count(receipt.rows), source: text(source) }, { evidence: [receipt.id] })];
  });
}
