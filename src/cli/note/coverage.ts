import { missingText, NEVER_READ } from '../../domain/not-looked-at.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { counted, countText, isoTime, logTime, spanText } from '../../domain/times.ts';
import type { Report } from '../../session/desk/report.ts';
import type { NoteWriter } from './writer.ts';

const GAPS = 3;
const FEEDS = 3;
const TROUBLES = 3;
/** Characters shown of the form of a line nobody understood. */
const FORM = 60;

/** What was not looked at, and why: never empty by accident. */
export function coverageLines(report: Report, writer: NoteWriter): void {
  const { notLookedAt: left, logs, troubles } = report;
  writer.gap();
  if (report.verdict.verdict === 'nothing-found') searchedLine(report, writer);
  feedsLine(report, writer);
  gapLines(report, writer);
  const parts = [
    unparsedText(left), ...left.troubles.map(({ what }) => what), ...left.unfinished.map((name) => `the rest of ${name}`),
    left.unreadable.length > 0 ? `${countText(left.unreadable.length)} not readable` : null,
    logs.some(({ read }) => read !== null && read.formats.length > 0) ? missingText(left) : 'nothing was understood', NEVER_READ,
  ];
  writer.labelled('Not looked at', parts.filter((part) => part !== null).join('; '));
  for (const { what } of troubles.slice(0, TROUBLES)) writer.labelled('Trouble', what);
  if (troubles.length > TROUBLES) writer.labelled('', `and ${troubles.length - TROUBLES} more in the report`);
}

function unparsedText({ unparsed }: Report['notLookedAt']): string | null {
  const [first] = unparsed;
  if (!first) return null;
  const lines = unparsed.reduce((sum, one) => sum + one.lines, 0);
  const [form] = first.forms;
  const like = form === undefined ? '' : `, such as "${form.length > FORM ? `${form.slice(0, FORM)}…` : form}"`;
  const command = first.path === null ? '' : ` (soc parse ${shellWord(first.path)} --unparsed)`;
  return `${counted(lines, 'line')} not understood${like}${command}`;
}

/** What "nothing found" speaks about. */
function searchedLine({ logs }: Report, writer: NoteWriter): void {
  const formats = [...new Set(logs.flatMap(({ read }) => read?.formats ?? []))].sort();
  const quiet = logs.reduce((sum, { read }) => sum + (read?.quiet ?? 0), 0);
  if (formats.length === 0) return;
  writer.labelled('Searched', `records of ${formats.join(', ')}${quiet > 0 ? `; ${counted(quiet, 'line')} of them about no matter of security` : ''}`);
}

/** "No match" says as much as the feeds do: their names, sizes and ages. */
function feedsLine({ feeds, indicators, started }: Report, writer: NoteWriter): void {
  const threats = feeds.filter(({ role }) => role === 'threat');
  if (threats.length === 0) return;
  const met = indicators.filter(({ matched }) => matched.length > 0).length;
  const told = threats.slice(0, FEEDS).map(({ name, count, imported, newest }) => `${name}: ${countText(count)}, ${spanText(Math.max(0, started - (newest ?? imported)))} old`);
  const more = threats.length > FEEDS ? `; and ${threats.length - FEEDS} more` : '';
  writer.labelled('Feeds', `${met === 0 ? 'no match' : `${countText(met)} matched`} in ${told.join('; ')}${more}`);
}

function gapLines({ logs, notLookedAt: { gaps } }: Report, writer: NoteWriter): void {
  const longest = [...gaps].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, GAPS);
  for (const [index, { from, to, explained, name }] of longest.entries()) {
    const where = logs.length > 1 ? `${name} ` : '';
    const until = isoTime(from).slice(0, 10) === isoTime(to).slice(0, 10) ? isoTime(to).slice(11, 16) : logTime(to);
    writer.labelled(index === 0 ? 'Gap' : '',
      `${where}${logTime(from)} – ${until} empty, ${spanText(to - from)}: ${explained ?? 'no record says why'}`);
  }
  if (gaps.length > GAPS) writer.labelled('', `and ${gaps.length - GAPS} shorter ones`);
}
