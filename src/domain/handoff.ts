import * as z from 'zod';
import { evidenceId, findingId, incidentId } from './ids.ts';

const refs = z.object({
  findings: z.array(findingId),
  incidents: z.array(incidentId),
  evidence: z.array(evidenceId),
});
export type Refs = z.infer<typeof refs>;
export const NO_REFS: Refs = { findings: [], incidents: [], evidence: [] };

/** Work passed on: the receiver starts, or starts again, with these ids. */
export const handoffSchema = z.object({ from: z.string(), to: z.string(), why: z.string(), refs });
export type Handoff = z.infer<typeof handoffSchema>;

/** A word to another agent's inbox, read at its next turn; nobody waits for an answer. */
export const messageSchema = z.object({ from: z.string(), to: z.string(), topic: z.string(), body: z.string(), refs });
export type Message = z.infer<typeof messageSchema>;
