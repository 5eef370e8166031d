import * as z from 'zod';
import { attackSchema, severitySchema } from './finding.ts';
import { evidenceId, findingId, fingerprint, incidentId } from './ids.ts';

/** `incident` got in or acted; `suspicious` attempts or oddities with no sign of success, severity at most medium. */
export const VERDICTS = ['incident', 'suspicious', 'inconclusive', 'nothing-found'] as const;
export const verdictSchema = z.enum(VERDICTS);
export type VerdictWord = z.infer<typeof verdictSchema>;

export const gotInSchema = z.enum(['yes', 'no-sign', 'cannot-tell']);
export type GotIn = z.infer<typeof gotInSchema>;

/** One condition a verdict rests on. `not-checkable` says which record would be needed. */
export const predicateSchema = z.object({
  name: z.string(),
  state: z.enum(['met', 'unmet', 'not-checkable']),
  why: z.string(),
  evidence: z.array(evidenceId),
});
export type Predicate = z.infer<typeof predicateSchema>;

const linkSchema = z.object({ a: findingId, b: findingId, because: z.string(), evidence: z.array(evidenceId) });
export type IncidentLink = z.infer<typeof linkSchema>;

const stepSchema = z.object({
  time: z.number().nullable(),
  tactic: z.string(),
  text: z.string(),
  finding: findingId,
  evidence: z.array(evidenceId),
});
export type TimelineStep = z.infer<typeof stepSchema>;

export const incidentSchema = z.object({
  id: incidentId,
  fingerprint,
  type: z.string(),
  title: z.string(),
  verdict: verdictSchema,
  severity: severitySchema,
  gotIn: gotInSchema,
  findings: z.tuple([findingId], findingId),
  links: z.array(linkSchema),
  predicates: z.array(predicateSchema),
  /** In order of time, then of ATT&CK tactics. */
  timeline: z.array(stepSchema),
  sources: z.array(z.string()),
  users: z.array(z.string()),
  hosts: z.array(z.string()),
  first: z.number().nullable(),
  last: z.number().nullable(),
  attack: z.array(attackSchema),
});
export type Incident = z.infer<typeof incidentSchema>;

/** One term of the impact sum: weight 0..100, value 0..1 (reference: NCISS method, own weights). */
const triageTerm = z.object({
  name: z.string(), weight: z.number(), value: z.number(), why: z.string(), evidence: z.array(evidenceId),
});
export const triageSchema = z.object({
  incident: incidentId,
  /** 0..100 each but confidence, which is 0..1. */
  impact: z.number(),
  confidence: z.number(),
  score: z.number(),
  band: z.enum(['critical', 'high', 'medium', 'low', 'informational']),
  priority: z.enum(['P1', 'P2', 'P3', 'P4']),
  terms: z.array(triageTerm),
  confidenceTerms: z.array(z.object({ name: z.string(), value: z.number(), why: z.string() })),
  floors: z.array(z.string()),
  ceilings: z.array(z.string()),
  /** The missing fact that would change the band most, and how. */
  sensitivity: z.string().nullable(),
});
export type Triage = z.infer<typeof triageSchema>;

/** What to do, proposed once per incident, cheapest sufficient first. A person runs it: `command` is text. */
export const responseStepSchema = z.object({
  order: z.number().int().positive(),
  host: z.string(),
  what: z.string(),
  why: z.string(),
  command: z.string().nullable(),
  undo: z.string().nullable(),
  evidence: z.array(evidenceId),
});
export type ResponseStep = z.infer<typeof responseStepSchema>;

export const sessionVerdictSchema = z.object({
  verdict: verdictSchema,
  severity: severitySchema.nullable(),
  gotIn: gotInSchema,
  headline: z.string(),
  /** Why not a better or worse word: what the verdict rests on. */
  reasons: z.array(z.string()),
});
export type SessionVerdict = z.infer<typeof sessionVerdictSchema>;
