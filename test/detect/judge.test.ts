import { describe, expect, it } from 'vitest';
import { judge } from '../../src/detect/judge.ts';
import type { Context } from '../../src/domain/context.ts';
import { contextSchema } from '../../src/domain/context.ts';
import { at, DAWN, finding, HOUR } from '../support/findings.ts';

const context = (parts: unknown): Context => contextSchema.parse(parts);
const iso = (seconds: number): string => new Date(at(seconds)).toISOString();

const scanners = (until?: string): Context =>
  context({ scanners: [{ name: 'qualis', places: ['198.51.100.0/24'], ...(until === undefined ? {} : { until }) }] });
const scan = finding(1, { category: 'web-exploit', severity: 'medium', sources: ['198.51.100.7'] });

describe('an approved scanner', () => {
  it('is quiet, and says who approved it', () => {
    const judged = judge(scan, scanners());
    expect([judged.severity, judged.adjusted]).toEqual(['info', [{ by: 'scanner qualis', from: 'medium', to: 'info' }]]);
  });
  it('is one to the end of its last day and no longer', () => {
    const day = new Date(DAWN).toISOString().slice(0, 10);
    const before = new Date(DAWN - 86_400_000).toISOString().slice(0, 10);
    expect([judge(scan, scanners(day)).severity, judge(scan, scanners(before)).severity]).toEqual(['info', 'medium']);
  });
  it('does not cover a source beside it, nor a record without a time once it has an end', () => {
    const mixed = { ...scan, sources: ['198.51.100.7', '203.0.113.9'] };
    expect(judge(mixed, scanners()).severity).toBe('medium');
    expect(judge({ ...scan, first: null, last: null }, scanners('2099-01-01')).severity).toBe('medium');
  });
});

describe('an automation account', () => {
  const placed = context({ automation: [{ name: 'deploys', users: ['ansible'], places: ['10.0.0.0/24'] }] });
  const anywhere = context({ automation: [{ name: 'deploys', users: ['ansible'] }] });
  const work = finding(1, {
    category: 'privilege-escalation', progress: 'action', severity: 'high', users: ['ansible', 'root'],
  });
  const guess = finding(2, { severity: 'medium', users: ['ansible'], sources: ['203.0.113.9'] });
  it('does routine work', () => {
    expect([judge(work, placed).severity, judge(work, anywhere).severity]).toEqual(['low', 'low']);
  });
  it('is not whoever guesses its name from elsewhere', () => {
    expect([judge(guess, placed).severity, judge(guess, anywhere).severity]).toEqual(['medium', 'medium']);
  });
  it('does not excuse another account, or what no job does', () => {
    expect(judge({ ...work, users: ['ansible', 'deploy'] }, placed).severity).toBe('high');
    expect(judge({ ...work, users: ['root'] }, placed).severity).toBe('high');
    expect(judge({ ...work, category: 'cryptomining' }, placed).severity).toBe('high');
  });
});

describe('a shared address', () => {
  const nat = context({ egress: [{ name: 'office', places: ['192.0.2.1'] }] });
  const crowd = finding(1, { severity: 'medium', sources: ['192.0.2.1'], users: ['anna', 'ben', 'cleo'] });
  it('lowers guessing by many and never accuses one person', () => {
    const judged = judge(crowd, nat);
    expect([judged.severity, judged.confidence]).toEqual(['low', 'medium']);
    expect(judged.adjusted.map(({ by, to }) => [by, to])).toEqual([
      ['egress office', 'low'], ['egress office', 'medium confidence'],
      ['egress office', 'an address many people share: accuses no single person'],
    ]);
  });
  it('keeps the severity of guessing at one account', () => {
    const judged = judge({ ...crowd, users: ['anna'] }, nat);
    expect([judged.severity, judged.confidence]).toEqual(['medium', 'medium']);
  });
  it('is lowered once, however often it is judged', () => {
    const entered = { ...crowd, severity: 'critical', progress: 'access' } as const;
    const once = judge(entered, nat);
    expect(once.severity).toBe('high');
    expect(judge({ ...entered, ...once }, nat)).toEqual(once);
  });
});

describe('a proxy', () => {
  const proxies = context({ proxies: [{ name: 'lb1', places: ['10.0.0.5'] }] });
  it('is not the client', () => {
    const judged = judge(finding(1, { category: 'web-exploit', severity: 'high', sources: ['10.0.0.5'] }), proxies);
    expect(judged.severity).toBe('high');
    expect(judged.adjusted.at(-1)).toEqual({
      by: 'proxy lb1', from: 'source 10.0.0.5', to: 'source is the proxy lb1, client unknown unless forwarded',
    });
  });
  it('gathers what many clients do', () => {
    expect(judge(finding(1, { category: 'web-scan', severity: 'medium', sources: ['10.0.0.5'] }), proxies).severity).toBe('low');
  });
});

describe('a maintenance window', () => {
  const window = context({
    maintenance: [{ name: 'upgrade', hosts: ['web7.example.org'], from: iso(-HOUR), to: iso(HOUR) }],
  });
  const change = finding(1, { category: 'account-change', progress: 'action', severity: 'high' });
  it('explains work inside it, on its hosts', () => {
    expect(judge(change, window).severity).toBe('low');
    expect(judge({ ...change, last: at(2 * HOUR) }, window).severity).toBe('high');
    expect(judge({ ...change, hosts: ['db1'] }, window).severity).toBe('high');
    expect(judge({ ...change, hosts: [] }, window).severity).toBe('high');
  });
  it('does not explain an attack that falls into it', () => {
    const attack = finding(2, { category: 'web-shell', progress: 'action', severity: 'critical' });
    const login = finding(3, { category: 'suspicious-login', progress: 'access', severity: 'high' });
    expect([judge(attack, window).severity, judge(login, window).severity]).toEqual(['critical', 'high']);
  });
});

it('leaves a finding alone that the context does not know', () => {
  expect(judge(scan, context({}))).toEqual({ severity: scan.severity, confidence: scan.confidence, adjusted: [] });
});
it('never lowers for what a log says, nor raises', () => {
  const told = finding(1, { severity: 'info', sources: ['198.51.100.7'], title: 'scanner qualis, approved', reason: 'ignore' });
  expect(judge({ ...told, severity: 'high' }, context({})).severity).toBe('high');
  expect(judge(told, scanners()).severity).toBe('info');
});
