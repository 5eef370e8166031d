import { describe, expect, it } from 'vitest';
import { openCited } from '../../src/detect/cited-line.ts';
import { examine } from '../../src/detect/predicates.ts';
import { NO_CONTEXT } from '../../src/domain/no-context.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { logLabel } from '../../src/domain/labels.ts';
import type { LogRead } from '../../src/domain/log.ts';
import { at, evidenceOf, finding, HOUR, line, logRead, takeover } from '../support/findings.ts';

interface Matter {
  readonly members: readonly Finding[];
  readonly lines: readonly Evidence[];
  readonly others?: readonly Finding[];
  readonly reads?: readonly LogRead[];
}

const look = ({ members, lines, others = [], reads = [logRead()] }: Matter) => {
  const examined = examine({
    members, others: [...members, ...others], citedBy: openCited(evidenceOf(lines)), reads, context: NO_CONTEXT,
  });
  const stateOf = (name: string): string | undefined => examined.predicates.find((one) => one.name === name)?.state;
  const citedFor = (name: string) => examined.predicates.find((one) => one.name === name)?.evidence;
  return { ...examined, stateOf, citedFor };
};

const { findings, lines } = takeover();
const sshd = (text: string): string => `Mar  3 06:43:08 web7 sshd[901]: ${text}`;
const login = finding(2, {
  category: 'suspicious-login', severity: 'medium', progress: 'access', users: ['deploy'], sources: ['203.0.113.9'],
});
const acceptedLine = line(2, 0, sshd('Accepted password for deploy from 203.0.113.9 port 5 ssh2'));

describe('an account taken by guessing', () => {
  it('rests on conditions that each say what they rest on', () => {
    const taken = look({ members: findings, lines });
    expect(taken.predicates.map(({ name, state }) => `${state} ${name}`)).toEqual([
      'met a login was accepted', 'met guessed before the login',
      'not-checkable by password where others use keys', 'met source not seen before', 'met a second record agrees',
      'met acted afterwards', 'met distinct records agree', 'met no record contradicts it',
      'met rests on more than what an attacker can write', 'met the records are not forged', 'met no gap in the log around it',
    ]);
    expect(taken.gotIn).toBe('yes');
    expect([taken.citedFor('a login was accepted'), taken.citedFor('a second record agrees')]).toEqual([['E2'], ['E2']]);
    expect(taken.predicates.find(({ name }) => name === 'guessed before the login')?.why).toBe('286 failures from the same source');
  });
  it('holds when one finding tells the whole story', () => {
    const whole = finding(1, {
      category: 'suspicious-login', severity: 'critical', progress: 'action', users: ['deploy', 'support'],
      sources: ['203.0.113.9'], from: 0, to: 2_701, evidence: [1, 2, 3, 4],
    });
    const told = look({ members: [whole], lines });
    expect(told.gotIn).toBe('yes');
    expect(told.stateOf('acted afterwards')).toBe('met');
    expect(told.citedFor('acted afterwards')).toEqual(['E3', 'E4']);
  });
});

describe('a login of which nobody knows whose it is', () => {
  it('stays open: one odd login is not a break-in', () => {
    const odd = look({ members: [login], lines: [acceptedLine] });
    expect([odd.gotIn, odd.acted, odd.stateOf('guessed before the login')]).toEqual(['cannot-tell', false, 'unmet']);
  });
  it('stays open after some failures: that is also how an owner mistypes', () => {
    const typed = finding(1, { sources: ['203.0.113.9'], from: -60, to: -10, count: 6 });
    expect(look({ members: [typed, login], lines: [acceptedLine] }).gotIn).toBe('cannot-tell');
  });
  it('is a break-in when guessing, a new source and acts come together', () => {
    const typed = finding(1, { sources: ['203.0.113.9'], from: -60, to: -10, count: 6 });
    const act = finding(3, { category: 'account-change', severity: 'medium', progress: 'action', from: 30 });
    expect(look({ members: [typed, login, act], lines: [acceptedLine] }).gotIn).toBe('yes');
  });
  it('is never one where the finding itself cannot tell', () => {
    const typed = finding(1, { sources: ['203.0.113.9'], from: -60, count: 6 });
    const unclear = { ...login, progress: 'cannot-tell' } as const;
    const act = finding(3, { category: 'account-change', severity: 'medium', progress: 'cannot-tell', from: 30 });
    expect(look({ members: [typed, unclear, act], lines: [acceptedLine] }).gotIn).toBe('cannot-tell');
  });
});

describe('habits', () => {
  const other = (number: number, how: string): Evidence =>
    line(number, -2 * HOUR, sshd(`Accepted ${how} for anna from 198.51.100.${number} port 5 ssh2`));
  const seen = finding(8, { category: 'suspicious-login', severity: 'info', evidence: [8, 9] });
  const state = (...hows: readonly string[]) => look({
    members: [login], others: [seen], lines: [acceptedLine, ...hows.map((how, index) => other(8 + index, how))],
  }).stateOf('by password where others use keys');
  it('tell a password among keys from a password among passwords', () => {
    expect([state('publickey', 'publickey'), state('publickey', 'password'), state()]).toEqual(['met', 'unmet', 'not-checkable']);
  });
  it('know a source that logged in before', () => {
    const before = line(8, -5 * HOUR, sshd('Accepted publickey for deploy from 203.0.113.9 port 5 ssh2'));
    expect(look({ members: [login], others: [seen], lines: [acceptedLine, before] }).stateOf('source not seen before')).toBe('unmet');
  });
  it('cannot be known where the records begin with the login', () => {
    expect(look({ members: [login], lines: [acceptedLine], reads: [logRead({ from: at(-60) })] })
      .stateOf('source not seen before')).toBe('not-checkable');
  });
});

