import { forHtml } from '../domain/escape-text.ts';
import type { TimelineStep } from '../domain/incident.ts';
import { isoTime } from '../domain/times.ts';

const WIDTH = 960;
const LEFT = 20;
const ROW = 26;
/** More steps than this make a picture nobody reads; the table below holds all. */
const DRAWN = 24;

/** The steps of an incident on a line of time, one row each, so that no two labels meet. */
export function timelineSvg(steps: readonly TimelineStep[]): string {
  const timed = steps.filter((step): step is TimelineStep & { readonly time: number } => step.time !== null).slice(0, DRAWN);
  const [first, last] = [timed[0], timed.at(-1)];
  if (!first || !last || timed.length < 2) return '';
  const span = Math.max(1, last.time - first.time);
  const height = timed.length * ROW + 30;
  const rows = timed.map(({ time, text, tactic }, index) => {
    const x = LEFT + ((time - first.time) / span) * (WIDTH - 2 * LEFT);
    const y = 20 + index * ROW;
    const right = x > WIDTH / 2;
    const label = `${isoTime(time).slice(11, 19)} ${text}`;
    return `<circle cx="${x.toFixed(1)}" cy="${y}" r="5" fill="currentColor"/>`
      + `<text x="${(right ? x - 10 : x + 10).toFixed(1)}" y="${y + 4}" text-anchor="${right ? 'end' : 'start'}" font-size="13" fill="currentColor">${forHtml(label, 90)}<title>${forHtml(tactic)}</title></text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="timeline">`
    + `<line x1="${LEFT}" y1="${height - 8}" x2="${WIDTH - LEFT}" y2="${height - 8}" stroke="currentColor" stroke-opacity=".4"/>${rows.join('')}</svg>`;
}
