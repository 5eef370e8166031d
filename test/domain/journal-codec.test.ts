import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { committed, encodeBatch, NO_HEAD, NOTHING_COMMITTED } from '../../src/domain/chain.ts';
import type { Head } from '../../src/domain/chain.ts';
import { sha256Of } from '../../src/domain/digest.ts';
import type { Fact } from '../../src/domain/fact.ts';
import { decodeJournal, verifyHead } from '../../src/domain/journal-codec.ts';
import { finding, lesson, trouble } from '../support/sample-facts.ts';

/** A journal of these batches. */
function journal(...batches: (readonly Fact[])[]): { readonly bytes: Buffer; readonly head: Head } {
  let head = NO_HEAD;
  const parts = batches.map((facts, index) => {
    const batch = encodeBatch(facts, 1_000 + index, head);
    head = batch.head;
    return batch.bytes;
  });
  return { bytes: Buffer.concat(parts), head };
}

const linesOf = (bytes: Buffer): string[] => bytes.toString().split('\n').slice(0, -1);
const joined = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''));
const five = journal(['a', 'b'].map(trouble), [trouble('c')], [lesson('d'), { type: 'finding.raised', finding: finding(1) }]);

describe('a journal', () => {
  it('reads back what was written, in order, with its head', () => {
    const contents = decodeJournal(five.bytes);
    expect(contents.damage).toEqual([]);
    expect(contents.head).toEqual(five.head);
    expect(contents.entries.map(({ v, seq, at, fact }) => [v, seq, at, fact.type])).toEqual([
      [1, 0, 1000, 'trouble.met'], [1, 1, 1000, 'trouble.met'], [1, 2, 1001, 'trouble.met'], [1, 3, 1002, 'lesson.learnt'],
      [1, 4, 1002, 'finding.raised'],
    ]);
    expect(contents.entries[4]?.fact).toEqual({ type: 'finding.raised', finding: finding(1) });
  });

  it('chains by the SHA-256 of the line before, without its line end, from 64 zeros on', () => {
    const [first = '', second = '', third = ''] = linesOf(five.bytes);
    expect(JSON.parse(first)).toMatchObject({ prev: '0'.repeat(64) });
    expect(JSON.parse(second)).toMatchObject({ prev: sha256Of(first) });
    expect(JSON.parse(third)).toMatchObject({ prev: sha256Of(second) });
    expect(five.head).toEqual({ seq: 5, sha256: sha256Of(linesOf(five.bytes)[4] ?? '') });
  });

  it('is empty when nothing was written', () => {
    expect(decodeJournal(Buffer.alloc(0))).toEqual({ entries: [], damage: [], head: NO_HEAD });
  });

  it('keeps any text a log can hold', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (texts) => {
      const contents = decodeJournal(journal(texts.map(trouble)).bytes);
      expect(contents.damage).toEqual([]);
      expect(contents.entries.map((entry) => entry.fact)).toEqual(texts.map(trouble));
    }));
  });

  it('refuses a number that would not read back before anything is written', () => {
    const bad: Fact = { type: 'finding.raised', finding: finding(1, { first: Number.NaN }) };
    expect(() => encodeBatch([bad], 1, NO_HEAD)).toThrow('finding.raised.finding.first holds NaN');
  });
});

describe('a batch', () => {
  it('counts as a whole or not at all, wherever a crash cuts it', () => {
    const before = journal(['a', 'b'].map(trouble));
    const batch = encodeBatch(['c', 'd', 'ü'.repeat(50)].map(trouble), 2_000, before.head);
    for (let cut = 0; cut < batch.bytes.length; cut += 1) {
      const bytes = Buffer.concat([before.bytes, batch.bytes.subarray(0, cut)]);
      expect(committed(bytes, NOTHING_COMMITTED)).toEqual({ bytes: before.bytes.length, head: before.head });
      expect(decodeJournal(bytes)).toMatchObject({
        head: before.head, damage: cut === 0 ? [] : [{ kind: 'torn-tail', line: 3, bytes: cut }],
      });
    }
    expect(decodeJournal(Buffer.concat([before.bytes, batch.bytes])).entries).toHaveLength(5);
  });

  it('is found from any earlier point as from the start', () => {
    const first = journal(['a', 'b'].map(trouble));
    const rest = five.bytes.subarray(first.bytes.length);
    expect(committed(rest, { bytes: first.bytes.length, head: first.head })).toEqual(committed(five.bytes, NOTHING_COMMITTED));
  });

  it('leaves zeros that a lost power put at the end as a torn tail', () => {
    expect(decodeJournal(Buffer.concat([five.bytes, Buffer.alloc(4096)]))).toMatchObject({
      head: five.head, damage: [{ kind: 'torn-tail', line: 6, bytes: 4096 }],
    });
  });
});

