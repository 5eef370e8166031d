import { countText, isoTime, spanText } from '../domain/times.ts';
import type { CitedText } from './blocks.ts';
import type { Report } from './model.ts';

/** What nothing in this report speaks about. */
export function limitsOf({ logs, state }: Report): readonly CitedText[] {
  const gaps = logs.flatMap(({ info, read }) => (read?.gaps ?? []).map((gap) =>
    `${info.name} is silent for ${spanText(gap.to - gap.from)} from ${isoTime(gap.from)}: ${gap.explained ?? 'no record says why'}`));
  const unparsed = logs.filter(({ read }) => (read?.unparsed ?? 0) > 0).map(({ info, read }) =>
    `${countText(read?.unparsed ?? 0)} of ${countText(read?.lines ?? 0)} lines of ${info.name} were not understood`);
  const unreadable = state.unreadable.map(({ path, why }) => `${path}: ${why}`);
  const troubles = [...logs.flatMap(({ read }) => read?.troubles ?? []), ...state.troubles.map(({ what }) => what)];
  const all = [...gaps, ...unparsed, ...unreadable, ...troubles];
  return (all.length === 0 ? ['every line given was read and understood; what was not given was not looked at'] : all)
    .map((words) => ({ text: words, refs: [] }));
}
