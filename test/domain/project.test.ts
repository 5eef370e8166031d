import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Fact } from '../../src/domain/fact.ts';
import type { FindingId, LogId } from '../../src/domain/ids.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { precisionByDetector, suppressed } from '../../src/domain/knowledge-view.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { knowledgeSchema } from '../../src/domain/knowledge.ts';
import { NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import { projectDesk, projectSession } from '../../src/domain/project.ts';
import { sessionNumber } from '../support/fake-ids.ts';
import { ended, entriesOf, finding, incident, lesson, mark, started } from '../support/sample-facts.ts';

const HOUR = 3_600_000;
/** Session number n starts at hour n. */
const session = (number: number, ...facts: readonly Fact[]): readonly Entry[] =>
  entriesOf([started(sessionNumber(number)), ...facts], number * HOUR);
const headOf = (entries: readonly Entry[]): string => `${entries.length} entries from ${entries[0]?.at ?? 0}`;
const take = (knowledge: Knowledge, entries: readonly Entry[]): Knowledge => projectSession(knowledge, entries, headOf(entries));
const rebuilt = (sessions: readonly (readonly Entry[])[], desk: readonly Entry[] = []): Knowledge =>
  projectDesk(sessions.reduce(take, NO_KNOWLEDGE), desk);

const raised = (...parts: Parameters<typeof incident>): readonly Fact[] => [
  { type: 'finding.raised', finding: finding(1) }, { type: 'incident.raised', incident: incident(...parts) },
];
/** A desk journal, each fact at the minute given within hour 0. */
const desk = (...facts: readonly (readonly [number, Fact])[]): readonly Entry[] =>
  entriesOf(facts.map(([, fact]) => fact)).map((entry, index) => ({ ...entry, at: facts[index]?.[0] ?? 0 }));
const closed = (number: number, verdict: 'true' | 'false' | 'duplicate' = 'false'): Fact =>
  ({ type: 'incident.closed', incident: mark(number), who: 'ana', verdict, reason: 'backup job' });

describe('a session taken in', () => {
  const entries = session(1, ...raised(7), {
    type: 'indicators.seen', indicators: [{ type: 'ipv4-addr', value: '203.0.113.7', count: 40, matched: [] }],
  }, {
    type: 'steps.proposed', incident: incident(7).id,
    steps: [{ order: 1, host: 'web1', what: 'Block the source', why: 'x', command: null, undo: null, evidence: [] }],
  }, {
    type: 'handoff.made', handoff: { from: 'threat-detection', to: 'incident-response', why: 'x', refs: { findings: [], incidents: [], evidence: [] } },
  }, {
    type: 'log.opened', log: { id: 'S1' as LogId, name: 'auth.log', path: '/var/log/auth.log', kind: 'file', compression: 'none', size: 1, modified: 1 },
  }, {
    type: 'verdict.given', verdict: { verdict: 'suspicious', severity: 'medium', gotIn: 'no-sign', headline: 'Guessing, no entry', reasons: [] },
  }, ended());
  const known = take(NO_KNOWLEDGE, entries);

  it('leaves its row, its findings, indicators, incidents, steps and hand-offs', () => {
    const at = { session: sessionNumber(1), label: 'I7', at: HOUR + 2 };
    expect(known.sessions).toEqual([{
      session: sessionNumber(1), started: HOUR, ended: HOUR + 8, state: 'complete', sources: ['/var/log/auth.log'],
      verdict: 'suspicious', headline: 'Guessing, no entry', chainHead: headOf(entries),
    }]);
    expect(known.incidents).toEqual([{
      fingerprint: mark(7), incident: incident(7), previous: null, state: 'open', into: null, judged: null, reason: null, owner: null,
      notes: [], changed: [], findings: [{ fingerprint: mark(1), detector: 'brute-force' }],
      sightings: [{ ...at, verdicts: [{ at: HOUR + 2, verdict: 'suspicious', gotIn: 'no-sign' }], changed: [] }],
    }]);
    expect(known.findings).toMatchObject([{ fingerprint: mark(1), sightings: [{ session: sessionNumber(1), label: 'F1', at: HOUR + 1 }] }]);
    expect(known.indicators).toMatchObject([{ type: 'ipv4-addr', value: '203.0.113.7', sightings: [{ count: 40 }] }]);
    expect(known.actions).toEqual([{ session: sessionNumber(1), incident: mark(7), host: 'web1', what: 'Block the source' }]);
    expect(known.handoffs).toHaveLength(1);
    expect(knowledgeSchema.parse(known)).toEqual(known);
  });

  it('twice changes nothing, and a part of it first makes no difference', () => {
    expect(take(known, entries)).toBe(known);
    for (let part = 0; part < entries.length; part += 1) {
      expect(take(take(NO_KNOWLEDGE, entries.slice(0, part)), entries)).toEqual(known);
    }
  });

  it('without a start is none', () => {
    expect(projectSession(NO_KNOWLEDGE, entriesOf([ended()]), 'x')).toBe(NO_KNOWLEDGE);
  });

  it('that ended and was resumed is open again', () => {
    const resumed = session(1, ended('interrupted'), { type: 'session.resumed', version: '0.1.0', why: 'asked' });
    expect(take(NO_KNOWLEDGE, resumed).sessions).toMatchObject([{ state: 'open', ended: null }]);
  });
});

describe('an incident over sessions', () => {
  const worse: Partial<Incident> = {
    verdict: 'incident', severity: 'high', gotIn: 'yes', users: ['root', 'deploy'], findings: ['F1' as FindingId, 'F2' as FindingId],
  };

  it('is one, told as last seen, with what changed since the time before', () => {
    const known = rebuilt([session(1, ...raised(7)), session(2, ...raised(7, worse)), session(3, ...raised(8))]);
    expect(known.incidents.map((one) => one.fingerprint)).toEqual([mark(7), mark(8)]);
    const [seen] = known.incidents;
    expect(seen?.sightings.map((one) => one.session)).toEqual([sessionNumber(1), sessionNumber(2)]);
    expect(seen?.incident.severity).toBe('high');
    expect(seen?.changed).toEqual([
      'verdict: suspicious → incident', 'got in: no-sign → yes', 'severity rose: medium → high', 'findings: 1 → 2', 'new user: deploy',
    ]);
  });

  it.each([
    ['stays closed when seen again the same', incident(7), 'closed', 'false'],
    ['stays closed when seen again milder', incident(7, { verdict: 'inconclusive' }), 'closed', 'false'],
    ['stays closed when only its size grew', incident(7, { severity: 'critical', sources: ['203.0.113.7', '203.0.113.8'] }), 'closed', 'false'],
    ['is open again when its verdict got worse', incident(7, { verdict: 'incident' }), 'open', null],
    ['is open again when somebody may have got in', incident(7, { gotIn: 'cannot-tell' }), 'open', null],
  ])('%s', (_name, again, state, judged) => {
    const marks = desk([1.5 * HOUR, closed(7)]);
    const known = rebuilt([session(1, ...raised(7)), session(2, { type: 'incident.raised', incident: again })], marks);
    expect(known.incidents).toMatchObject([{ state, judged, sightings: [{}, {}] }]);
    expect(known.incidents[0]?.reason).toContain(state === 'open' ? 'reopened by itself: was closed as false' : 'backup job');
  });

  it('is opened by what the session that is still running adds after it was closed', () => {
    const running = session(1, ...raised(7), { type: 'incident.updated', incident: incident(7, { verdict: 'incident' }) });
    const at = running[2]?.at ?? 0;
    expect(rebuilt([running], desk([at, closed(7)])).incidents).toMatchObject([{ state: 'open' }]);
    expect(rebuilt([running], desk([at + 1, closed(7)])).incidents).toMatchObject([{ state: 'closed' }]);
  });

  it('carries notes, owner, merging and reopening in order of time', () => {
    const by = { incident: mark(7), who: 'ana' };
    const known = rebuilt([session(1, ...raised(7))], desk(
      [2 * HOUR, { type: 'incident.noted', ...by, text: 'asked the owner' }],
      [2 * HOUR + 1, { type: 'incident.assigned', ...by, to: 'ben' }],
      [2 * HOUR + 2, { type: 'incident.merged', ...by, into: mark(9), reason: 'same actor' }],
    ));
    expect(known.incidents).toMatchObject([{
      state: 'merged', into: mark(9), judged: 'duplicate', reason: 'same actor', owner: 'ben', notes: [{ at: 2 * HOUR, who: 'ana', text: 'asked the owner' }],
    }]);
    const reopened = rebuilt([session(1, ...raised(7))], desk(
      [2 * HOUR, closed(7)], [3 * HOUR, { type: 'incident.reopened', ...by, reason: 'not so sure' }],
    ));
    expect(reopened.incidents).toMatchObject([{ state: 'open', judged: null, reason: 'not so sure' }]);
  });
});

describe('the desk taken in', () => {
  const suppression = (id: string): Fact => ({
    type: 'suppression.added', id, matches: { fingerprint: mark(1), detector: null, source: null }, reason: 'scanner', expires: 9 * HOUR, who: 'ana',
  });

  it('holds what stands: lessons, and suppressions that were not lifted', () => {
    const entries = desk([1, suppression('a')], [2, suppression('b')], [3, { type: 'suppression.lifted', id: 'a', who: 'ana', reason: 'x' }], [4, lesson('y')]);
    const known = projectDesk(NO_KNOWLEDGE, entries);
    expect(known.suppressions.map((one) => [one.id, one.at])).toEqual([['b', 2]]);
    expect(known.lessons).toMatchObject([{ id: 'y', at: 4 }]);
    expect(projectDesk(known, entries)).toEqual(known);
    expect(projectDesk(known, entries.slice(0, 2))).toBe(known);
    expect(knowledgeSchema.parse(known)).toEqual(known);
  });

  it('keeps of a removed session that it was, its summary, and what was learnt from it', () => {
    const removed: Fact = { type: 'session.removed', session: sessionNumber(1), who: 'ana', summary: '1 incident, medium', severity: 'medium', forced: false };
    const known = rebuilt([session(1, ...raised(7), ended())], desk([5 * HOUR, removed]));
    expect(known.sessions).toMatchObject([{ state: 'removed', headline: '1 incident, medium', started: HOUR }]);
    expect(known.incidents).toHaveLength(1);
    expect(projectDesk(NO_KNOWLEDGE, desk([5 * HOUR, removed])).sessions).toMatchObject([{ state: 'removed', session: sessionNumber(1) }]);
  });
});

describe('knowledge that grew one by one', () => {
  /** Sessions that see some of three incidents, each growing in a few steps. */
  const seenIn = fc.array(fc.record({
    number: fc.integer({ min: 1, max: 3 }),
    verdict: fc.constantFrom('incident', 'suspicious', 'inconclusive'),
    users: fc.subarray(['root', 'deploy', 'git']),
  }), { maxLength: 4 });
  const marks = fc.array(fc.record({ number: fc.integer({ min: 1, max: 3 }), hour: fc.double({ min: 1, max: 7, noNaN: true }), what: fc.constantFrom('close', 'reopen') }), { maxLength: 4 });

  it('is what a rebuild gives, whatever was taken in twice, in parts, or while the desk went on', () => {
    fc.assert(fc.property(fc.array(seenIn, { maxLength: 5 }), marks, fc.array(fc.nat(20), { maxLength: 10 }), (seen, said, cuts) => {
      const sessions = seen.map((all, index) => session(index + 1, { type: 'finding.raised', finding: finding(1) }, ...all.map(
        ({ number, verdict, users }): Fact => ({ type: 'incident.raised', incident: incident(number, { verdict, users }) })), ended()));
      const spoken = desk(...said.toSorted((a, b) => a.hour - b.hour).map(({ number, hour, what }): readonly [number, Fact] => [
        hour * HOUR, what === 'close' ? closed(number) : { type: 'incident.reopened', incident: mark(number), who: 'ana', reason: 'x' },
      ]));
      let known = NO_KNOWLEDGE;
      for (const [index, entries] of sessions.entries()) {
        for (const cut of cuts.slice(index, index + 3)) known = take(known, entries.slice(0, cut));
        known = projectDesk(known, spoken.slice(0, cuts[index] ?? 0));
        known = take(known, entries);
        known = take(known, sessions[index - 1] ?? []);
      }
      expect(projectDesk(known, spoken)).toEqual(rebuilt(sessions, spoken));
      expect(projectDesk(sessions.reduce(take, projectDesk(NO_KNOWLEDGE, spoken)), spoken)).toEqual(rebuilt(sessions, spoken));
    }), { numRuns: 200 });
  });

  it('keeps the first and the latest sightings of what is seen for ever', () => {
    const known = rebuilt(Array.from({ length: 70 }, (_, index) => session(index + 1, { type: 'finding.raised', finding: finding(1) })));
    const numbers = known.findings[0]?.sightings.map((one) => one.session) ?? [];
    expect(numbers).toHaveLength(50);
    expect([numbers[0], numbers[1], numbers.at(-1)]).toEqual([sessionNumber(1), sessionNumber(22), sessionNumber(70)]);
  });
});

describe('marks, when looked at', () => {
  const rule = { id: 'a', fingerprint: null, detector: null, source: null, reason: 'x', who: 'ana', at: 1, expires: 100 };
  it.each([
    ['its fingerprint', { fingerprint: mark(1) }, 99, true],
    ['another fingerprint', { fingerprint: mark(2) }, 99, false],
    ['its detector', { detector: 'brute-force' }, 99, true],
    ['its detector from its source', { detector: 'brute-force', source: '203.0.113.7' }, 99, true],
    ['its detector from another source', { detector: 'brute-force', source: '203.0.113.8' }, 99, false],
    ['nothing', {}, 99, false],
    ['its detector, until it expires', { detector: 'brute-force' }, 100, false],
  ])('a suppression of %s', (_name, matches, now, silent) => {
    expect(suppressed(finding(1), [{ ...rule, ...matches }], now) !== null).toBe(silent);
  });

  it('a suppression of one source leaves a finding with two alone', () => {
    const two = finding(1, { sources: ['203.0.113.7', '198.51.100.9'] });
    expect(suppressed(two, [{ ...rule, source: '203.0.113.7' }], 1)).toBeNull();
    expect(suppressed(finding(1, { sources: [] }), [{ ...rule, source: '203.0.113.7' }], 1)).toBeNull();
  });

  it('precision counts what analysts judged true or false', () => {
    const known = rebuilt(
      [session(1, ...raised(1), ...raised(2), ...raised(3), ...raised(4))].map((entries) => entries),
      desk([9 * HOUR, closed(1, 'true')], [9 * HOUR, closed(2, 'false')], [9 * HOUR, closed(3, 'duplicate')]),
    );
    expect(precisionByDetector(known)).toEqual([{ detector: 'brute-force', confirmed: 1, refuted: 1, precision: 0.5 }]);
    expect(precisionByDetector(NO_KNOWLEDGE)).toEqual([]);
  });
});
