import * as z from 'zod';
import type { FeedInUse } from '../domain/feed.ts';
import type { ToolResult } from './tool.ts';
import { defineTool } from './tool.ts';

export const detectIoc = defineTool({
  name: 'detect_ioc',
  area: 'logs',
  effect: 'observe',
  description: 'Looks every line of the session\'s logs through for the indicators of the imported feeds: addresses, blocks, names and '
    + 'what lies below them, URLs, digests and more, whole values only. What was reached or is on the host weighs more than what knocked. '
    + 'Answers with the findings, and with what no feed names.',
  input: z.object({}).strict(),
  steady: true,
  async *run(_args, context) {
    const { feeds } = context.state();
    if (feeds.length === 0) return NOTHING;
    // Loaded here: a session without feeds pays for none of it.
    const { lookThrough } = await import('./reading/ioc/look-through.ts');
    return yield* lookThrough(feeds satisfies readonly FeedInUse[], context);
  },
});

const NOTHING: ToolResult = { ok: true, summary: 'no feed of indicators is imported (soc intel import)', rows: 0, digest: { feeds: [] } };
