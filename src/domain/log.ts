import * as z from 'zod';
import { EVENT_KINDS } from './event.ts';
import { logId, sha256 } from './ids.ts';

/** A log source as opened: a file, or standard input. */
export const logInfoSchema = z.object({
  id: logId,
  /** As shown; made unique among the logs of the session. */
  name: z.string(),
  path: z.string().nullable(),
  kind: z.enum(['file', 'stdin']),
  compression: z.enum(['none', 'gzip', 'zstd']),
  /** Bytes on disk and time of last change (epoch ms); null for a stream. */
  size: z.number().nullable(),
  modified: z.number().nullable(),
});
export type LogInfo = z.infer<typeof logInfoSchema>;

/** How the zone of a source is known: `stated` in the records, `inferred` from the file, `given` by the analyst. */
export const zoneSchema = z.object({
  name: z.string(),
  how: z.enum(['stated', 'inferred', 'given', 'assumed']),
});
export type Zone = z.infer<typeof zoneSchema>;

const gapSchema = z.object({
  from: z.number(), to: z.number(), afterLine: z.number(),
  /** What the records say about it: `reboot`, `logger restarted`; null where they say nothing. */
  explained: z.string().nullable(),
});
export type LogGap = z.infer<typeof gapSchema>;

/** What reading one source to its end came to. */
export const logReadSchema = z.object({
  log: logId,
  /** Of the decompressed bytes. */
  sha256,
  bytes: z.number(),
  lines: z.number(),
  /** Lines that became an event; lines understood that say nothing about security; lines nobody understood. */
  parsed: z.number(),
  quiet: z.number(),
  unparsed: z.number(),
  /** Names of the parsers that claimed lines, most lines first. */
  formats: z.array(z.string()),
  /** Kinds of event these lines became; journals of earlier versions do not say. */
  kinds: z.array(z.enum(EVENT_KINDS)).optional(),
  hosts: z.array(z.string()),
  zone: zoneSchema,
  /** Clock offset applied, milliseconds. */
  offset: z.number(),
  yearInferred: z.boolean(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  gaps: z.array(gapSchema),
  /** Their commonest forms, `<*>` where they differ; journals of earlier versions do not say. */
  unparsedForms: z.array(z.object({ text: z.string(), count: z.number() })).optional(),
  unparsedExamples: z.array(z.object({ lineNumber: z.number(), why: z.string(), text: z.string() })),
  /** Limits hit and damage met while reading, in words. */
  troubles: z.array(z.string()),
});
export type LogRead = z.infer<typeof logReadSchema>;

export const unreadableSchema = z.object({ path: z.string(), why: z.string(), remedy: z.string().nullable() });
export type Unreadable = z.infer<typeof unreadableSchema>;
