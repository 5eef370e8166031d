import { describe, expect, it } from 'vitest';
import { answers } from '../../src/analyst/answers/index.ts';
import { type Answer, ask, type Desk } from '../../src/analyst/ask.ts';
import type { Call } from '../../src/analyst/moves/move.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { factSchema } from '../../src/domain/fact.ts';
import { type Knowledge, knowledgeSchema } from '../../src/domain/knowledge.ts';
import { NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import { EMPTY_STATE, evolve, type SessionState } from '../../src/domain/session-state.ts';
import { identifyService } from '../../src/tools/identify-service.ts';
import { proposeSteps } from '../../src/tools/propose-steps.ts';
import { GUESSED, query } from '../support/case-file.ts';
import { fakeTools } from '../support/fake-tools.ts';
import { runTeam } from '../support/run-team.ts';

const HERE = '01J00000000000000000000002';
const EARLIER = '01J00000000000000000000001';
const started = factSchema.parse({
  type: 'session.started', session: HERE, version: '1', brain: 'embedded analyst', host: 'ws2', user: 'ana', now: 0,
  request: { command: 'triage', paths: ['auth.log'], since: null, until: null, zone: null, clockOffset: 0, keepSources: false, context: null },
});
const format: Desk['format'] = { text: (value) => value, time: (ms) => new Date(ms).toISOString(), count: String, span: (ms) => `${ms} ms` };

async function session(): Promise<SessionState> {
  const tools = [...fakeTools({ lines: GUESSED.lines, findings: GUESSED.findings, incidents: [GUESSED.incident] }), identifyService, proposeSteps];
  const run = await runTeam({ tools });
  return evolve(run.session.state(), started);
}
const STATE = await session();

/** Answers searches with two rows and remembers what was asked. */
function openDesk(state: SessionState = STATE, knowledge: Knowledge = NO_KNOWLEDGE): Desk & { readonly calls: Call[] } {
  const calls: Call[] = [];
  return {
    state, knowledge, format, calls,
    run: async (call) => {
      calls.push(call);
      const receipt: Evidence = query('E90', call.args, 2, 8_214);
      return evolve(state, { type: 'evidence.minted', evidence: [receipt] });
    },
  };
}
const textOf = ({ lines }: Answer): string => lines.map(({ text, refs }) => `${text} [${refs.join(' ')}]`).join('\n');

const QUESTIONS: readonly (readonly [string, string, ...string[]])[] = [
  ['what happened?', 'summary', 'I1'],
  ['Was I breached?', 'summary', 'incident'],
  ['what did 203.0.113.9 do', 'actor', 'F1', 'F2', '2 events'],
  ['203.0.113.9?', 'actor', 'F1'],
  ['tell me about ::ffff:203.0.113.9', 'actor', 'F1'],
  ['What did deploy do?', 'actor', 'F3'],
  ['who logged in after failing', 'logins', 'deploy', 'F2'],
  ['after failing, who got in?', 'logins', 'F2'],
  ['did anyone log in', 'logins', 'F2', '2 accepted logins'],
  ['how many failed logins', 'how-many', 'failed login', 'searched'],
  ['timeline of deploy', 'timeline', 'E3', 'E4'],
  ['show me the timeline of I1', 'timeline', 'guessing starts', 'E1'],
  ['deploy timeline please', 'timeline', 'E3'],
  ['why is F2 high', 'why', 'F2 is high', 'E3'],
  ['F2: high - why?', 'why', 'F2 is high'],
  ['why is I1 an incident', 'why', 'guessed before', 'not-checkable'],
  ['why?', 'why', 'rests on the records'],
  ['what speaks against F3', 'against', 'It may be nothing.', 'F3'],
  ['is F2 a false positive', 'against', 'F2'],
  ['what speaks against I1', 'against', 'no process records'],
  ['what was not looked at', 'coverage', 'processes'],
  ['which gaps are there', 'coverage', 'processes'],
  ['was this seen before', 'seen-before', 'Nothing of this is known'],
  ['what should I do', 'to-do', 'usermod -L', 'I1'],
  ['next steps for I1', 'to-do', 'usermod -L'],
  ['list the sources', 'lists', '203.0.113.9', 'F1'],
  ['which users are involved', 'lists', 'deploy'],
  ['how many sources', 'lists', '2 sources in all'],
  ['count of findings', 'lists', '5 findings in all'],
  ['show E3', 'evidence', 'Accepted password for deploy', 'sha256'],
  ['E3', 'evidence', 'Accepted password'],
];

describe('soc ask', () => {
  it.each(QUESTIONS)('answers "%s" as %s', async (question, kind, ...holds) => {
    const answer = await ask(question, openDesk());
    expect(answer.kind).toBe(kind);
    for (const part of holds) expect(textOf(answer)).toContain(part);
  });

  it.each(QUESTIONS)('cites what it rests on wherever "%s" is answered with a number', async (question) => {
    const { lines } = await ask(question, openDesk());
    expect(lines.filter(({ text, refs }) => /\p{N}/u.test(text) && refs.length === 0)).toEqual([]);
  });

  it.each(QUESTIONS)('cites for "%s" only what the session holds', async (question) => {
    const { lines } = await ask(question, openDesk());
    const { evidence, findings, incidents, reads } = STATE;
    const known = new Set<string>([...evidence.keys(), ...findings.map(({ id }) => id), ...incidents.map(({ id }) => id), ...reads.map(({ log }) => log), 'E90']);
    expect(lines.flatMap(({ refs }) => refs).filter((ref) => !known.has(ref))).toEqual([]);
  });

  it('does not depend on the order of words', async () => {
    const [one, two] = await Promise.all([ask('who logged in after failing', openDesk()), ask('failing after in logged who', openDesk())]);
    expect(one).toEqual(two);
  });

  it('says what it cannot answer, and what it can', async () => {
    const answer = await ask('will it rain tomorrow', openDesk());
    expect(answer).toMatchObject({ kind: null, canAnswer: answers.map(({ example }) => example) });
    expect(answer.lines[0]?.text).toMatch(/cannot|not one that can/);
  });

  it.each(answers.map(({ name, example }) => [example, name]))('takes its own example "%s" for %s', async (example, name) => {
    expect((await ask(example, openDesk())).kind).toBe(name);
  });

  it('searches only for what was not searched before, and works where nothing can be run', async () => {
    const desk = openDesk();
    await ask('what did 192.0.2.1 do', desk);
    expect(desk.calls).toEqual([{ tool: 'search_events', args: { source: '192.0.2.1', limit: 6 } }]);
    const searched = query('E91', { source: '192.0.2.1', limit: 6 }, 0, 500);
    const again = openDesk(evolve(STATE, { type: 'evidence.minted', evidence: [searched] }));
    expect(textOf(await ask('what did 192.0.2.1 do', again))).toContain('No event of 192.0.2.1 in 500 lines searched. [E91]');
    expect(again.calls).toEqual([]);
    expect((await ask('what did 192.0.2.1 do', { ...openDesk(), run: null })).lines).toEqual([{ text: 'No finding is about it.', refs: [] }]);
  });

  it('knows an address and an incident from an earlier session, and does not count this one', async () => {
    const [incident] = STATE.incidents;
    const sightings = [EARLIER, HERE].map((id) => ({ session: id, label: 'F7', at: 1_000 }));
    const knowledge = knowledgeSchema.parse({
      ...NO_KNOWLEDGE,
      findings: [{ fingerprint: '0'.repeat(16), detector: 'd', category: 'brute-force', title: 'Guessing', severity: 'low', sources: ['203.0.113.9'], sightings }],
      incidents: [{
        fingerprint: incident?.fingerprint, incident, previous: null, state: 'closed', into: null, judged: 'true', reason: 'so', owner: null,
        sightings: sightings.map((one) => ({ ...one, verdicts: [], changed: [] })),
        notes: [], changed: [], findings: [],
      }],
    });
    const answer = textOf(await ask('seen before?', openDesk(STATE, knowledge)));
    expect(answer).toContain(`I1 was seen in 1 earlier sessions, judged true. [I1 ${EARLIER}/F7]`);
    expect(answer).toContain(`203.0.113.9: Guessing, last at 1970-01-01T00:00:01.000Z. [${EARLIER}/F7]`);
    expect(textOf(await ask('was 198.51.100.4 seen before', openDesk(STATE, knowledge)))).toContain('Nothing of this is known');
  });

  it('has an honest answer of every kind for an empty session', async () => {
    for (const [question] of QUESTIONS) {
      const { lines } = await ask(question, { ...openDesk(EMPTY_STATE), run: null });
      expect(lines.length).toBeGreaterThan(0);
    }
  });
});
