import * as z from 'zod';
import { documentSchema, parsedRowSchema } from '../../src/domain/document.ts';
import { entryHeadSchema, factSchema } from '../../src/domain/fact.ts';

const entrySchema = entryHeadSchema.extend({ fact: factSchema });

const textOf = (title: string, schema: z.ZodType): string =>
  `${JSON.stringify({ title, ...z.toJSONSchema(schema, { unrepresentable: 'any' }) }, null, 2)}\n`;

/** The public contracts: name of the file in `schema/`, and its text. */
export const PUBLIC_SCHEMAS: readonly (readonly [string, string])[] = [
  ['triage', textOf('soc triage --format json, version soc.triage/1', documentSchema)],
  ['parse', textOf('one row of soc parse', parsedRowSchema)],
  ['entry', textOf('one line of journal.jsonl, and of --format ndjson', entrySchema)],
];
