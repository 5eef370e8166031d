import { forHtml } from '../../domain/escape-text.ts';
import { countText, isoTime } from '../../domain/times.ts';
import type { ReportFormat } from '../format.ts';
import type { Report } from '../model.ts';
import { severityOf } from '../model.ts';
import type { Block, CitedText, Section } from '../blocks.ts';
import { outline } from '../outline.ts';
import { timelineSvg } from '../timeline-svg.ts';

const POLICY = 'default-src \'none\'; style-src \'unsafe-inline\'';
const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--dim:#59636e;--line:#d1d9e0;--paper:#fff;--mark:#b42318}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9198a1;--line:#3d444d;--paper:#0d1117;--mark:#ff7b72}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid var(--line)}
.head,.refs{color:var(--dim);font-size:.85em}.word{color:var(--mark);font-weight:700;text-transform:uppercase}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85em}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
td:first-child,th:first-child{white-space:nowrap}
code{font:.85em/1.4 ui-monospace,monospace;overflow-wrap:anywhere}svg{width:100%;height:auto}
dt{font-weight:600;margin-top:.6rem}dd{margin:0}
@media print{:root{color-scheme:light}body{max-width:none;margin:0}h2{break-after:avoid}tr{break-inside:avoid}}
`;

/** One page that opens with no network and runs nothing: no script, no link, a policy that forbids both. */
export const html: ReportFormat = {
  name: 'html',
  extension: 'html',
  render(report, audience) {
    const { verdict } = report;
    const severity = severityOf(report);
    return [
      '<!doctype html>', '<html lang="en">', '<head>', '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="${forHtml(POLICY)}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      `<title>${forHtml(verdict.headline)}</title>`, `<style>${STYLE}</style>`, '</head>', '<body>',
      `<h1><span class="word">${forHtml(verdict.verdict)}${severity === null ? '' : ` · ${severity}`}</span> ${forHtml(verdict.headline)}</h1>`,
      `<p class="head">${headOf(report)}</p>`,
      ...outline(report, audience).map(sectionOf), '</body>', '</html>', '',
    ].join('\n');
  },
};

const headOf = ({ session, version, brain, started, chainHead }: Report): string =>
  [`session ${session}`, isoTime(started), `soc ${version}`, brain, ...(chainHead === null ? [] : [`chain ${chainHead}`])]
    .map((part) => forHtml(part)).join(' · ');

const sectionOf = ({ title, body }: Section): string =>
  [`<section>`, `<h2>${forHtml(title)}</h2>`, ...body.map(blockOf), '</section>'].join('\n');

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'text': return `<p>${cited(block)}</p>`;
    case 'list': return `<ul>${block.items.map((item) => `<li>${cited(item)}</li>`).join('')}</ul>`;
    case 'table': return tableOf(block.head, block.rows);
    case 'timeline': return timelineSvg(block.steps) + tableOf(['time', 'what', 'tactic', 'evidence'],
      block.steps.map(({ time, text, tactic, evidence }) => [time === null ? '' : isoTime(time), text, tactic, evidence.join(' ')]));
    case 'lines': return `<dl>${block.lines.map(({ label, text }) => `<dt>${forHtml(label)}</dt><dd><code>${forHtml(text)}</code></dd>`).join('')}</dl>`;
    default: return block satisfies never;
  }
}

const cited = ({ text, refs }: CitedText): string =>
  `${forHtml(text)}${refs.length === 0 ? '' : ` <span class="refs">[${forHtml(refs.join(' '))}]</span>`}`;

function tableOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string => forHtml(typeof value === 'number' ? countText(value) : value);
  const cells = (values: readonly (string | number)[], tag: 'th' | 'td'): string =>
    `<tr>${values.map((value) => `<${tag}>${cell(value)}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>`;
}
