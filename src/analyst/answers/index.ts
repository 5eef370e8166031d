import { actor } from './actor.ts';
import { against } from './against.ts';
import type { AnswerKind } from './answer.ts';
import { coverage } from './coverage.ts';
import { evidence } from './evidence.ts';
import { howMany } from './how-many.ts';
import { lists } from './lists.ts';
import { logins } from './logins.ts';
import { seenBefore } from './seen-before.ts';
import { summary } from './summary.ts';
import { timeline } from './timeline.ts';
import { toDo } from './to-do.ts';
import { why } from './why.ts';

/** The best fit answers; of equals the first. */
export const answers: readonly AnswerKind[] = [
  summary, actor, logins, howMany, timeline, why, against, toDo, coverage, seenBefore, lists, evidence,
];
