import { missingText, NEVER_READ } from '../domain/not-looked-at.ts';
import { counted, countText, isoTime, spanText } from '../domain/times.ts';
import type { CitedText } from './blocks.ts';
import type { Report } from './model.ts';

/** What nothing in this report speaks about. */
export function limitsOf({ notLookedAt: left, troubles }: Report): readonly CitedText[] {
  return [
    ...left.gaps.map(({ name, from, to, explained }) =>
      `${name} is silent for ${spanText(to - from)} from ${isoTime(from)}: ${explained ?? 'no record says why'}`),
    ...left.unparsed.map(({ name, lines, of, forms }) => `${countText(lines)} of ${counted(of, 'line')} of ${name} ${lines === 1 ? 'was' : 'were'} not understood`
      + (forms.length === 0 ? '' : `, such as ${forms.map((form) => `"${form}"`).join(', ')}`)),
    ...left.unreadable.map(({ path, why }) => `${path}: ${why}`),
    ...left.unfinished.map((name) => `${name} was not read to its end`),
    ...left.troubles.map(({ what }) => what), ...troubles.map(({ what }) => what),
    missingText(left), NEVER_READ,
  ].flatMap((words) => (words === null ? [] : [{ text: words, refs: [] }]));
}
