import type { Entry } from '../domain/fact.ts';
import { projectSession } from '../domain/project.ts';
import { Trouble } from '../domain/trouble.ts';
import type { Head } from '../ports/journal.ts';
import type { House } from './house.ts';

/** Brings what a session came to into the knowledge store. Answers with why it is not in; null where it is. */
export async function remember(
  house: House, { entries, head }: { readonly entries: readonly Entry[]; readonly head: Head },
): Promise<string | null> {
  try {
    await house.knowledge.update((knowledge) => projectSession(knowledge, entries, head.sha256));
    return null;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    // The session is sealed and complete: its outcome must be told all the same.
    return `the session is kept, but the knowledge store does not know it: ${error.message}; later: soc knowledge rebuild`;
  }
}
