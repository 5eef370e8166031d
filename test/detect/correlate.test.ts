import { describe, expect, it } from 'vitest';
import type { CorrelateOptions } from '../../src/detect/correlate.ts';
import { correlate } from '../../src/detect/correlate.ts';
import { isWeather } from '../../src/domain/weather.ts';
import { contextSchema } from '../../src/domain/context.ts';
import { NO_CONTEXT } from '../../src/domain/no-context.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { incidentSchema } from '../../src/domain/incident.ts';
import { evidenceOf, finding, HOUR, line, logRead, noEvidence, takeover } from '../support/findings.ts';

const options: CorrelateOptions = { reads: [logRead()], context: NO_CONTEXT, known: [] };
const together = (findings: readonly Finding[], context = NO_CONTEXT): readonly (readonly string[])[] =>
  correlate(findings, noEvidence, { ...options, context }).incidents.map((incident) => incident.findings);

const attack = (number: number, source: string, from = 0): Finding =>
  finding(number, { category: 'web-exploit', severity: 'medium', sources: [source], from });
const entry = (number: number, parts: Parameters<typeof finding>[1] = {}): Finding => finding(number, {
  category: 'suspicious-login', severity: 'high', progress: 'access', users: ['deploy'], sources: ['203.0.113.9'], ...parts,
});
const act = (number: number, parts: Parameters<typeof finding>[1] = {}): Finding =>
  finding(number, { category: 'execution', severity: 'high', progress: 'action', from: 60, ...parts });

describe('an account taken by guessing', () => {
  const { findings, lines } = takeover();
  const { incidents, links } = correlate(findings, evidenceOf(lines), options);
  const [incident] = incidents;

  it('is one incident, from the first guess to the back door', () => {
    expect(incidents.map(({ findings: ids, type, verdict, severity, gotIn }) => ({ ids, type, verdict, severity, gotIn })))
      .toEqual([{ ids: ['F1', 'F2', 'F3', 'F4'], type: 'account-takeover', verdict: 'incident', severity: 'critical', gotIn: 'yes' }]);
    expect(incidentSchema.safeParse(incident).error).toBeUndefined();
  });
  it('is told in plain words', () => {
    expect(incident?.title).toBe("deploy's password guessed, root 15 s later, a backdoor left");
  });
  it('says which link rests on what', () => {
    expect(links.map(({ a, b, because, evidence }) => [a, b, because, evidence])).toEqual([
      ['F2', 'F3', 'deploy acts on the same host 15 s later', ['E1', 'E2', 'E3']],
      ['F3', 'F4', 'root acts on the same host 1 min 38 s after root was gained', ['E3', 'E4']],
      ['F1', 'F2', 'both come from 203.0.113.9', ['E1', 'E2']],
    ]);
  });
  it('has a timeline in order, each step with its evidence', () => {
    expect(incident?.timeline.map(({ tactic, text, evidence }) => [tactic, text, evidence])).toEqual([
      ['credential-access', 'finding 1', ['E1']],
      ['initial-access', 'deploy logged in after 286 failures', ['E2']],
      ['privilege-escalation', 'deploy becomes root by sudo', ['E3']],
      ['persistence', 'new account support with uid 0', ['E4']],
    ]);
  });
  it('is about those who got in, not about everyone they tried', () => {
    expect([incident?.sources, incident?.users, incident?.hosts]).toEqual([['203.0.113.9'], ['deploy'], ['web7']]);
  });
  it('comes out the same whatever the order of findings', () => {
    const shuffled = [3, 1, 0, 2].flatMap((index) => findings[index] ?? []);
    expect(correlate(shuffled, evidenceOf(lines), options)).toEqual({ incidents, links });
  });
  it('keeps its identity in another session and its id when it goes on', () => {
    const renumbered = findings.map((one, index) => ({ ...one, id: finding(index + 30).id }));
    const again = correlate(renumbered, evidenceOf(lines), options).incidents[0];
    expect(again?.fingerprint).toBe(incident?.fingerprint);
    const more = [...findings, act(9, { users: ['support'], from: 2_900 })];
    const grown = correlate([attack(8, '192.0.2.1'), ...more], evidenceOf(lines), { ...options, known: incidents });
    expect(grown.incidents.map(({ id, findings: ids }) => [id, ids.length])).toEqual([['I1', 5], ['I2', 1]]);
  });
});

