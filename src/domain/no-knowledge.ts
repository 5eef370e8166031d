import type { Knowledge } from './knowledge.ts';

/** Bumped with a migration in `adapters/knowledge-migrations`. */
export const KNOWLEDGE_SCHEMA = 1 as const;

/** What is known before the first session. Apart from the schema: most runs need this and never the validator. */
export const NO_KNOWLEDGE: Knowledge = {
  schema: KNOWLEDGE_SCHEMA, revision: 0, sessions: [], incidents: [], findings: [], indicators: [], assets: [],
  exposures: [], handoffs: [], messages: [], actions: [], lessons: [], suppressions: [],
  deskEntries: 0, marks: [],
};
