import { describe, expect, it } from 'vitest';
import { contextSchema } from '../../src/domain/context.ts';
import { NO_CONTEXT } from '../../src/domain/no-context.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { triageSchema } from '../../src/domain/incident.ts';
import { findingLabel } from '../../src/domain/labels.ts';
import { GUESSED_BEFORE } from '../../src/domain/predicate-names.ts';
import { triage } from '../../src/respond/triage.ts';
import type { TriageInput } from '../../src/respond/triage-bounds.ts';
import { at, finding, HOUR, incident, predicate } from '../support/findings.ts';

const asset = (criticality: string, exposed = false) =>
  contextSchema.parse({ assets: [{ name: 'web7', criticality, exposed }] });
const important = asset('important');

const weigh = (
  members: readonly Finding[], about: Partial<Incident> = {}, parts: Partial<TriageInput> = {},
) => triage({
  incident: incident(1, { findings: [findingLabel(1)], ...about }), members, context: NO_CONTEXT, recordsEnd: null,
  judged: null, knownExploited: new Set(), ...parts,
});

type Kind = Parameters<typeof finding>[1];
const of = (parts: Kind = {}): readonly Finding[] => [finding(1, parts)];
const action = (category: Finding['category'], parts: Kind = {}): readonly Finding[] =>
  of({ category, progress: 'action', severity: 'high', ...parts });
const guessedLogin: readonly Finding[] =
  of({ category: 'suspicious-login', progress: 'access', severity: 'high', users: ['deploy'], sources: ['203.0.113.9'] });
const guessed = { predicates: [predicate(GUESSED_BEFORE, 'met')] };
const noSign = { gotIn: 'no-sign', verdict: 'suspicious' } as const;

