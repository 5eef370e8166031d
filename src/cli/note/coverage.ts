import { countText, isoTime, logTime, spanText } from '../../domain/times.ts';
import type { Report } from '../../session/desk/report.ts';
import type { Citations } from './citations.ts';
import type { NoteWriter } from './writer.ts';

const GAPS = 3;

/** What was not looked at, and why: never empty by accident. */
export function coverageLines(
  report: Report, { writer }: { readonly writer: NoteWriter; readonly cite: Citations },
): void {
  const { logs, state } = report;
  writer.gap();
  if (report.verdict.verdict === 'nothing-found') searchedLine(report, writer);
  gapLines(report, writer);
  const reads = logs.flatMap(({ read }) => (read ? [read] : []));
  const unparsed = reads.reduce((sum, read) => sum + read.unparsed, 0);
  const first = logs.find(({ read }) => (read?.unparsed ?? 0) > 0);
  const parts = [
    ...(unparsed > 0 && first
      ? [`${countText(unparsed)} lines not understood (soc parse ${first.info.path ?? '-'} --unparsed)`] : []),
    ...reads.flatMap(({ troubles }) => troubles),
    ...(state.unreadable.length > 0 ? [`${state.unreadable.length} not readable`] : []),
    notGiven(report),
  ];
  writer.labelled('Not looked at', parts.filter((part) => part !== '').join('; '));
  for (const { what } of state.troubles.slice(0, 3)) writer.labelled('Trouble', what);
}

/** What "nothing found" speaks about. */
function searchedLine({ logs }: Report, writer: NoteWriter): void {
  const formats = [...new Set(logs.flatMap(({ read }) => read?.formats ?? []))].sort();
  const quiet = logs.reduce((sum, { read }) => sum + (read?.quiet ?? 0), 0);
  if (formats.length === 0) return;
  writer.labelled('Searched', `records of ${formats.join(', ')}${quiet > 0 ? `; ${countText(quiet)} lines say nothing about security` : ''}`);
}

function gapLines({ logs }: Report, writer: NoteWriter): void {
  const gaps = logs.flatMap(({ info, read }) => (read?.gaps ?? []).map((gap) => ({ ...gap, file: info.name })));
  const longest = [...gaps].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, GAPS);
  for (const [index, { from, to, explained, file }] of longest.entries()) {
    const where = logs.length > 1 ? `${file} ` : '';
    const until = isoTime(from).slice(0, 10) === isoTime(to).slice(0, 10) ? isoTime(to).slice(11, 16) : logTime(to);
    writer.labelled(index === 0 ? 'Gap' : '',
      `${where}${logTime(from)} – ${until} empty, ${spanText(to - from)}: ${explained ?? 'no record says why'}`);
  }
  if (gaps.length > GAPS) writer.labelled('', `and ${gaps.length - GAPS} shorter ones`);
}

/** Kinds of record an intrusion leaves and no parser of ours reads yet: no log of any run holds them. */
const NEVER_GIVEN = ['process', 'network', 'wtmp'];

function notGiven({ logs }: Report): string {
  const formats = new Set(logs.flatMap(({ read }) => read?.formats ?? []));
  if (formats.size === 0) return 'nothing was understood';
  return `no ${NEVER_GIVEN.slice(0, -1).join(', ')} or ${NEVER_GIVEN.at(-1) ?? ''} records given`;
}
