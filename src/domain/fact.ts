import * as z from 'zod';
import { baselineTakenSchema } from './baseline.ts';
import { claimSchema } from './claim.ts';
import { evidenceSchema } from './evidence.ts';
import { exposureSchema } from './exposure.ts';
import { feedInUseSchema } from './feed.ts';
import { findingSchema, severitySchema } from './finding.ts';
import { handoffSchema, messageSchema } from './handoff.ts';
import { callId, fingerprint, incidentId, sessionId, sha256 } from './ids.ts';
import { gotInSchema, incidentSchema, responseStepSchema, sessionVerdictSchema, triageSchema } from './incident.ts';
import { indicatorSchema } from './indicator.ts';
import { logInfoSchema, logReadSchema, unreadableSchema } from './log.ts';

/** Raised when a member is added. Members are never changed: old journals must read back for ever. */
export const JOURNAL_SCHEMA = 1;

const agent = z.string();
const fact = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

/** What a session was asked to do: enough to resume it and to run it again. */
export const requestSchema = z.object({
  command: z.literal('triage'),
  paths: z.array(z.string()),
  since: z.number().nullable(),
  until: z.number().nullable(),
  zone: z.string().nullable(),
  clockOffset: z.number(),
  keepSources: z.boolean(),
  /** Findings from here on end the run with exit code 1; a resumed run follows it, too. */
  failOn: severitySchema.default('high'),
  /** The context file's text as read, so that judging can be repeated; null where none was given. */
  context: z.string().nullable(),
  /** Folders of rules used besides the shipped ones. */
  rules: z.array(z.string()).default([]),
});
export type Request = z.infer<typeof requestSchema>;

/** What was known of an incident before this session began. */
const priorIncidentSchema = z.object({
  fingerprint,
  state: z.enum(['open', 'closed', 'merged']),
  /** The analyst's word; null until given. */
  judged: z.enum(['true', 'false', 'duplicate']).nullable(),
  gotIn: gotInSchema, sources: z.array(z.string()), users: z.array(z.string()), hosts: z.array(z.string()),
  findings: z.array(fingerprint),
});
export type PriorIncident = z.infer<typeof priorIncidentSchema>;

const sessionFacts = [
  fact('session.started', {
    session: sessionId, request: requestSchema, version: z.string(), brain: z.string(), host: z.string(),
    user: z.string(), now: z.number(),
  }),
  /** All that tools may know of earlier sessions, kept so that a second run knows the same. */
  fact('knowledge.taken', { incidents: z.array(priorIncidentSchema) }),
  /** The feeds that values are looked up in: a second run must have the same. */
  fact('feeds.taken', { feeds: z.array(feedInUseSchema) }),
  /** The baseline the session was compared with; by its digest a second run knows whether it is still the same. */
  fact('baseline.taken', baselineTakenSchema),
  /** Rules that were asked of the events; the digest is of their files, so that a later run can tell whether it had the same. */
  fact('rules.taken', { digest: sha256, rules: z.number(), refused: z.number() }),
  fact('session.resumed', { version: z.string(), why: z.string() }),
  fact('log.opened', { log: logInfoSchema }),
  fact('log.unreadable', { unreadable: unreadableSchema }),
  fact('log.read', { read: logReadSchema }),
  fact('agent.reasoned', { agent, text: z.string() }),
  fact('agent.finished', { agent, why: z.string() }),
  fact('claim.made', { claim: claimSchema }),
  fact('tool.called', { agent, call: callId, tool: z.string(), args: z.record(z.string(), z.unknown()) }),
  fact('tool.returned', {
    agent, call: callId, tool: z.string(), ok: z.boolean(), summary: z.string(), rows: z.number().nullable(),
    /** Digest of everything the tool answered, for `replay --verify`. */
    sha256,
    milliseconds: z.number(),
  }),
  fact('evidence.minted', { evidence: z.array(evidenceSchema) }),
  fact('finding.raised', { finding: findingSchema }),
  fact('finding.updated', { finding: findingSchema }),
  /** All that was tried and shows no success, findings too many to be raised included. */
  fact('weather.counted', { sources: z.number(), attempts: z.number(), guessing: z.number() }),
  fact('indicators.seen', { indicators: z.array(indicatorSchema) }),
  fact('incident.raised', { incident: incidentSchema }),
  fact('incident.updated', { incident: incidentSchema }),
  fact('incident.triaged', { triage: triageSchema }),
  fact('steps.proposed', { incident: incidentId, steps: z.array(responseStepSchema) }),
  fact('exposure.found', { exposure: exposureSchema }),
  fact('handoff.made', { handoff: handoffSchema }),
  fact('message.sent', { message: messageSchema }),
  fact('verdict.given', { verdict: sessionVerdictSchema }),
  fact('report.written', { audience: z.string(), format: z.string(), name: z.string(), sha256 }),
  fact('trouble.met', { where: z.string(), what: z.string() }),
  fact('session.ended', {
    state: z.enum(['complete', 'interrupted']), why: z.string().nullable(), exitCode: z.number().int(),
  }),
] as const;