describe('what opens no incident', () => {
  it('is failed guessing, however much of it there is', () => {
    const weather = [1, 2, 3].map((number) => finding(number, { sources: [`203.0.113.${number}`], count: 5_000 }));
    expect(together(weather)).toEqual([]);
    expect(weather.every(isWeather)).toBe(true);
  });
  it('is a doubt on a host that nothing links to an access', () => {
    expect(together([finding(1, { category: 'log-tampering', severity: 'medium', progress: 'cannot-tell' })])).toEqual([]);
  });
  it('is what the context made harmless', () => {
    expect(together([entry(1, { severity: 'info' }), act(2, { severity: 'low' })])).toEqual([]);
  });
});

it('holds attempts of weight for suspicious at most', () => {
  const [one] = correlate([{ ...attack(1, '203.0.113.9'), severity: 'critical' }], noEvidence, options).incidents;
  expect([one?.verdict, one?.severity, one?.gotIn, one?.type]).toEqual(['suspicious', 'medium', 'no-sign', 'web-attack']);
});
it('makes an act nobody is seen to come in for an incident of its own, and says that the way in is not known', () => {
  const [one] = correlate([act(1)], noEvidence, options).incidents;
  expect([one?.verdict, one?.gotIn, one?.type]).toEqual(['incident', 'cannot-tell', 'host-compromise']);
});

describe('what stays apart', () => {
  it('is two strangers who scan in the same hour', () => {
    expect(together([attack(1, '203.0.113.9'), attack(2, '198.51.100.4', 60)])).toEqual([['F1'], ['F2']]);
    expect(together([attack(1, '203.0.113.9'), attack(2, '203.0.113.10', 60)])).toEqual([['F1'], ['F2']]);
  });
  it('is two who ask for the same shell that is not there', () => {
    const probe = (number: number, source: string): Finding =>
      ({ ...attack(number, source), category: 'web-shell', targets: ['/wso.php'] });
    expect(together([probe(1, '203.0.113.9'), probe(2, '198.51.100.4')])).toEqual([['F1'], ['F2']]);
  });
  it('is one address after a week, and what an account did before the login or days after', () => {
    expect(together([attack(1, '203.0.113.9'), attack(2, '203.0.113.9', 7 * 24 * HOUR)])).toEqual([['F1'], ['F2']]);
    expect(together([act(1, { users: ['deploy'], from: -600 }), entry(2)])).toEqual([['F1'], ['F2']]);
    expect(together([entry(1), act(2, { users: ['deploy'], from: 48 * HOUR })])).toEqual([['F1'], ['F2']]);
  });
  it('is the same account name on another host', () => {
    expect(together([entry(1), act(2, { users: ['deploy'], hosts: ['db1'] })])).toEqual([['F1'], ['F2']]);
  });
  it('is what two people do behind one shared address', () => {
    const context = contextSchema.parse({ egress: [{ name: 'office', places: ['203.0.113.9'] }] });
    const anna = entry(1, { users: ['anna'] });
    expect(together([anna, entry(2, { users: ['ben'], from: 60 })], context)).toEqual([['F1'], ['F2']]);
    expect(together([anna, entry(2, { users: ['anna'], from: 60 })], context)).toEqual([['F1', 'F2']]);
  });
});

