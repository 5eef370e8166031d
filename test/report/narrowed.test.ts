import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/domain/claim.ts';
import type { EvidenceId, FindingId, SessionId } from '../../src/domain/ids.ts';
import { EMPTY_STATE, type SessionState } from '../../src/domain/session-state.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { buildReport } from '../../src/report/model.ts';
import { line } from '../support/case-file.ts';
import { finding, incident } from '../support/sample-facts.ts';

const F = (number: number): FindingId => `F${number}` as FindingId;
const E = (number: number): EvidenceId => `E${number}` as EvidenceId;
const about = (number: number, word: string, more: Partial<Claim> = {}): Claim => ({
  id: `C${number}`, agent: 'log-analyst', kind: 'happened', text: `${word} was entered`, values: {}, evidence: [E(number)],
  findings: [F(number)], benign: null, standing: { state: 'supported' }, ...more,
} as Claim);

const one = incident(1, { title: 'alpha taken', hosts: ['alpha'], findings: [F(1)], sources: ['192.0.2.1'], verdict: 'incident', severity: 'critical', gotIn: 'yes' });
const two = incident(2, { title: 'beta tried', hosts: ['beta'], findings: [F(2)], sources: ['192.0.2.2'] });
const STATE: SessionState = {
  ...EMPTY_STATE,
  verdict: { verdict: 'incident', severity: 'critical', gotIn: 'yes', headline: 'alpha: alpha taken; 1 more', reasons: ['met: alpha'] },
  incidents: [one, two],
  findings: [1, 2].map((number) => finding(number, {
    title: number === 1 ? 'alpha guessed' : 'beta guessed', hosts: [number === 1 ? 'alpha' : 'beta'], sources: [`192.0.2.${number}`], evidence: [E(number)],
  })),
  evidence: new Map([line('E1', '06:00:00', 'alpha line'), line('E2', '07:00:00', 'beta line')].map((cited) => [cited.id, cited])),
  claims: [about(1, 'alpha'), about(2, 'beta'), about(3, 'alpha as beta', { evidence: [E(1), E(2)], findings: [F(1), F(2)] })],
  indicators: [1, 2].map((number) => ({ type: 'ipv4', value: `192.0.2.${number}`, count: 40, matched: [] })),
  exposures: [one, two].map(({ id, hosts }) => ({
    id: `X${id.slice(1)}`, incident: id, host: hosts[0] ?? '', service: 'sshd', assessed: { state: 'no', why: 'not asked' }, evidence: [],
  })) as unknown as SessionState['exposures'],
  steps: new Map([one, two].map(({ id, hosts }) => [id, [{ order: 1, host: hosts[0] ?? '', what: 'look', why: '', command: null, undo: null, evidence: [] }]])),
};
const told = (which: typeof one | null) =>
  buildReport({ session: '01' as SessionId, state: STATE, chainHead: null, incident: which, silenced: () => null });

describe('a report of one incident', () => {
  it('takes headline and verdict from the incident', () => {
    expect(told(two).verdict).toMatchObject({ verdict: 'suspicious', gotIn: 'no-sign', severity: 'medium', headline: 'beta: beta tried' });
    expect(told(null).verdict.headline).toBe('alpha: alpha taken; 1 more');
  });
  it.each(FORMATS.flatMap((format) => (['executive', 'technical'] as const).map((audience) => [format.name, audience, format] as const)))(
    'as %s for %s names nothing of another', (_name, audience, format) => {
      const text = format.render(told(two), audience);
      expect(text).toContain('beta');
      expect(text).not.toMatch(/alpha|192\.0\.2\.1/);
    });
  it('keeps what is its own', () => {
    const { claims, evidence, indicators, exposures, findings } = told(two);
    expect([claims.map(({ id }) => id), [...evidence.keys()], indicators.map(({ value }) => value), exposures.map(({ id }) => id), findings.map(({ id }) => id)])
      .toEqual([['C2'], ['E2'], ['192.0.2.2'], ['X2'], ['F2']]);
    expect(told(null).claims).toHaveLength(3);
  });
});

describe('weather', () => {
  const low = (number: number, more: Parameters<typeof finding>[1]) => finding(number, { severity: 'low', ...more });
  const weatherIn = (state: Partial<SessionState>) => buildReport({
    session: '01' as SessionId, state: { ...EMPTY_STATE, ...state }, chainHead: null, incident: null, silenced: () => null,
  });
  const findings = [
    low(1, { count: 90, sources: ['192.0.2.1'] }), low(2, { count: 29, sources: ['192.0.2.1'] }),
    low(3, { count: 95, sources: ['192.0.2.1', '192.0.2.2'] }),
  ];
  it('counts each try once in every format', () => {
    const report = weatherIn({ findings });
    expect(report.weather).toMatchObject({ sources: 2, tries: 95 });
    const md = FORMATS.find(({ name }) => name === 'md')?.render(report, 'technical') ?? '';
    expect(md).toContain('2 sources tried 95 times');
  });
  it('takes the count of the session where more was tried than findings were raised', () => {
    expect(weatherIn({ findings, weather: { sources: 500, attempts: 4_000, guessing: 500 } }).weather).toMatchObject({ sources: 500, tries: 4_000 });
  });
});