describe('a changed journal', () => {
  it('shows any byte changed: in its damage, or by its head', () => {
    const places = fc.record({ at: fc.nat(five.bytes.length - 1), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(fc.property(places, ({ at, by }) => {
      const bytes = Buffer.from(five.bytes);
      bytes[at] = (bytes[at] ?? 0) ^ by;
      const contents = decodeJournal(bytes);
      expect(contents.damage.length > 0 || verifyHead(contents, five.head.sha256) === 'missing').toBe(true);
    }), { numRuns: 3_000 });
  });

  it('names exactly the line where a byte changed, whichever field it was in', () => {
    const starts = [...five.bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1);
    const lastLine = starts.at(-2) ?? 0;
    for (let at = 0; at < lastLine; at += 1) {
      if (five.bytes[at] === 0x0a) continue;
      const bytes = Buffer.from(five.bytes);
      bytes[at] = bytes[at] === 0x37 ? 0x38 : 0x37;
      const line = starts.filter((start) => start <= at).length + 1;
      const named = new Set(decodeJournal(bytes).damage.map((one) => one.line));
      expect([...named], `byte ${at}`).toContain(line);
      expect(named.size, `byte ${at}`).toBe(1);
    }
  });

  it('names the place where lines were taken out', () => {
    const lines = linesOf(five.bytes);
    expect(decodeJournal(joined(lines.toSpliced(1, 2))).damage).toEqual([
      { kind: 'broken-chain', line: 2, expected: 'entry 1', found: 'entry 3' },
    ]);
    expect(decodeJournal(joined(lines.slice(1))).damage).toEqual([
      { kind: 'broken-chain', line: 1, expected: 'entry 0', found: 'entry 1' },
    ]);
  });

  it('shows a cut at the end only by a head kept elsewhere', () => {
    const cut = decodeJournal(joined(linesOf(five.bytes).slice(0, 3)));
    expect(cut.damage).toEqual([]);
    expect(verifyHead(cut, five.head.sha256)).toBe('missing');
    expect(verifyHead(decodeJournal(five.bytes), five.head.sha256)).toBe('last');
    expect(verifyHead(decodeJournal(five.bytes), cut.head.sha256)).toBe('earlier');
    expect(verifyHead(decodeJournal(five.bytes), cut.head.sha256.slice(0, 8))).toBe('earlier');
    expect(verifyHead(decodeJournal(five.bytes), '00000000')).toBe('missing');
  });

  it('keeps reading after a line that does not parse', () => {
    const lines = linesOf(five.bytes).with(1, '{"v":1,');
    const contents = decodeJournal(joined(lines));
    expect(contents.entries.map((entry) => entry.seq)).toEqual([0, 2, 3, 4]);
    expect(contents.damage).toEqual([{ kind: 'unreadable-entry', line: 2, why: 'not valid JSON' }]);
  });

  it('says what is wrong with an entry that parses but is none', () => {
    const rewritten = (fact: unknown): Buffer =>
      joined([JSON.stringify({ v: 1, seq: 0, at: 1, prev: '0'.repeat(64), fact })]);
    expect(decodeJournal(rewritten({ type: 'trouble.met', where: 'x' })).damage).toMatchObject([
      { kind: 'unreadable-entry', line: 1, why: expect.stringContaining('what') as string },
    ]);
    expect(decodeJournal(Buffer.from('\n[]\n\xff\n', 'latin1')).damage).toEqual([
      { kind: 'unreadable-entry', line: 1, why: 'not valid JSON' },
      { kind: 'unreadable-entry', line: 2, why: 'not a JSON object' },
      { kind: 'unreadable-entry', line: 3, why: 'not valid UTF-8' },
    ]);
  });

  it('refuses by name what a newer version wrote', () => {
    const line = (v: number, type: string): string => JSON.stringify({ v, seq: 0, at: 1, prev: '0'.repeat(64), fact: { type } });
    expect(decodeJournal(joined([line(1, 'action.proposed')])).damage).toEqual([
      { kind: 'unknown-fact', line: 1, fact: 'action.proposed', version: 1 },
    ]);
    expect(decodeJournal(joined([line(2, 'trouble.met')])).damage).toEqual([
      { kind: 'unknown-fact', line: 1, fact: 'trouble.met', version: 2 },
    ]);
  });
});
