import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/domain/event.ts';
import type { Fact } from '../../src/domain/fact.ts';
import { sha256Of } from '../../src/domain/digest.ts';
import type { SessionState } from '../../src/domain/session-state.ts';
import { EMPTY_STATE, evolve } from '../../src/domain/session-state.ts';
import { analyzeLogs } from '../../src/tools/analyze-logs.ts';
import { openEventRecall } from '../../src/tools/reading/event-recall.ts';
import { mergeByTime } from '../../src/tools/reading/merge-by-time.ts';
import { searchEvents } from '../../src/tools/search-events.ts';
import { fakeLog } from '../support/fake-logs.ts';
import { runTool } from '../support/run-tool.ts';

const folded = (facts: readonly Fact[], state: SessionState = EMPTY_STATE): SessionState => facts.reduce(evolve, state);
const stamp = (minute: number, second = 0): string => `Mar  3 04:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}`;
const failure = (minute: number, from: string, user = 'root'): string =>
  `${stamp(minute)} web7 sshd[8${minute}]: Failed password for ${user} from ${from} port 4${minute} ssh2`;
const guessing = Array.from({ length: 8 }, (_, minute) => failure(minute, '203.0.113.9'));

describe('events of several logs', () => {
  async function merged(logs: readonly (readonly (number | null)[])[], chunk: number): Promise<readonly string[]> {
    const seen: string[] = [];
    const feeds = logs.map((times, log) => {
      const queue: Event[] = [];
      const chunks = async function* (): AsyncGenerator<number> {
        for (let at = 0; at < times.length; at += chunk) {
          queue.push(...times.slice(at, at + chunk).map((time, index) => ({ log, line: at + index, time }) as Event));
          yield 1;
        }
      };
      return { first: times[0] ?? null, queue, chunks: chunks() };
    });
    for await (const _signal of mergeByTime(feeds, ({ log, line }) => seen.push(`${log}:${line}`), () => null)) { /* no signals here */ }
    return seen;
  }

  test('come in order of time, ties in order of logs, records without a time where they stand', async () => {
    expect(await merged([[1, 5, null, 9], [2, 5, 6]], 1)).toEqual(['0:0', '1:0', '0:1', '0:2', '1:1', '1:2', '0:3']);
  });

  test('come in the same order whatever the size of the chunks, and none is lost', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }).map((list) => list.toSorted((a, b) => a - b));
    await fc.assert(fc.asyncProperty(fc.array(times, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 5 }), async (logs, chunk) => {
      const whole = await merged(logs, 1_000);
      expect(await merged(logs, chunk)).toEqual(whole);
      expect(whole).toHaveLength(logs.flat().length);
    }), { numRuns: 300 });
  });
});

describe('analyze_logs', () => {
  test('raises findings whose evidence is the raw line, its digest, and five lines around', async () => {
    const log = fakeLog('auth.log', `${guessing.join('\r\n')}\r\n`);
    const { facts, result } = await runTool(analyzeLogs, {}, EMPTY_STATE, { logs: [log] });
    const state = folded(facts);
    const finding = state.findings.find(({ category }) => category === 'brute-force');
    expect(finding).toMatchObject({ id: 'F1', severity: 'low', sources: ['203.0.113.9'], count: 8, progress: 'attempt' });
    const first = state.evidence.get(finding?.evidence[0] ?? ('E0' as never));
    expect(first).toMatchObject({ kind: 'line', lineNumber: 1, offset: 0, text: guessing[0], sha256: sha256Of(guessing[0] ?? ''), before: [], time: '2026-03-03T04:00:00Z' });
    expect(first?.kind === 'line' ? first.after : []).toHaveLength(5);
    expect(result).toMatchObject({ ok: true, rows: 8 });
    expect(state.reads[0]).toMatchObject({ lines: 8, parsed: 8, unparsed: 0, hosts: ['web7'], yearInferred: true });
  });

  test('one story over two rotated logs is one finding, in whatever order they are named', async () => {
    const old = (id: string) => fakeLog('auth.log.1', `${guessing.slice(0, 4).join('\n')}\n`, { id });
    const now = (id: string) => fakeLog('auth.log', `${guessing.slice(4).join('\n')}\n`, { id });
    const forward = await runTool(analyzeLogs, {}, EMPTY_STATE, { logs: [old('S1'), now('S2')] });
    const backward = await runTool(analyzeLogs, {}, EMPTY_STATE, { logs: [now('S1'), old('S2')] });
    const counts = (facts: readonly Fact[]): readonly number[] => folded(facts).findings.map(({ count }) => count);
    expect(counts(forward.facts)).toEqual([8]);
    expect(counts(backward.facts)).toEqual([8]);
  });

  test('says the same again: a second run updates what the first raised', async () => {
    const logs = [fakeLog('auth.log', guessing.join('\n'))];
    const first = folded((await runTool(analyzeLogs, {}, EMPTY_STATE, { logs })).facts);
    const again = await runTool(analyzeLogs, {}, first, { logs });
    expect(again.facts.map(({ type }) => type)).toEqual(['log.read', 'weather.counted', 'finding.updated']);
    expect(folded(again.facts, first).findings).toEqual(first.findings);
  });
});

