import * as z from 'zod';
import { exposureSchema } from './exposure.ts';
import { incidentMarkSchema } from './fact.ts';
import { categorySchema, severitySchema } from './finding.ts';
import { handoffSchema, messageSchema } from './handoff.ts';
import { fingerprint, sessionId } from './ids.ts';
import { gotInSchema, incidentSchema, verdictSchema } from './incident.ts';
import { KNOWLEDGE_SCHEMA } from './no-knowledge.ts';

const sighting = z.object({ session: sessionId, label: z.string(), at: z.number() });

/** `verdicts`: each word the session gave, with its time; `changed`: against the sighting before. */
const incidentSighting = sighting.extend({
  verdicts: z.array(z.object({ at: z.number(), verdict: verdictSchema, gotIn: gotInSchema })),
  changed: z.array(z.string()),
});
export type IncidentSighting = z.infer<typeof incidentSighting>;

const knownIncident = z.object({
  fingerprint,
  /** The incident as last seen. */
  incident: incidentSchema,
  /** As seen the time before, so that a session projected again finds what it changed; null where there was none. */
  previous: incidentSchema.nullable(),
  sightings: z.array(incidentSighting),
  state: z.enum(['open', 'closed', 'merged']),
  into: fingerprint.nullable(),
  /** The analyst's word; null until given. */
  judged: z.enum(['true', 'false', 'duplicate']).nullable(),
  reason: z.string().nullable(),
  owner: z.string().nullable(),
  notes: z.array(z.object({ at: z.number(), who: z.string(), text: z.string() })),
  /** What changed at the last sighting against the one before; empty at the first. */
  changed: z.array(z.string()),
  /** Fingerprints of its findings, for precision per detector. */
  findings: z.array(z.object({ fingerprint, detector: z.string() })),
});
export type KnownIncident = z.infer<typeof knownIncident>;

const knownFinding = z.object({
  fingerprint,
  detector: z.string(),
  category: categorySchema,
  title: z.string(),
  severity: severitySchema,
  sources: z.array(z.string()),
  sightings: z.array(sighting),
});
export type KnownFinding = z.infer<typeof knownFinding>;

const suppression = z.object({
  id: z.string(),
  fingerprint: fingerprint.nullable(),
  detector: z.string().nullable(),
  source: z.string().nullable(),
  reason: z.string(),
  who: z.string(),
  at: z.number(),
  expires: z.number(),
});
export type Suppression = z.infer<typeof suppression>;

const knownSession = z.object({
  session: sessionId,
  started: z.number(),
  ended: z.number().nullable(),
  state: z.enum(['open', 'complete', 'interrupted', 'removed']),
  sources: z.array(z.string()),
  verdict: z.string().nullable(),
  headline: z.string().nullable(),
  chainHead: z.string().nullable(),
});
export type KnownSession = z.infer<typeof knownSession>;

/** What is known across sessions: a projection of the journals that can be rebuilt at any time. */
export const knowledgeSchema = z.object({
  schema: z.literal(KNOWLEDGE_SCHEMA),
  /** Grows by one with each write. */
  revision: z.number().int().nonnegative(),
  sessions: z.array(knownSession),
  incidents: z.array(knownIncident),
  findings: z.array(knownFinding),
  indicators: z.array(z.object({
    type: z.string(), value: z.string(), sightings: z.array(sighting.extend({ count: z.number() })),
  })),
  assets: z.array(z.object({ name: z.string(), sightings: z.array(sighting) })),
  exposures: z.array(z.object({ session: sessionId, exposure: exposureSchema })),
  handoffs: z.array(z.object({ session: sessionId, at: z.number(), handoff: handoffSchema })),
  messages: z.array(z.object({ session: sessionId, at: z.number(), message: messageSchema })),
  /** Proposed response steps, one row each. */
  actions: z.array(z.object({ session: sessionId, incident: fingerprint, host: z.string(), what: z.string() })),
  lessons: z.array(z.object({
    id: z.string(), at: z.number(), who: z.string(), text: z.string(), scope: z.string(), expires: z.number(),
  })),
  suppressions: z.array(suppression),
  /** Desk entries taken in so far, and those among them that judge incidents: what an incident stands at follows from them. */
  deskEntries: z.number().int().nonnegative(),
  marks: z.array(z.object({ at: z.number(), fact: incidentMarkSchema })),
});
export type Knowledge = z.infer<typeof knowledgeSchema>;