describe('what belongs together', () => {
  it('is one source, however its address is written', () => {
    expect(together([attack(1, '203.0.113.9'), attack(2, '::ffff:203.0.113.9', HOUR)])).toEqual([['F1', 'F2']]);
  });
  it('is a subnet that turns to one account within the hour', () => {
    expect(together([entry(1), entry(2, { sources: ['203.0.113.77'], from: 600 })])).toEqual([['F1', 'F2']]);
  });
  it('is the new account and who uses it', () => {
    const made = act(1, { category: 'account-change', targets: ['support'], from: 0 });
    expect(together([made, entry(2, { users: ['support'], sources: ['192.0.2.9'], from: 5 * HOUR })])).toEqual([['F1', 'F2']]);
  });
  it('is the shell that one put there and another called', () => {
    const shell = (number: number, source: string, from: number): Finding => finding(number, {
      category: 'web-shell', progress: 'action', severity: 'critical', targets: ['/up/x.php'], sources: [source], from,
    });
    expect(together([shell(1, '203.0.113.9', 0), shell(2, '198.51.100.4', 300)])).toEqual([['F1', 'F2']]);
  });
  it('is the web attack and what the web server account does then', () => {
    const web = finding(1, { category: 'web-exploit', progress: 'access', severity: 'high', sources: ['203.0.113.9'], hosts: [] });
    expect(together([web, act(2, { users: ['www-data'] })])).toEqual([['F1', 'F2']]);
    expect(together([web, act(2, { users: ['anna'] })])).toEqual([['F2'], ['F1']]);
  });
  it('is the host entered and the host entered from there', () => {
    const context = contextSchema.parse({ assets: [{ name: 'web7', places: ['10.0.0.7'], criticality: 'server' }] });
    const onward = entry(2, { sources: ['10.0.0.7'], users: ['backup'], hosts: ['db1'], from: HOUR });
    expect(together([entry(1), onward], context)).toEqual([['F1', 'F2']]);
    expect(together([entry(1), onward])).toEqual([['F1'], ['F2']]);
  });
});

it('lets what led to a login join it, and no other weather', () => {
  const guess = (number: number, source: string): Finding => finding(number, { sources: [source], from: -HOUR, to: -60 });
  expect(together([guess(1, '203.0.113.9'), guess(2, '203.0.113.10'), entry(3)])).toEqual([['F1', 'F3']]);
});
it('reads the moment of a login from its own line, so that what was done during the guessing is not its doing', () => {
  const { incidents } = correlate(
    [entry(1, { from: 0, to: 3_000, evidence: [1] }), act(2, { users: ['deploy'], from: 600 })],
    evidenceOf([line(1, 3_000, 'Mar  3 06:50:00 web7 sshd[1]: Accepted password for deploy from 203.0.113.9 port 5 ssh2')]),
    options,
  );
  expect(incidents.map(({ findings: ids }) => ids)).toEqual([['F1'], ['F2']]);
});
it('survives records without a time', () => {
  const findings = [attack(1, '203.0.113.9'), { ...attack(2, '203.0.113.9'), first: null, last: null }];
  expect(together(findings)).toEqual([['F1', 'F2']]);
});
it('does not care who raised a finding', () => {
  const { findings, lines } = takeover();
  const renamed = findings.map((one, index) => ({ ...one, detector: `other-${index}` }));
  expect(correlate(renamed, evidenceOf(lines), options)).toEqual(correlate(findings, evidenceOf(lines), options));
});
it('tells where the attempts begin and what the session did when one finding holds it all', () => {
  const { lines } = takeover();
  const whole = entry(1, { progress: 'action', from: 0, to: 2_701, evidence: [1, 2, 3, 4], title: 'deploy after 286 failures',
    attack: [{ tactic: 'privilege-escalation', technique: 'T1548.003' }, { tactic: 'persistence', technique: 'T1136.001' }] });
  const [incident] = correlate([whole], evidenceOf(lines), options).incidents;
  expect(incident?.title).toBe("deploy's password guessed, root 15 s later, a backdoor left");
  expect(incident?.timeline.map(({ text, evidence }) => [text, evidence])).toEqual([
    ['attempts begin', ['E1']], ['deploy after 286 failures', ['E2']], ['deploy becomes root: /bin/bash', ['E3']],
    ['user added: support', ['E4']],
  ]);
});
