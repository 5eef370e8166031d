import type { ClaimDraft } from '../../domain/claim.ts';
import type { Incident } from '../../domain/incident.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { answered } from '../recall.ts';
import { claim, counted, listed, sentences, text, time } from '../wording.ts';
import type { Call, Move } from './move.ts';

const LINK: Call = { tool: 'correlate_events', args: {} };
/** Findings one claim may rest on: more than anyone would check. */
const CITED = 20;
/** Reasons told in prose; all of them stand in the verdict. */
const REASONS = 4;

export const correlate: Move = {
  name: 'correlate',
  agent: 'threat-detection',
  when: (state) => (answered(state, LINK) > 0 ? [] : ['findings']),
  act: (state) => ({
    reasoning: state.findings.length === 0
      ? 'Nothing is left to weigh; what remains is to say what this silence is worth.'
      : 'The single findings are weighed. Now they are held against each other: who appears twice, in which order, and on which host.',
    calls: [LINK],
  }),
  say: (state) => ({
    reasoning: sentences(...state.incidents.slice(0, 5).map(storyOf), conclusion(state), unknowns(state)),
    claims: state.incidents.filter(({ verdict }) => verdict !== 'nothing-found').slice(0, CITED).flatMap((incident) => claimsOf(incident, state)),
  }),
};

function storyOf({ id, title, verdict, findings, predicates }: Incident): string {
  const met = predicates.filter(({ state }) => state === 'met').length;
  return `${id}: ${title} (${verdict}), from ${counted(findings.length, 'finding')}; `
    + `${met} of ${counted(predicates.length, 'condition')} met.`;
}

function conclusion({ verdict }: SessionState): string {
  if (verdict === null) return 'The findings could not be brought to a verdict.';
  const reasons = verdict.reasons.length === 0 ? '' : ` It rests on: ${verdict.reasons.slice(0, REASONS).join('; ')}.`;
  const left = verdict.reasons.length - REASONS;
  return `Verdict: ${verdict.verdict}.${reasons}${left > 0 ? ` ${counted(left, 'further reason is', 'further reasons are')} with the verdict.` : ''}`;
}

function unknowns({ incidents }: SessionState): string | null {
  const open = [...new Set(incidents.flatMap(({ predicates }) =>
    predicates.filter(({ state }) => state === 'not-checkable').map(({ name, why }) => `${name} (${why})`)))];
  return open.length === 0 ? null : `Still unknown: ${listed(open)}.`;
}

function claimsOf(incident: Incident, state: SessionState): readonly ClaimDraft[] {
  const cited = state.findings.filter(({ id }) => incident.findings.includes(id)).slice(0, CITED);
  const findings = cited.map(({ id }) => id);
  const host = cited.flatMap(({ hosts }) => hosts)[0];
  const onHost = cited.filter(({ hosts }) => host === undefined || hosts.includes(host));
  const first = earliest(onHost.map((finding) => finding.first));
  const last = latest(onHost.map((finding) => finding.last));
  const where = host === undefined ? '' : ' on {host}';
  const place = host === undefined ? {} : { host: text(host) };
  return first === null || last === null ? [] : [claim(
    'sequence', `What belongs together runs from {first} to {last}${where}.`, { first: time(first), last: time(last), ...place },
    { findings, evidence: [...new Set(incident.timeline.flatMap(({ evidence }) => evidence))].slice(0, CITED) },
  )];
}

const known = (times: readonly (number | null)[]): readonly number[] => times.filter((one) => one !== null);
const earliest = (times: readonly (number | null)[]): number | null => (known(times).length === 0 ? null : Math.min(...known(times)));
const latest = (times: readonly (number | null)[]): number | null => (known(times).length === 0 ? null : Math.max(...known(times)));
