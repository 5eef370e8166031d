import { safe } from '../domain/safe-text.ts';
import type { TriageOutcome } from '../session/desk/triage.ts';
import type { Terminal } from '../session/house.ts';

/** Said after the outcome: the run itself is whole. */
export async function tellNotRemembered(terminal: Terminal, { notRemembered }: TriageOutcome): Promise<void> {
  if (notRemembered !== null) await terminal.err(`soc: ${safe(notRemembered, 1_000)}\n`);
}
