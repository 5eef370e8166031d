import { expect, test } from 'vitest';
import { factSchema } from '../../src/domain/fact.ts';
import { ok } from '../../src/domain/result.ts';
import { evolve } from '../../src/domain/session-state.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { generateReport } from '../../src/tools/generate-report.ts';
import { takeover } from '../support/findings.ts';
import { runTool, stateWith } from '../support/run-tool.ts';

const { findings, lines } = takeover();
const started = evolve(stateWith({ findings, evidence: lines }), factSchema.parse({
  type: 'session.started', session: '01J00000000000000000000001', version: '1', brain: 'b', host: 'desk', user: 'ana', now: 0,
  request: { command: 'triage', paths: ['a'], since: null, until: null, zone: null, clockOffset: 0, keepSources: false, context: null },
}));

test.each(['md', 'html', 'json'])('generate_report keeps a report as %s', async (format) => {
  const saved: string[] = [];
  const { facts, result } = await runTool(generateReport, { format }, started, {
    saveReport: async (name, text) => { saved.push(`${name} ${text.length > 100}`); return ok(name); },
  });
  const extension = FORMATS.find(({ name }) => name === format)?.extension ?? '';
  expect(saved).toEqual([`technical.${extension} true`]);
  expect(facts).toMatchObject([{ type: 'report.written', format }]);
  expect(result.ok).toBe(true);
});

test('generate_report is left out of a run that keeps nothing, and refuses a format nobody writes', async () => {
  expect(generateReport.effect).toBe('record');
  expect((await runTool(generateReport, { format: 'pdf' }, started)).result).toMatchObject({ ok: false, summary: 'no format pdf' });
});
