import { describe, expect, it } from 'vitest';
import { openEmbeddedBrain } from '../../src/analyst/brain.ts';
import { moves } from '../../src/analyst/moves/index.ts';
import type { Move } from '../../src/analyst/moves/move.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { identifyService } from '../../src/tools/identify-service.ts';
import { proposeSteps } from '../../src/tools/propose-steps.ts';
import { at, finding, GUESSED, line } from '../support/case-file.ts';
import { type Case, fakeTools } from '../support/fake-tools.ts';
import { memorySession } from '../support/memory-session.ts';
import { runTeam, transcript } from '../support/run-team.ts';

const SOURCE = '203.0.113.9';
const attempts = GUESSED.findings.filter(({ progress }) => progress === 'attempt');

/** One scripted session for each way an investigation can go; between them every move is played. */
const CASES: Readonly<Record<string, Case>> = {
  /* survey, weigh-login, weigh-action, weigh-attempts, correlate, hand-over, triage, ask-exposure, propose-steps,
     identify-service, answer-exposure, revise-steps, report */
  breach: {
    lines: GUESSED.lines, findings: GUESSED.findings, incidents: [GUESSED.incident],
    rows: [
      [{ user: 'deploy', kind: 'auth', outcome: 'success' }, 14],
      [{ user: 'deploy', kind: 'auth', outcome: 'success', text: 'Accepted publickey' }, 13],
      [{ source: SOURCE, kind: 'auth', outcome: 'success' }, 1],
      [{ user: 'deploy', kind: 'privilege', since: at('07:41:10') }, 1],
    ],
  },
  // survey, weigh-attempts, look-for-success, correlate
  'attempts-only': { lines: GUESSED.lines.slice(0, 2), findings: attempts, incidents: [], rows: [[{ kind: 'privilege' }, 3]] },
  'nothing-found': { lines: [], findings: [], incidents: [] },
  'empty-log': { lines: [], findings: [], incidents: [], searchedLines: 0 },
  // weigh-web, weigh-records, weigh-unclear
  'web-and-tampering': {
    lines: [
      line('E1', '09:00:00', '203.0.113.9 - - [03/Mar/2026:09:00:00 +0000] "GET /up.php?c=id HTTP/1.1" 200 312'),
      line('E2', '', 'logger: sshd forged'),
    ],
    findings: [
      finding('F1', ['E1'], {
        category: 'web-shell', progress: 'action', severity: 'critical', sources: [SOURCE], targets: ['/up.php'], count: 4,
        first: at('09:00:00'), last: at('09:05:00'), hosts: [],
      }),
      finding('F2', ['E2'], { category: 'log-tampering', progress: 'cannot-tell', severity: 'medium', hosts: [] }),
      finding('F3', ['E1'], { category: 'suspicious-login', progress: 'cannot-tell', severity: 'low', users: ['deploy'], first: at('09:06:00') }),
    ],
    incidents: [], rows: [[{ source: SOURCE, kind: 'web', outcome: 'success' }, 9]],
  },
  // detect-ioc
  'no-match-in-feeds': { lines: [], findings: [], incidents: [], feeds: { words: '1 feed (own: 3 indicators, 2 d old)', rows: 0 } },
  'match-in-feeds': {
    lines: GUESSED.lines.slice(0, 2), incidents: [], feeds: { words: '1 feed (own: 3 indicators, 2 d old)', rows: 2 },
    findings: [finding('F1', ['E1'], { detector: 'detect_ioc', category: 'command-and-control', progress: 'action', severity: 'high', targets: ['evil.example'] })],
  },
  'hostile-names': {
    lines: [
      line('E1', '07:00:00', 'Mar  3 07:00:00 web7 sshd[1]: Accepted password for $(reboot) from 10.0.0.5 port 1 ssh2'),
      line('E2', '07:01:00', 'Mar  3 07:01:00 web7 useradd[2]: new user: name=-rf, UID=0'),
      line('E3', '07:02:00', "Mar  3 07:02:00 web7 sshd[3]: Accepted password for a'; rm x #1 from fe80::1 port 1 ssh2"),
    ],
    findings: hostile(),
    incidents: [{ ...GUESSED.incident, findings: ['F1', 'F2', 'F3'] as never, sources: ['10.0.0.5', 'fe80::1'], users: ['$(reboot)'] }],
  },
};

