import * as z from 'zod';
import { claimId, evidenceId, findingId } from './ids.ts';

const CLAIM_KINDS = [
  'happened', 'sequence', 'count', 'identity', 'attribution', 'absence', 'cause', 'assessment',
] as const;

/**
 * A value inside a claim, checked by code against what the claim cites. `text` values (address, user, host, path,
 * command) must stand in a cited line; `time` must be the time of a cited line or a first/last of the cited finding;
 * `count` and `span` (milliseconds) must be derivable from the cited finding or the rows of a cited query.
 */
export const claimValueSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), value: z.string() }),
  z.object({ type: z.literal('time'), value: z.number() }),
  z.object({ type: z.literal('count'), value: z.number() }),
  z.object({ type: z.literal('span'), value: z.number() }),
]);
export type ClaimValue = z.infer<typeof claimValueSchema>;

/** `text` holds `{name}` slots for `values`; outside the slots it may hold no digit, so no number escapes checking. */
export const claimDraftSchema = z.object({
  kind: z.enum(CLAIM_KINDS),
  text: z.string(),
  values: z.record(z.string(), claimValueSchema),
  evidence: z.array(evidenceId),
  findings: z.array(findingId),
  benign: z.string().nullable(),
});
export type ClaimDraft = z.infer<typeof claimDraftSchema>;

export const claimSchema = claimDraftSchema.extend({
  id: claimId,
  agent: z.string(),
  standing: z.discriminatedUnion('state', [
    z.object({ state: z.literal('supported') }),
    z.object({ state: z.literal('unsupported'), why: z.string() }),
  ]),
});
export type Claim = z.infer<typeof claimSchema>;
