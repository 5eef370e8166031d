import type { Incident, SessionVerdict } from './incident.ts';

const WORDS = { met: 'met', unmet: 'not met', 'not-checkable': 'not checkable' } as const;

/** `web7: deploy's password guessed; 1 more`. */
export function headlineOf({ title, hosts }: Incident, more: number): string {
  const where = hosts.length === 0 ? '' : hosts.length === 1 ? `${hosts[0] ?? ''}: ` : `${hosts.length} hosts: `;
  return `${where}${title}${more > 0 ? `; ${more} more` : ''}`;
}

/** What the word rests on, condition by condition. */
export const reasonsOf = ({ predicates }: Pick<Incident, 'predicates'>): readonly string[] =>
  predicates.map(({ name, state, why }) => `${WORDS[state]}: ${name} (${why})`);

/** The verdict over one incident alone. */
export const verdictOf = (incident: Incident): SessionVerdict => ({
  verdict: incident.verdict, severity: incident.severity, gotIn: incident.gotIn,
  headline: headlineOf(incident, 0), reasons: [...reasonsOf(incident)],
});
