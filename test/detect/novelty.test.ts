import { describe, expect, it } from 'vitest';
import { openLogRun, readingBy } from '../../src/detect/engine.ts';
import { baselineOf } from '../../src/detect/novelty/build.ts';
import { openComparison } from '../../src/detect/novelty/compare.ts';
import { openObservation } from '../../src/detect/novelty/observe.ts';
import { PARSERS } from '../../src/detect/parsers/index.ts';
import { commonForms, openLearner } from '../../src/detect/templates/learner.ts';
import { shapeOf } from '../../src/detect/templates/tokens.ts';
import type { Baseline } from '../../src/domain/baseline.ts';
import { baselineSchema } from '../../src/domain/baseline.ts';
import type { Event } from '../../src/domain/event.ts';
import type { FindingDraft } from '../../src/domain/finding.ts';

function formsOf(lines: readonly string[]) {
  const learner = openLearner();
  for (const line of lines) learner.see(shapeOf(line));
  return commonForms(learner);
}

function scan(text: string, to: { on(event: Event): void } & Parameters<typeof readingBy>[0]): void {
  const { pick, onLine } = readingBy(to);
  const run = openLogRun({
    log: 0, clock: { zone: null, how: 'assumed', offset: 0, anchor: Date.UTC(2026, 11, 31), firstYear: 2026 }, parsers: PARSERS,
    emit: to.on, pick, onLine: (place, parsed, line) => { onLine(0, place, parsed, line); },
  });
  run.push(Buffer.from(text));
  run.finish();
}

function built(text: string): Baseline {
  const learner = openLearner();
  const seen = openObservation(learner);
  scan(text, seen);
  return baselineSchema.parse(JSON.parse(JSON.stringify(baselineOf({ name: 'usual', built: 0, logs: [] }, seen, learner))));
}

function against(baseline: Baseline, text: string): readonly FindingDraft[] {
  const comparison = openComparison(baseline);
  scan(text, comparison);
  return comparison.drain();
}

const login = (day: number, user: string, source: string, method = 'publickey'): string =>
  `Mar ${String(day).padStart(2)} 08:00:00 web1 sshd[${100 + day}]: Accepted ${method} for ${user} from ${source} port 40000 ssh2`;
const sudo = (day: number, command: string): string =>
  `Mar ${String(day).padStart(2)} 09:00:00 web1 sudo:   mia : TTY=pts/0 ; PWD=/home/mia ; USER=root ; COMMAND=${command}`;
const USUAL = [1, 2, 3, 4].flatMap((day) => [
  login(day, 'mia', '198.51.100.7'), sudo(day, '/usr/bin/less /var/log/syslog'),
  `Mar ${String(day).padStart(2)} 10:00:00 web1 importer[${day}]: read ${day * 17} rows from /srv/in/${day}.csv`,
]).join('\n');

describe('templates', () => {
  it('keep what is constant and name what is not', () => {
    expect(formsOf(['Mar  1 10:00:00 a x[1]: read 17 rows from /srv/1', 'Mar  2 10:00:00 a x[2]: read 9 rows from /srv/2', 'stopped by bob now']))
      .toEqual([{ text: 'x: read <*> rows from <*>', count: 2 }, { text: 'stopped by bob now', count: 1 }]);
  });
  it('are bounded: lines of a hundred thousand forms are counted', () => {
    const learner = openLearner();
    for (let n = 0; n < 100_000; n += 1) learner.see({ program: `p${n}`, words: [`w${n}`] });
    expect([learner.templates().length, learner.beyond()]).toEqual([2_000, 98_000]);
  });
});

describe('against a baseline', () => {
  const baseline = built(USUAL);
  const kinds = (text: string): readonly (readonly [string | null, string])[] => against(baseline, text).map(({ family, severity }) => [family, severity]);

  it('the same again is nothing new', () => {
    expect(against(baseline, USUAL)).toEqual([]);
  });
  it('a form never seen is info, of a program never seen low', () => {
    expect(kinds('Mar  5 10:00:00 web1 importer[9]: schema of the file is broken')).toEqual([['template', 'info']]);
    expect(kinds('Mar  5 10:00:00 web1 miner[9]: pool reached at last')).toEqual([['template', 'low']]);
  });
  it('a known user from a new place, or in a new way, is low; one it does not know at all is not told', () => {
    expect(against(baseline, login(5, 'mia', '203.0.113.9')).filter(({ family }) => family === 'login')
      .map(({ severity, users, attack }) => [severity, users, attack[0]?.technique])).toEqual([['low', ['mia'], 'T1078']]);
    expect(kinds(login(5, 'mia', '198.51.100.7', 'password'))).toContainEqual(['login', 'low']);
    expect(kinds(login(5, 'ben', '203.0.113.9'))).toEqual([]);
  });
  it('a program that a user never ran is low', () => {
    expect(kinds(sudo(5, '/usr/bin/nc -l 4444'))).toEqual([['command', 'low']]);
  });
  it('an hour far above the usual is told', () => {
    const burst = Array.from({ length: 200 }, (_, n) => `Mar  5 10:${String(n % 60).padStart(2, '0')}:00 web1 importer[9]: read ${n} rows from /srv/in/${n}.csv`);
    expect(kinds(burst.join('\n'))).toEqual([['rate', 'info']]);
  });
  it('many at once are folded', () => {
    const many = Array.from({ length: 40 }, (_, n) => sudo(5, `/opt/tool${String.fromCharCode(97 + (n % 26))}${n}/run`));
    expect(kinds(many.join('\n')).filter(([family]) => family === 'command')).toHaveLength(6);
  });
  it('what a log says of itself stands in evidence lines, each finding with reason and benign reading', () => {
    for (const draft of against(baseline, [login(5, 'mia', '203.0.113.9'), sudo(5, '/usr/bin/nc -l 4444')].join('\n'))) {
      expect([draft.lines.length > 0, draft.reason !== '', draft.benign !== '', draft.count > 0]).toEqual([true, true, true, true]);
    }
  });
});
