import type { Entry } from '../domain/fact.ts';
import { projectSession } from '../domain/project.ts';
import type { Head } from '../ports/journal.ts';
import type { House } from './house.ts';

/** Brings what a session came to into the knowledge store. */
export async function remember(
  house: House, { entries, head }: { readonly entries: readonly Entry[]; readonly head: Head },
): Promise<void> {
  await house.knowledge.update((knowledge) => projectSession(knowledge, entries, head.sha256));
}
