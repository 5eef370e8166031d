import * as z from 'zod';

/** An address, a CIDR block, or a host name, as text; matched by `within`. */
const place = z.string().min(1);
const named = z.object({ name: z.string().min(1), places: z.array(place).min(1), why: z.string().default('') }).strict();

/**
 * What the analyst knows and a log cannot tell. It is applied when judging, never when parsing, and what it changed is
 * shown beside the finding.
 */
export const contextSchema = z.object({
  assets: z.array(z.object({
    name: z.string().min(1),
    places: z.array(place).default([]),
    /** Rows of the triage table: `response.md` section 6. */
    criticality: z.enum(['lab', 'workstation', 'server', 'important', 'crown-jewel']),
    owner: z.string().default(''),
    exposed: z.boolean().default(false),
  }).strict()).default([]),
  jumpHosts: z.array(named).default([]),
  proxies: z.array(named).default([]),
  scanners: z.array(named.extend({ until: z.iso.date().optional() }).strict()).default([]),
  automation: z.array(z.object({
    name: z.string().min(1), users: z.array(z.string()).min(1), places: z.array(place).default([]),
  }).strict()).default([]),
  egress: z.array(named).default([]),
  maintenance: z.array(z.object({
    name: z.string().min(1), hosts: z.array(z.string()).default([]),
    from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }),
  }).strict()).default([]),
  neverTouch: z.array(place).default([]),
  /** Zone and clock of logs by name (`*` matches any run of characters). */
  logs: z.array(z.object({
    match: z.string().min(1), zone: z.string().optional(), clockOffset: z.number().optional(),
  }).strict()).default([]),
}).strict();
export type Context = z.infer<typeof contextSchema>;