/** Every row: what happened, what is known; impact, score, band, priority, floors and ceilings by their beginnings. */
const GOLDEN: readonly (readonly [
  string, readonly Finding[], Partial<Incident>, Partial<TriageInput>,
  readonly [impact: number, score: number, band: string, priority: string, bounds: readonly string[]],
])[] = [
  ['the worked example: a guessed login on one important server', guessedLogin, guessed, { context: important },
    [38.5, 60, 'high', 'P1', ['successful login after guessing']]],
  ['the same on an unknown host', guessedLogin, guessed, {}, [33.5, 60, 'high', 'P1', ['successful login after guessing']]],
  ['an odd login nobody guessed for', guessedLogin, {}, {}, [33.5, 29.1, 'low', 'P3', []]],
  ['the same, believed less', of({ category: 'suspicious-login', progress: 'access', confidence: 'low', users: ['deploy'] }), {}, {},
    [33.5, 17.2, 'informational', 'P4', []]],
  ['root taken on a crown jewel', action('privilege-escalation', { users: ['deploy', 'root'] }), {}, { context: asset('crown-jewel') },
    [58, 50.5, 'medium', 'P2', []]],
  ['a guessed login whose session became root and left an account', of({
    category: 'suspicious-login', progress: 'action', severity: 'critical', users: ['deploy', 'support'], attack: [
      { tactic: 'credential-access', technique: 'T1110.001' }, { tactic: 'privilege-escalation', technique: 'T1548.003' },
      { tactic: 'persistence', technique: 'T1136.001' },
    ],
  }), guessed, { context: important }, [53, 60, 'high', 'P1', ['successful login after guessing']]],
  ['scanning', of({ category: 'web-scan' }), noSign, {}, [13.5, 11.7, 'informational', 'P4', []]],
  ['targeted attempts', of({ category: 'web-exploit', severity: 'medium' }), noSign, {}, [17.3, 15, 'informational', 'P4', []]],
  ['targeted attempts on a crown jewel', of({ category: 'web-exploit', severity: 'medium' }), noSign, { context: asset('crown-jewel') },
    [27.3, 23.7, 'low', 'P3', []]],
  ['a web shell used', action('web-shell'), {}, {}, [41.3, 65, 'high', 'P1', ['web shell']]],
  ['a web shell looked for', of({ category: 'web-shell', severity: 'medium' }), noSign, {}, [17.3, 15, 'informational', 'P4', []]],
  ['a web attack that was answered', of({ category: 'web-exploit', progress: 'access', severity: 'high' }), {}, {},
    [38.3, 33.3, 'low', 'P3', []]],
  ['files encrypted', action('ransomware'), {}, { context: important }, [69.8, 85, 'critical', 'P1', ['ransomware']]],
  ['data taken from a crown jewel', action('exfiltration', { users: ['root'] }), {}, { context: asset('crown-jewel') },
    [75, 65.3, 'high', 'P1', []]],
  ['a miner', action('cryptomining'), {}, {}, [52, 45.2, 'medium', 'P2', []]],
  ['a control channel', action('command-and-control'), {}, {}, [38.5, 75, 'high', 'P1', ['live hands']]],
  ['a second root account', action('account-change', { targets: ['support'] }), { gotIn: 'cannot-tell' }, {},
    [44.3, 60, 'high', 'P1', ['privileged account change']]],
  ['a changed account of less weight', action('account-change', { severity: 'medium' }), { gotIn: 'cannot-tell' }, {},
    [44.3, 38.5, 'low', 'P3', []]],
  ['somebody at work as the records end', action('execution', { to: 0 }), {}, { recordsEnd: at(600) },
    [38.5, 75, 'high', 'P1', ['live hands']]],
  ['somebody who was at work yesterday', action('execution', { to: 0 }), {}, { recordsEnd: at(24 * HOUR) },
    [38.5, 33.5, 'low', 'P3', []]],
  ['a weakness known to be exploited, on an exposed asset', of({ category: 'web-exploit', family: 'CVE-2031-0001' }), noSign,
    { context: asset('server', true), knownExploited: new Set(['CVE-2031-0001']) },
    [17.3, 55, 'medium', 'P2', ['known-exploited']]],
  ['the same inside', of({ category: 'web-exploit', family: 'CVE-2031-0001' }), noSign,
    { context: asset('server'), knownExploited: new Set(['CVE-2031-0001']) }, [17.3, 15, 'informational', 'P4', []]],
  ['a guessed login that the analyst knows to be benign', guessedLogin, guessed, { judged: 'false' },
    [33.5, 10, 'informational', 'P4', ['successful login after guessing', 'confirmed benign']]],
  ['an approved scanner that tries', of({ category: 'web-exploit', severity: 'medium' }), noSign,
    { context: contextSchema.parse({ assets: [{ name: 'web7', criticality: 'crown-jewel' }], scanners: [{ name: 'qualis', places: ['203.0.113.9'] }] }) },
    [27.3, 15, 'informational', 'P4', ['scanner qualis']]],
  ['many hosts', guessedLogin, { ...guessed, hosts: ['a', 'b', 'c', 'd', 'e', 'f'] }, {},
    [39.5, 60, 'high', 'P1', ['successful login after guessing']]],
  ['a lab machine', guessedLogin, {}, { context: asset('lab') }, [25.5, 22.2, 'low', 'P3', []]],
];

