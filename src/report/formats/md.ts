import { forMarkdown } from '../../domain/escape-text.ts';
import { countText, isoTime } from '../../domain/times.ts';
import type { ReportFormat } from '../format.ts';
import type { Report } from '../model.ts';
import type { Section } from '../blocks.ts';
import { outline } from '../outline.ts';

/** Markdown (CommonMark with GFM tables). Everything foreign is escaped: no link, image or HTML of a log comes to life. */
export const md: ReportFormat = {
  name: 'md',
  extension: 'md',
  render(report, audience) {
    const title = `# ${forMarkdown(report.verdict.headline)}`;
    return `${[title, headOf(report), ...outline(report, audience).map(sectionOf)].join('\n\n')}\n`;
  },
};

const headOf = ({ session, version, brain, started, chainHead }: Report): string =>
  [`session ${session}`, `started ${isoTime(started)}`, `soc ${version}`, brain,
    ...(chainHead === null ? [] : [`chain ${chainHead}`])].map((part) => forMarkdown(part)).join(' · ');

function sectionOf({ title, body }: Section): string {
  return [`## ${forMarkdown(title)}`, ...body.map((block) => {
    switch (block.kind) {
      case 'text': return cited(forMarkdown(block.text), block.refs);
      case 'list': return block.items.map(({ text, refs }) => `- ${cited(forMarkdown(text), refs)}`).join('\n');
      case 'table': return tableOf(block.head, block.rows);
      case 'lines': return block.lines.map(({ label, text }) => `- **${forMarkdown(label)}** ${forMarkdown(text)}`).join('\n');
      case 'timeline': return tableOf(['time', 'what', 'tactic', 'evidence'], block.steps.map(({ time, text, tactic, evidence }) =>
        [time === null ? '' : isoTime(time), text, tactic, evidence.join(' ')]));
      default: return block satisfies never;
    }
  })].join('\n\n');
}

const cited = (text: string, refs: readonly string[]): string => (refs.length === 0 ? text : `${text} \\[${refs.join(' ')}\\]`);

function tableOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const row = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? countText(cell) : forMarkdown(cell))).join(' | ')} |`;
  return [row(head), `|${head.map(() => ' --- ').join('|')}|`, ...rows.map(row)].join('\n');
}