/** What an analyst says of an incident. `who` is the login name of the analyst. */
const incidentMarks = [
  fact('incident.noted', { incident: fingerprint, who: z.string(), text: z.string() }),
  fact('incident.closed', {
    incident: fingerprint, who: z.string(), verdict: z.enum(['true', 'false', 'duplicate']), reason: z.string(),
  }),
  fact('incident.reopened', { incident: fingerprint, who: z.string(), reason: z.string() }),
  fact('incident.merged', { incident: fingerprint, into: fingerprint, who: z.string(), reason: z.string() }),
  fact('incident.assigned', { incident: fingerprint, who: z.string(), to: z.string() }),
] as const;
export const incidentMarkSchema = z.discriminatedUnion('type', incidentMarks);
export type IncidentMark = z.infer<typeof incidentMarkSchema>;

/** Facts outside any session; they live in the desk's own journal. */
const deskFacts = [
  ...incidentMarks,
  fact('suppression.added', {
    /** What is silenced at view time: a finding's fingerprint, or every finding of a detector from a source. */
    matches: z.object({
      fingerprint: fingerprint.nullable(), detector: z.string().nullable(), source: z.string().nullable(),
    }),
    reason: z.string(), expires: z.number(), who: z.string(), id: z.string(),
  }),
  fact('suppression.lifted', { id: z.string(), who: z.string(), reason: z.string() }),
  fact('lesson.learnt', { id: z.string(), who: z.string(), text: z.string(), scope: z.string(), expires: z.number() }),
  fact('session.removed', {
    session: sessionId, who: z.string(), summary: z.string(), severity: severitySchema.nullable(), forced: z.boolean(),
  }),
] as const;

export const factSchema = z.discriminatedUnion('type', [...sessionFacts, ...deskFacts]);
/** The closed union of what may happen. */
export type Fact = z.infer<typeof factSchema>;
export type FactType = Fact['type'];
export type FactOf<Type extends FactType> = Extract<Fact, { type: Type }>;

/** One line of a journal: the fact with its place in the chain. `prev` is the SHA-256 of the line before. */
export const entryHeadSchema = z.object({
  v: z.literal(JOURNAL_SCHEMA),
  seq: z.number().int().nonnegative(),
  /** Wall clock, epoch milliseconds, when the fact was appended. */
  at: z.number(),
  prev: sha256,
});
export interface Entry {
  readonly v: typeof JOURNAL_SCHEMA;
  readonly seq: number;
  readonly at: number;
  readonly prev: z.infer<typeof sha256>;
  readonly fact: Fact;
}

/** What streams past and is never the only place where something is known. */
export type Signal =
  | { readonly type: 'reasoning.delta'; readonly agent: string; readonly text: string }
  | {
      readonly type: 'progress'; readonly what: string; readonly bytes: number; readonly total: number | null;
    };
