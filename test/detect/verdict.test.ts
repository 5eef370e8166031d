import { describe, expect, it } from 'vitest';
import type { VerdictInput } from '../../src/detect/verdict.ts';
import { sessionVerdict } from '../../src/detect/verdict.ts';
import { logLabel } from '../../src/domain/labels.ts';
import { at, finding, HOUR, incident, logInfo, logRead, predicate } from '../support/findings.ts';

const quiet: VerdictInput = { findings: [], weather: null, incidents: [], reads: [logRead()], unreadable: [], logs: [logInfo()] };
const verdict = (parts: Partial<VerdictInput>) => sessionVerdict({ ...quiet, ...parts });
const guess = (number: number) => finding(number, { sources: [`203.0.113.${number}`], count: 20 });
const unreadable = [{ path: '/var/log/secure', why: 'permission denied', remedy: null }];
const gap = (hours: number, explained: string | null = null) =>
  ({ from: at(0), to: at(hours * HOUR), afterLine: 40, explained });
const others = [2, 3].map((number) => logInfo(number, `log${number}`));

describe('nothing found', () => {
  it('is said of what was read, all of it', () => {
    expect(verdict({})).toEqual({
      verdict: 'nothing-found', severity: null, gotIn: 'no-sign', headline: 'no finding in 1,000 lines of web7',
      reasons: ['every log was read to its end and no detector found anything that counts'],
    });
  });
  it('stands beside notes', () => {
    expect(verdict({ findings: [finding(1, { severity: 'info' })] })).toMatchObject({ verdict: 'nothing-found', severity: 'info' });
  });
  it('is not hindered by quiet lines, short pauses and what explains itself', () => {
    const reads = [logRead({ lines: 100, parsed: 6, quiet: 90, unparsed: 1, gaps: [gap(0.5), gap(13, 'reboot')] })];
    expect(verdict({ reads }).verdict).toBe('nothing-found');
  });
});

describe('what is never "nothing found"', () => {
  it.each<readonly [string, Partial<VerdictInput>, string]>([
    ['nothing that could be read', { reads: [], logs: [], unreadable }, 'nothing could be read'],
    ['an empty log', { reads: [logRead({ lines: 0, parsed: 0, quiet: 0 })] }, 'the log is empty'],
    ['lines mostly not understood', { reads: [logRead({ lines: 500, parsed: 60, quiet: 400, unparsed: 40 })] },
      '40 of 500 lines were not understood'],
    ['one log of three that nobody understood', {
      reads: [logRead(), logRead({ log: logLabel(2) }), logRead({ log: logLabel(3), lines: 10, parsed: 1, quiet: 0, unparsed: 9 })],
      logs: [logInfo(), ...others],
    }, '9 of 2,010 lines were not understood'],
    ['one unreadable file of three', { reads: [logRead(), logRead({ log: logLabel(2) })], logs: [logInfo(), logInfo(2, 'b')], unreadable },
      '1 of 3 files could not be read'],
    ['a long gap', { reads: [logRead({ gaps: [gap(3)] })] }, 'the log is silent for 3 h after line 40'],
    ['half a day of silence in a year', { reads: [logRead({ to: at(9_000 * HOUR), gaps: [gap(13)] })] },
      'the log is silent for 13 h after line 40'],
    ['a log that was cut short', { reads: [logRead({ troubles: ['gzip stream ends early'] })] }, 'gzip stream ends early'],
    ['a log not read to its end', { logs: [logInfo(), logInfo(2, 'b.log')] }, 'b.log was not read to its end'],
    ['wiped records', { findings: [finding(1, { category: 'log-tampering', severity: 'medium', progress: 'cannot-tell', title: 'log restarts empty' })] },
      'the records themselves are in doubt: log restarts empty'],
  ])('is %s', (_what, parts, headline) => {
    expect(verdict(parts)).toMatchObject({ verdict: 'inconclusive', gotIn: 'cannot-tell', headline });
  });
});

describe('attempts', () => {
  it('with everything read are suspicious, with no sign of success', () => {
    expect(verdict({ findings: [guess(1), guess(2)] })).toEqual({
      verdict: 'suspicious', severity: 'low', gotIn: 'no-sign', headline: 'web7: 2 sources guessed, none got in',
      reasons: ['no attempt is on record as accepted', '2 sources guessed, none got in'],
    });
  });
  it('beside a file that could not be read prove nothing about success', () => {
    expect(verdict({ findings: [guess(1)], unreadable })).toMatchObject({ verdict: 'inconclusive', gotIn: 'cannot-tell' });
    const attack = incident(1, { verdict: 'suspicious', severity: 'medium', gotIn: 'no-sign' });
    expect(verdict({ incidents: [attack], unreadable })).toMatchObject({ verdict: 'suspicious', gotIn: 'cannot-tell' });
    expect(verdict({ incidents: [attack] })).toMatchObject({ verdict: 'suspicious', gotIn: 'no-sign' });
  });
  it('are medium at most', () => {
    expect(verdict({ findings: [finding(1, { severity: 'critical', category: 'privilege-escalation' })] }))
      .toMatchObject({ verdict: 'suspicious', severity: 'medium' });
  });
  it('to forge records leave the other records standing, and the question open', () => {
    const forged = finding(1, {
      category: 'log-tampering', severity: 'medium', progress: 'cannot-tell', taint: ['all'], title: '3 records may be forged',
    });
    expect(verdict({ findings: [forged] })).toMatchObject({
      verdict: 'suspicious', gotIn: 'cannot-tell', headline: 'web7: 3 records may be forged',
    });
  });
  it('are never called refused where an odd login stands among them', () => {
    const odd = finding(2, { category: 'suspicious-login', severity: 'low', progress: 'cannot-tell', title: 'new place' });
    expect(verdict({ findings: [odd] }).reasons).toEqual(['new place (low)']);
  });
});

describe('an incident', () => {
  const breach = incident(2, { severity: 'critical', title: "deploy's password guessed", predicates: [predicate('guessed', 'met')] });
  it('stands whatever else could not be read, and the worst gives the headline', () => {
    const lesser = incident(1, { verdict: 'suspicious', severity: 'medium', gotIn: 'no-sign' });
    expect(verdict({ incidents: [lesser, breach], unreadable, reads: [] })).toMatchObject({
      verdict: 'incident', severity: 'critical', gotIn: 'yes', headline: "web7: deploy's password guessed; 1 more",
    });
  });
  it('lists the conditions and the blind spots it was judged by', () => {
    expect(verdict({ incidents: [breach], unreadable }).reasons).toEqual([
      'met: guessed (shown)', '1 of 2 files could not be read', '/var/log/secure: permission denied',
    ]);
  });
});