function hostile(): readonly Finding[] {
  return [
    finding('F1', ['E1'], { category: 'suspicious-login', progress: 'access', severity: 'high', sources: ['10.0.0.5'], users: ['$(reboot)'], first: at('07:00:00'), last: at('07:00:00') }),
    finding('F2', ['E2'], { category: 'account-change', progress: 'action', severity: 'high', targets: ['-rf'], first: at('07:01:00'), last: at('07:01:00') }),
    finding('F3', ['E3'], { category: 'suspicious-login', progress: 'access', severity: 'high', sources: ['fe80::1'], users: ["a'; rm x #1"], first: at('07:02:00'), last: at('07:02:00') }),
  ];
}

/** A session in which feeds were at hand when it began. */
const begun = ({ feeds }: Case) => memorySession(feeds === undefined ? [] : [{ type: 'feeds.taken', feeds: [
  { name: 'own', role: 'threat', sha256: '0'.repeat(64) as never, count: 3, imported: 0, newest: null },
] }]);

const toolsFor = (file: Case) => [...fakeTools(file), identifyService, proposeSteps];

describe('the embedded analyst', () => {
  it.each(Object.entries(CASES))('plays the session %s as recorded', async (name, file) => {
    const { session } = await runTeam({ tools: toolsFor(file) }, begun(file));
    await expect(`${transcript(session.facts).join('\n')}\n`).toMatchFileSnapshot(`sessions/${name}.txt`);
  });

  it.each(Object.entries(CASES))('claims nothing in %s that its evidence does not bear out', async (_name, file) => {
    const { session } = await runTeam({ tools: toolsFor(file) }, begun(file));
    expect(session.state().claims.filter(({ standing }) => standing.state !== 'supported')).toEqual([]);
  });

  it.each(Object.entries(CASES))('plays %s the same way twice', async (_name, file) => {
    const [one, two] = await Promise.all([runTeam({ tools: toolsFor(file) }, begun(file)), runTeam({ tools: toolsFor(file) }, begun(file))]);
    expect(one.session.facts.map(timeless)).toEqual(two.session.facts.map(timeless));
  });

  it('plays every move there is in one session or another', async () => {
    const played = new Set<string>();
    const watched = moves.map((move): Move => ({ ...move, act: (state, subject) => { played.add(move.name); return move.act(state, subject); } }));
    const brain = openEmbeddedBrain(watched);
    for (const file of Object.values(CASES)) await runTeam({ tools: toolsFor(file), brain, embedded: brain }, begun(file));
    expect([...played].sort()).toEqual([
      'answer-exposure', 'ask-exposure', 'correlate', 'detect-ioc', 'hand-over', 'identify-service', 'look-for-success', 'propose-steps', 'report',
      'revise-steps', 'survey', 'triage', 'weigh-action', 'weigh-attempts', 'weigh-login', 'weigh-records', 'weigh-unclear', 'weigh-web',
    ]);
  });

  it('does not talk of what the session does not allow', async () => {
    const { session } = await runTeam({ tools: toolsFor(CASES['breach'] ?? { lines: [], findings: [], incidents: [] }), effects: ['observe'] });
    expect(session.facts.filter((fact) => fact.type === 'tool.returned' && !fact.ok)).toEqual([]);
    expect(transcript(session.facts).filter((line) => /goes into a report|comes before any change/.test(line))).toEqual([]);
  });

  it('plays on to the end of a flood of findings without searching for each', async () => {
    const flood = Array.from({ length: 300 }, (_, n) => finding(`F${n + 1}`, ['E1'], {
      category: 'suspicious-login', progress: 'access', sources: [`203.0.113.${n % 250}`], users: [`u${n}`],
    }));
    const { session, end } = await runTeam({ tools: toolsFor({ lines: GUESSED.lines, findings: flood, incidents: [] }) });
    expect(end.end).toBe('idle');
    expect(session.state().calls.length).toBeLessThan(20);
    expect(session.state().verdict).not.toBeNull();
  });
});

const timeless = (fact: object): object => ({ ...fact, milliseconds: 0 });
