import type { Knowledge } from '../../src/domain/knowledge.ts';
import { knowledgeSchema } from '../../src/domain/knowledge.ts';
import { KNOWLEDGE_SCHEMA, NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import type { KnowledgeStore } from '../../src/ports/knowledge.ts';

/** Hands out copies only: nobody holds the document itself. */
export function memoryKnowledge(start: Knowledge = NO_KNOWLEDGE): KnowledgeStore {
  let now = structuredClone(start);
  return {
    read: async () => structuredClone(now),
    update: async (change) => {
      const next = { ...change(structuredClone(now)), schema: KNOWLEDGE_SCHEMA, revision: now.revision + 1 };
      now = knowledgeSchema.parse(next);
      return structuredClone(now);
    },
    notice: () => null,
  };
}
