import * as z from 'zod';
import { OUTCOMES } from './event.ts';
import { attackSchema, adjustmentSchema, categorySchema, confidenceSchema, progressSchema, severitySchema } from './finding.ts';
import { evidenceId, findingId, fingerprint, incidentId, sessionId, sha256 } from './ids.ts';
import { gotInSchema, incidentSchema, responseStepSchema, triageSchema, verdictSchema } from './incident.ts';
import { claimSchema } from './claim.ts';
import { exposureSchema } from './exposure.ts';
import { feedInUseSchema } from './feed.ts';
import { indicatorSchema } from './indicator.ts';
import { logReadSchema, unreadableSchema } from './log.ts';

/** Version policy: the number grows when a field changes its meaning or goes; new fields may come at any time. */
export const DOCUMENT_SCHEMA = 'soc.triage/1';

/** ISO 8601 with offset; null where no record holds a time. */
const time = z.iso.datetime({ offset: true }).nullable();

const citedEvidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('line'), id: evidenceId, file: z.string(), lineNumber: z.number(), offset: z.number(), sha256,
    time: z.string().nullable(), text: z.string(),
  }),
  z.object({
    kind: z.literal('query'), id: evidenceId, question: z.string(), rows: z.number(), searchedLines: z.number(), sha256,
  }),
  z.object({ kind: z.literal('file'), id: evidenceId, file: z.string(), sha256, text: z.string() }),
]);

const documentFinding = z.object({
  id: findingId, fingerprint, detector: z.string(), category: categorySchema, family: z.string().nullable(),
  title: z.string(), severity: severitySchema, confidence: confidenceSchema, progress: progressSchema,
  attack: z.array(attackSchema), sources: z.array(z.string()), targets: z.array(z.string()), users: z.array(z.string()),
  hosts: z.array(z.string()), count: z.number(), first: time, last: time, evidence: z.array(citedEvidence),
  reason: z.string(), benign: z.string(), attackerWritable: z.array(z.string()), adjusted: z.array(adjustmentSchema),
});

const documentIncident = incidentSchema.omit({ first: true, last: true, timeline: true }).extend({
  first: time, last: time,
  timeline: z.array(incidentSchema.shape.timeline.element.omit({ time: true }).extend({ time })),
  triage: triageSchema.nullable(),
});

const documentFile = z.object({
  name: z.string(), path: z.string().nullable(), format: z.string().nullable(), formats: z.array(z.string()),
  hosts: z.array(z.string()), lines: z.number(),
  /** Lines understood, whether or not they say anything about security. */
  parsed: z.number(), unparsed: z.number(), unparsedForms: z.array(z.object({ text: z.string(), count: z.number() })), zone: z.string().nullable(), zoneAssumed: z.boolean(),
  zoneHow: logReadSchema.shape.zone.shape.how.nullable(),
  /** Clock offset applied, milliseconds. */
  offset: z.number(), yearInferred: z.boolean(), from: time, to: time, sha256: sha256.nullable(),
  troubles: z.array(z.string()),
});

/** The one document of `soc triage --format json`. A public contract: `schema/triage.schema.json` is made from it. */
export const documentSchema = z.object({
  schema: z.literal(DOCUMENT_SCHEMA),
  session: sessionId,
  verdict: verdictSchema,
  headline: z.string(),
  severity: severitySchema.nullable(),
  gotIn: gotInSchema,
  reasons: z.array(z.string()),
  brain: z.string(),
  version: z.string(),
  started: z.string(),
  findings: z.array(documentFinding),
  incidents: z.array(documentIncident),
  claims: z.array(claimSchema.omit({ standing: true }).extend({ sentence: z.string() })),
  indicators: z.array(indicatorSchema),
  /** What values were looked up in; none where no feed is imported. */
  feeds: z.array(feedInUseSchema),
  /** Actions that wait for approval or were taken; none exist before containment does. */
  actions: z.array(z.never()),
  steps: z.array(responseStepSchema.extend({ incident: incidentId })),
  exposures: z.array(exposureSchema),
  silenced: z.array(z.object({ finding: findingId, why: z.string() })),
  coverage: z.object({
    files: z.array(documentFile),
    gaps: z.array(z.object({
      file: z.string(), from: z.string(), to: z.string(), afterLine: z.number(), explained: z.string().nullable(),
    })),
    unreadable: z.array(unreadableSchema),
    from: time, to: time,
  }),
  errors: z.array(z.object({ where: z.string(), what: z.string() })),
  chainHead: sha256.nullable(),
});
export type TriageDocument = z.infer<typeof documentSchema>;
export type DocumentFinding = z.infer<typeof documentFinding>;
export type DocumentEvidence = z.infer<typeof citedEvidence>;

/** One row of `soc parse`: a parsed record, or a line nobody understood. */
export const parsedRowSchema = z.union([
  z.object({
    file: z.string(), lineNumber: z.number(), format: z.string(), kind: z.string(), time,
    outcome: z.enum(OUTCOMES), program: z.string().nullable(),
    source: z.string().nullable(), target: z.string().nullable(), user: z.string().nullable(),
    suspicious: z.boolean(), inferred: z.boolean(),
  }),
  z.object({ file: z.string(), lineNumber: z.number(), unparsed: z.string() }),
]);
export type ParsedRow = z.infer<typeof parsedRowSchema>;