describe('search_events', () => {
  const log = () => fakeLog('auth.log', [...guessing, `${stamp(30)} web7 sshd[900]: Accepted password for deploy from 198.51.100.4 port 4 ssh2`, 'words nobody knows about deploy'].join('\n'));
  const ask = async (args: unknown) => {
    const { facts, result } = await runTool(searchEvents, args, EMPTY_STATE, { logs: [log()] });
    return { result, evidence: [...folded(facts).evidence.values()] };
  };

  test('counts all rows, shows the first and the last, and leaves a receipt', async () => {
    const { result, evidence } = await ask({ source: '203.0.113.9', limit: 4 });
    expect(result.rows).toBe(8);
    expect(evidence.map((one) => (one.kind === 'line' ? one.lineNumber : one.kind))).toEqual([1, 2, 7, 8, 'query']);
    expect(evidence.at(-1)).toMatchObject({ rows: 8, searchedLines: 10, question: 'source=203.0.113.9' });
  });
  test('finds nothing and says what was searched', async () => {
    const { result, evidence } = await ask({ user: 'nobody-here', outcome: 'success' });
    expect(result.rows).toBe(0);
    expect(evidence).toMatchObject([{ kind: 'query', rows: 0, searchedLines: 10 }]);
  });
  test('text alone finds lines nobody understood; text with a field only events', async () => {
    expect((await ask({ text: 'DEPLOY' })).result.rows).toBe(2);
    expect((await ask({ text: 'deploy', kind: 'auth' })).result.rows).toBe(1);
  });
  test('an answer from memory is the answer of reading again', async () => {
    const text = [...guessing,
      `${stamp(20)} web7 sshd[900]: Accepted password for deploy from 198.51.100.4 port 4 ssh2`,
      `${stamp(21)} web7 sshd[901]: Accepted publickey for deploy from 198.51.100.4 port 5 ssh2: ED25519 SHA256:Zk3Jq0Y5p1Rr7uQ2v9Wc4Xb8Td6Nf1Hs3Gm5La7Ke0`,
      `${stamp(22)} web7 sudo:   deploy : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/bash`].join('\n');
    const logs = () => [fakeLog('auth.log', text)];
    const recall = openEventRecall();
    const state = folded((await runTool(analyzeLogs, {}, EMPTY_STATE, { logs: logs(), recall })).facts);
    const queries = [{ kind: 'auth', outcome: 'success' }, { kind: 'auth', outcome: 'success', method: 'publickey' }, { kind: 'privilege' },
      { kind: 'privilege', since: Date.UTC(2026, 2, 3, 5) }, { kind: 'auth', outcome: 'failure' }, { user: 'deploy', kind: 'account' }];
    for (const query of queries) {
      const remembered = await runTool(searchEvents, query, state, { logs: logs(), recall });
      expect(remembered).toEqual(await runTool(searchEvents, query, state, { logs: logs() }));
    }
    expect((await runTool(searchEvents, queries[1], state, { logs: logs(), recall })).result.rows).toBe(1);
  });
  test('bounds of time hold', async () => {
    expect((await ask({ since: Date.UTC(2026, 2, 3, 4, 5), until: Date.UTC(2026, 2, 3, 4, 6) })).result.rows).toBe(2);
  });
  test('the same question has the same digest, another has another', async () => {
    const digest = async (args: unknown) => (await ask(args)).evidence.at(-1)?.sha256;
    expect(await digest({ user: 'root' })).toBe(await digest({ user: 'root' }));
    expect(await digest({ user: 'root' })).not.toBe(await digest({ user: 'deploy' }));
  });
});
