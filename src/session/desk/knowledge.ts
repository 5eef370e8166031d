import type { Knowledge } from '../../domain/knowledge.ts';
import { NO_KNOWLEDGE } from '../../domain/no-knowledge.ts';
import { projectDesk, projectSession } from '../../domain/project.ts';
import type { House } from '../house.ts';

export interface Rebuilt {
  readonly sessions: number;
  /** Sessions whose journal is damaged; what reads back of them is in. */
  readonly damaged: readonly string[];
  readonly knowledge: Knowledge;
}

/** Makes the knowledge store anew from all journals: they are the truth, it is a projection. */
export async function rebuildKnowledge(house: House): Promise<Rebuilt> {
  const damaged: string[] = [];
  const sessions: ((knowledge: Knowledge) => Knowledge)[] = [];
  for (const id of await house.journals.list()) {
    const journal = await house.journals.open(id);
    const { entries, head, damage } = await journal.read();
    await journal.close();
    if (damage.length > 0) damaged.push(id);
    sessions.push((knowledge) => projectSession(knowledge, entries, head.sha256));
  }
  const desk = await house.journals.desk();
  const { entries } = await desk.read();
  await desk.close();
  const knowledge = await house.knowledge.update(({ revision }) =>
    projectDesk(sessions.reduce((sum, add) => add(sum), { ...NO_KNOWLEDGE, revision }), entries));
  return { sessions: sessions.length, damaged, knowledge };
}
