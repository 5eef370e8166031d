import type { Fact } from '../../domain/fact.ts';
import type { EvidenceId, FindingId } from '../../domain/ids.ts';
import type { JournalDamage } from '../../ports/journal.ts';
import type { StoredSession } from './stored.ts';

/** A damaged place of a journal, the fact that stands there, and what cannot be believed because of it. */
export interface DamagedFact {
  readonly damage: JournalDamage;
  /** `finding.raised F3`; null where no fact can be read there any more. */
  readonly fact: string | null;
  /** Labels of evidence, findings, claims and incidents, and `the verdict`. */
  readonly restsOn: readonly string[];
}

/** Names the fact at each damaged line. What a fact that cannot be read held is told by what cites it and finds nothing. */
export function damagedFacts({ entries, damage, state }: StoredSession): readonly DamagedFact[] {
  return damage.filter(({ kind }) => kind !== 'torn-tail').map((one) => {
    const entry = one.kind === 'broken-chain' ? entries.find(({ seq }) => seq === one.line - 1) : undefined;
    const ids = entry ? idsIn(entry.fact) : missing(state);
    return {
      damage: one, fact: entry ? [entry.fact.type, ...ids.slice(0, SHOWN)].join(' ') : null,
      restsOn: [...new Set(restingOn(state, ids))],
    };
  });
}

/** Labels told of one fact; a fact can hold hundreds of evidence lines. */
const SHOWN = 6;

/** Labels that a fact brings into the session. */
function idsIn(fact: Fact): readonly string[] {
  switch (fact.type) {
    case 'evidence.minted': return fact.evidence.map(({ id }) => id);
    case 'finding.raised': case 'finding.updated': return [fact.finding.id];
    case 'incident.raised': case 'incident.updated': return [fact.incident.id];
    case 'incident.triaged': return [fact.triage.incident];
    case 'steps.proposed': return [fact.incident];
    case 'claim.made': return [fact.claim.id];
    case 'log.opened': return [fact.log.id];
    case 'log.read': return [fact.read.log];
    case 'session.started': case 'session.resumed': case 'session.ended': case 'session.removed': case 'knowledge.taken':
    case 'feeds.taken': case 'baseline.taken': case 'rules.taken':
    case 'log.unreadable': case 'agent.reasoned': case 'agent.finished': case 'tool.called': case 'tool.returned':
    case 'weather.counted': case 'indicators.seen': case 'exposure.found': case 'handoff.made': case 'message.sent':
    case 'verdict.given': case 'report.written': case 'trouble.met': case 'incident.noted': case 'incident.closed':
    case 'incident.reopened': case 'incident.merged': case 'incident.assigned': case 'suppression.added':
    case 'suppression.lifted': case 'lesson.learnt': return [];
    default: return fact satisfies never;
  }
}

type State = StoredSession['state'];

/** Labels that are cited and stand nowhere. */
function missing({ evidence, findings, claims, incidents }: State): readonly string[] {
  const cited = [...findings, ...claims].flatMap((one) => one.evidence).filter((id) => !evidence.has(id));
  const told = [...claims, ...incidents].flatMap((one) => one.findings).filter((id) => !findings.some((finding) => finding.id === id));
  return [...new Set<string>([...cited, ...told])];
}

/** What rests on any of these labels, over every step: evidence, finding, claim and incident, verdict. */
export function restingOn(state: State, ids: readonly string[]): readonly string[] {
  const asked = new Set<string>(ids);
  for (const line of state.evidence.values()) if (line.kind === 'line' && asked.has(line.log)) asked.add(line.id);
  const rests = (one: { readonly evidence: readonly EvidenceId[] }): boolean => one.evidence.some((id) => asked.has(id));
  const findings = state.findings.filter((finding) => asked.has(finding.id) || rests(finding)).map(({ id }): string => id);
  const hit = (own: readonly FindingId[]): boolean => own.some((id) => findings.includes(id) || asked.has(id));
  const claims = state.claims.filter((claim) => asked.has(claim.id) || rests(claim) || hit(claim.findings)).map(({ id }) => id);
  const incidents = state.incidents.filter((incident) => asked.has(incident.id) || hit(incident.findings)).map(({ id }) => id);
  const verdict = findings.length + incidents.length > 0 && state.verdict !== null ? ['the verdict'] : [];
  return [...claims, ...findings, ...incidents, ...verdict].filter((id) => !ids.includes(id));
}
