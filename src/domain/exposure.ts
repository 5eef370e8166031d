import * as z from 'zod';
import { evidenceId, exposureId, incidentId } from './ids.ts';

/** What is known of the attacked service on this host. `assessed: no` keeps the reason, never a guess. */
export const exposureSchema = z.object({
  id: exposureId,
  incident: incidentId.nullable(),
  host: z.string(),
  service: z.string(),
  assessed: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('yes'),
      package: z.string().nullable(),
      version: z.string(),
      /** Where the version was read: `dpkg`, `banner`. */
      readFrom: z.array(z.string()),
    }),
    z.object({ state: z.literal('no'), why: z.string() }),
  ]),
  evidence: z.array(evidenceId),
});
export type Exposure = z.infer<typeof exposureSchema>;
