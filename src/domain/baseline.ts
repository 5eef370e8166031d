import * as z from 'zod';

/** Raised when the form changes; a baseline of another version is built again. */
export const BASELINE_SCHEMA = 1;
export const BASELINE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const LIMIT = 5_000;
const name = z.string().max(300);

/** What was usual on some logs: enough to tell what is new, and nothing of what the lines said beyond it. */
export const baselineSchema = z.object({
  schema: z.literal(BASELINE_SCHEMA),
  name: z.string().regex(BASELINE_NAME),
  /** Epoch milliseconds: when it was built; first and last record. */
  built: z.number(), from: z.number().nullable(), to: z.number().nullable(),
  lines: z.number(),
  logs: z.array(z.object({ name: z.string(), sha256: z.string() })).max(LIMIT),
  /** Lines of one form: their count, and per hour their median and the median distance from it. */
  templates: z.array(z.object({
    program: name, words: z.array(name).max(64), count: z.number(), median: z.number(), spread: z.number(),
  })).max(LIMIT),
  /** `user`, place and method of logins that worked; `user` and program of commands. */
  logins: z.array(z.tuple([name, name, name])).max(LIMIT),
  commands: z.array(z.tuple([name, name])).max(LIMIT),
  /** What the limits left out, in words. */
  limits: z.array(z.string()),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** Which baseline a session was compared with. */
export const baselineTakenSchema = { name: z.string(), sha256: z.string(), built: z.number(), lines: z.number() };