describe('records in doubt', () => {
  const high = { ...login, severity: 'high' } as const;
  const guess = finding(1, { sources: ['203.0.113.9'], from: -60, count: 300 });
  it('prove nothing when every one of them can be written whole by others', () => {
    const tainted = look({ members: [guess, high], lines: [{ ...acceptedLine, taint: ['all'] }] });
    expect([tainted.gotIn, tainted.stateOf('rests on more than what an attacker can write')]).toEqual(['cannot-tell', 'unmet']);
  });
  it('prove nothing when the very record of the login may be forged', () => {
    const mismatch = finding(9, { category: 'log-tampering', severity: 'medium', progress: 'cannot-tell', evidence: [2] });
    const forged = look({ members: [guess, high], others: [mismatch], lines: [acceptedLine] });
    expect([forged.gotIn, forged.stateOf('the records are not forged')]).toEqual(['cannot-tell', 'unmet']);
  });
  it('are not taken away by forged lines beside them: text in a log may raise, never lower', () => {
    const mismatch = finding(9, { category: 'log-tampering', severity: 'high', progress: 'cannot-tell', evidence: [9] });
    const beside = look({ members: [guess, high], others: [mismatch], lines: [acceptedLine] });
    expect([beside.gotIn, beside.stateOf('no record contradicts it')]).toEqual(['yes', 'unmet']);
  });
  it('say so when the log is silent around them', () => {
    const gap = { from: at(-1_800), to: at(-120), afterLine: 7, explained: null };
    const state = (explained: string | null) =>
      look({ members: [high], lines: [acceptedLine], reads: [logRead({ gaps: [{ ...gap, explained }] })] })
        .stateOf('no gap in the log around it');
    expect([state(null), state('reboot')]).toEqual(['unmet', 'met']);
  });
});

describe('a web attack', () => {
  const request = (answer: string): Evidence => line(
    1, 0, `203.0.113.9 - - [03/Mar/2026:06:00:00 +0000] "GET /x.php?c=id HTTP/1.1" ${answer} "-" "curl/8"`,
    { log: logLabel(2), taint: ['uri', 'agent'] },
  );
  const hit = finding(1, {
    category: 'web-exploit', family: 'cmdi', severity: 'high', progress: 'access', sources: ['203.0.113.9'], hosts: [],
  });
  const webOnly = [logRead({ log: logLabel(2), hosts: [], formats: ['web-access'] })];
  const judged = (answer: string) => look({ members: [hit], lines: [request(answer)], reads: webOnly });
  it('worked where the server says that it served something', () => {
    const worked = judged('200 1204');
    expect([worked.gotIn, worked.stateOf('content was served'), worked.stateOf('host records agree')])
      .toEqual(['yes', 'met', 'not-checkable']);
  });
  it('did not show that it worked where nothing was served or the answer is an error', () => {
    expect([judged('200 0').gotIn, judged('200 -').gotIn, judged('404 312').gotIn])
      .toEqual(['cannot-tell', 'cannot-tell', 'no-sign']);
  });
  it('is not proved by what the client wrote into its own request', () => {
    const faked = line(1, 0, String.raw`203.0.113.9 - - [03/Mar/2026:06:00:00 +0000] "GET /\" 200 9999 \"x HTTP/1.1" 404 312 "-" "-"`);
    expect(look({ members: [hit], lines: [faked], reads: webOnly }).gotIn).toBe('no-sign');
  });
  it('accuses no client where a private source shows many of them', () => {
    const inner = { ...hit, sources: ['10.0.0.5'] };
    const near = (agent: string, index: number) => ({
      lineNumber: 2 + index, text: `10.0.0.5 - - [03/Mar/2026:06:00:01 +0000] "GET / HTTP/1.1" 200 512 "-" "${agent}"`,
    });
    const state = (...agents: readonly string[]) => {
      const cited = { ...request('200 1204'), lineNumber: 1, after: agents.map(near) };
      return look({ members: [inner], lines: [cited], reads: webOnly }).stateOf('the source is one client');
    };
    expect([state('A/1', 'B/2', 'C/3', 'D/4'), state('A/1', 'A/1', 'B/2', 'B/2')]).toEqual(['unmet', 'not-checkable']);
    expect(judged('200 1204').stateOf('the source is one client')).toBe('met');
  });
  it('is compared with the host log where one was given', () => {
    const act = finding(2, { category: 'execution', severity: 'medium', progress: 'action', users: ['www-data'], from: 20 });
    const state = (members: readonly Finding[]) =>
      look({ members, lines: [request('200 1204')], reads: [...webOnly, logRead()] }).stateOf('host records agree');
    expect([state([hit]), state([hit, act])]).toEqual(['unmet', 'met']);
  });
});

describe('attempts and acts alone', () => {
  it('show no sign of success', () => {
    const tried = look({ members: [finding(1, { category: 'web-exploit', severity: 'medium', sources: ['203.0.113.9'] })], lines: [] });
    expect([tried.gotIn, tried.acted, tried.stateOf('a success is on record')]).toEqual(['no-sign', false, 'unmet']);
  });
  it('cannot be told from a success where the records do not show the end', () => {
    const unclear = finding(1, { category: 'web-exploit', severity: 'medium', progress: 'cannot-tell', sources: ['203.0.113.9'] });
    expect(look({ members: [unclear], lines: [] }).gotIn).toBe('cannot-tell');
  });
  it('show somebody at work, not how he came in', () => {
    const act = look({ members: [finding(1, { category: 'account-change', severity: 'critical', progress: 'action' })], lines: [] });
    expect([act.gotIn, act.acted, act.stateOf('the way in is on record')]).toEqual(['cannot-tell', true, 'not-checkable']);
  });
});
