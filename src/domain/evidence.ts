import * as z from 'zod';
import { evidenceId, logId, sha256 } from './ids.ts';

const contextLine = z.object({ lineNumber: z.number().int().positive(), text: z.string() });

/** Which parts of the record an attacker could write: field names, or `all` where whole records can be forged. */
const taint = z.array(z.string());

const lineEvidence = z.object({
  kind: z.literal('line'),
  id: evidenceId,
  log: logId,
  /** Name of the source as shown, and its full path where it has one. */
  file: z.string(),
  path: z.string().nullable(),
  lineNumber: z.number().int().positive(),
  /** Byte offset and length of the line in the decompressed stream, line end excluded. */
  offset: z.number().int().nonnegative(),
  length: z.number().int().nonnegative(),
  /** SHA-256 of the raw bytes of the line, line end excluded. */
  sha256,
  /** ISO 8601 time of the record, null where it holds none. */
  time: z.string().nullable(),
  text: z.string(),
  before: z.array(contextLine),
  after: z.array(contextLine),
  taint,
});

const queryEvidence = z.object({
  kind: z.literal('query'),
  id: evidenceId,
  /** What was asked, in words and as arguments: running it again must give the same rows. */
  question: z.string(),
  tool: z.string(),
  args: z.record(z.string(), z.unknown()),
  rows: z.number().int().nonnegative(),
  /** What was searched to answer: lines read and the sources' names. */
  searchedLines: z.number().int().nonnegative(),
  searched: z.array(z.string()),
  /** SHA-256 over the matching rows in order. */
  sha256,
  taint,
});

const fileEvidence = z.object({
  kind: z.literal('file'),
  id: evidenceId,
  path: z.string(),
  sha256,
  excerpt: z.string(),
  taint,
});

export const evidenceSchema = z.discriminatedUnion('kind', [lineEvidence, queryEvidence, fileEvidence]);
export type Evidence = z.infer<typeof evidenceSchema>;
export type LineEvidence = z.infer<typeof lineEvidence>;
export type QueryEvidence = z.infer<typeof queryEvidence>;
