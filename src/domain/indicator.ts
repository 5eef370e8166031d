import * as z from 'zod';

/** A value worth looking up elsewhere. `matched` names feeds; none are shipped, so it stays empty until some are given. */
export const indicatorSchema = z.object({
  type: z.string(),
  value: z.string(),
  count: z.number().int().positive(),
  matched: z.array(z.string()),
});
export type Indicator = z.infer<typeof indicatorSchema>;
