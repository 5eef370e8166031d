import { projectSession } from '../domain/project.ts';
import type { SessionId } from '../domain/ids.ts';
import type { House } from './house.ts';

/** Brings what a session came to into the knowledge store. */
export async function remember(house: House, id: SessionId): Promise<void> {
  const journal = await house.journals.open(id);
  const { entries, head } = await journal.read();
  await journal.close();
  await house.knowledge.update((knowledge) => projectSession(knowledge, entries, head.sha256));
}
