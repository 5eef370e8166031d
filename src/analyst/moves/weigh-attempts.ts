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
      claims: searchedSources(findings).map((source) => claimOn(source, findings, state)),
    };
  },
};

/** Most telling findings first: each source once, whichever detectors saw it. */
const searchedSources = (findings: readonly Finding[]): readonly string[] =>
  [...new Set(findings.flatMap(({ sources }) => sources.slice(0, 1)))].slice(0, SOURCES_SEARCHED);

const searchesFor = (findings: readonly Finding[]): readonly Call[] =>
  searchedSources(findings).map(acceptedFrom);

/** All that is worth claiming of a source in one sentence: how often it tried, and whether it was ever let in. */
function claimOn(source: string, findings: readonly Finding[], state: SessionState): ClaimDraft {
  const about = findings.filter(({ sources }) => sources.includes(source));
  // Of several findings that count the same tries, the one about this source alone that counts most.
  const [told] = [...about].sort((a, b) => Number(b.sources.length === 1) - Number(a.sources.length === 1) || b.count - a.count);
  const receipt = receiptOf(state, acceptedFrom(source));
  const tried = told === undefined ? {} : { records: count(told.count) };
  const many = told !== undefined && told.sources.length > 1 ? { sources: count(new Set(told.sources).size) } : {};
  const values = { ...tried, ...many, source: text(source) };
  const who = 'sources' in many ? '{sources} sources, among them {source}' : '{source}';
  const cites = {
    findings: told === undefined ? [] : [told.id],
    evidence: [...(told === undefined ? [] : [told.evidence[0]]), ...(receipt === null ? [] : [receipt.id])],
    ...(told !== undefined && { benign: told.benign }),
  };
  if (receipt === null || receipt.searchedLines === 0) return claim('count', `{records} records of attempts by ${who}.`, values, cites);
  return receipt.rows === 0
    ? claim('count', `{records} records of attempts by ${who}; no accepted login from {source} in what was searched.`, values, cites)
    : claim('count', `{records} records of attempts by ${who}, and {rows} of accepted logins from {source}.`,
      { ...values, rows: count(receipt.rows) }, cites);
}