describe('triage', () => {
  it.each(GOLDEN)('weighs %s', (...row) => {
    const [, members, about, parts, expected] = row;
    const { impact, score, band, priority, floors, ceilings } = weigh(members, about, parts);
    const bounds = [...floors, ...ceilings];
    const beginnings = bounds.map((text, index) => text.slice(0, expected[4][index]?.length ?? text.length));
    expect([impact, score, band, priority, beginnings]).toEqual(expected);
  });

  it('writes down what the journal can hold, each term with its reason', () => {
    const weighed = weigh(guessedLogin, guessed, { context: important });
    expect(triageSchema.safeParse(weighed).error).toBeUndefined();
    expect(weighed.terms.map(({ name, weight, value, why }) => [name, weight, value, why])).toEqual([
      ['progress', 25, 0.5, 'suspicious login: got in'], ['asset', 20, 0.75, 'web7 is important'],
      ['function', 15, 0, 'no sign that a service suffers'], ['info', 15, 0.25, 'whoever is in can read what the account can'],
      ['privilege', 10, 0.5, 'acts as a user'], ['spread', 10, 0.1, 'one host'],
      ['recover', 5, 0.25, 'accounts and sessions must be reset'],
    ]);
    expect(weighed.terms.filter(({ value }) => value > 0).map(({ evidence }) => evidence))
      .toEqual([['E1'], [], ['E1'], ['E1'], ['E1'], ['E1']]);
    expect(weighed.floors).toEqual(['successful login after guessing: at least 60']);
  });
  it('says that criticality is unknown', () => {
    expect(weigh(guessedLogin).terms[1]?.why).toBe('criticality unknown: not in the context');
  });
});

describe('confidence', () => {
  const confidence = (count: number, about: Partial<Incident> = {}, parts: Kind = {}) =>
    weigh(Array.from({ length: count }, (_, index) => finding(index + 1, { confidence: 'low', ...parts })), about).confidence;
  it('grows with witnesses, and counts three of one kind at most', () => {
    expect([1, 2, 3, 4, 40].map((count) => confidence(count))).toEqual([0.25, 0.44, 0.58, 0.58, 0.58]);
  });
  it('grows with conditions that are met and shrinks with those that are not', () => {
    const about = (...states: readonly ('met' | 'unmet' | 'not-checkable')[]): Partial<Incident> =>
      ({ predicates: states.map((state, index) => predicate(`c${index}`, state)) });
    expect([about('met'), about('unmet'), about('not-checkable')].map((one) => confidence(1, one))).toEqual([0.48, 0.21, 0.25]);
    expect(confidence(1, { ...about('unmet'), gotIn: 'no-sign' })).toBe(0.25);
  });
  it('shrinks where the analyst knows the place', () => {
    expect(confidence(1, {}, { adjusted: [{ by: 'egress office', from: 'x', to: 'y' }] })).toBe(0.18);
  });
  it('moves no impact', () => {
    const sure = weigh(guessedLogin);
    const unsure = weigh(guessedLogin.map((one) => ({ ...one, confidence: 'low' as const })));
    expect(unsure.impact).toBe(sure.impact);
    expect(unsure.score).toBeLessThan(sure.score);
  });
});

describe('sensitivity', () => {
  it('names the missing fact that moves the band furthest', () => {
    expect(weigh(action('execution')).sensitivity).toBe('asset criticality unknown: low ↔ medium');
    expect(weigh(action('execution'), {}, { context: asset('server') }).sensitivity).toBe('whether data was taken is unknown: low ↔ medium');
    const jewel = of({ category: 'web-exploit', severity: 'medium' });
    expect(weigh(jewel, noSign).sensitivity).toBe('asset criticality unknown: informational ↔ low');
  });
  it('is silent where nothing missing moves the band', () => {
    expect(weigh(action('ransomware'), {}, { context: important }).sensitivity).toBeNull();
    expect(weigh(guessedLogin, guessed, { judged: 'false' }).sensitivity).toBeNull();
  });
});

it('does not hang on what has nothing to do with it', () => {
  const plain = weigh(guessedLogin, guessed);
  const relabelled = guessedLogin.map((one) => ({
    ...one, detector: 'other', title: 'CRITICAL ransomware', reason: 'data taken', benign: '', count: 99_999, targets: ['x'], taint: ['user'],
    fingerprint: finding(9).fingerprint,
  }));
  const about: Partial<Incident> = {
    ...guessed, title: 'root taken', type: 'data-theft', users: ['root'], fingerprint: incident(9).fingerprint, severity: 'low',
  };
  expect(weigh(relabelled, about)).toEqual(plain);
});
