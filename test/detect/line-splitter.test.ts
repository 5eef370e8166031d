import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINE_LIMIT, openLineSplitter } from '../../src/detect/line-splitter.ts';

interface Line { readonly text: string; readonly line: number; readonly offset: number }

function split(bytes: Buffer, sizes: readonly number[]): { readonly lines: readonly Line[]; readonly cut: number } {
  const lines: Line[] = [];
  const splitter = openLineSplitter((text, line, offset) => lines.push({ text, line, offset }));
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    splitter.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  splitter.finish();
  expect(splitter.lines()).toBe(lines.length);
  return { lines, cut: splitter.cut() };
}

/** The plain way: the whole of it in memory. */
function expected(bytes: Buffer): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    const text = bytes.subarray(start, end).toString().replace(/\r$/, '');
    lines.push({ text: lines.length === 0 ? text.replace(/^\uFEFF/, '') : text, line: lines.length + 1, offset: start });
    start = end + 1;
  }
  return lines;
}

test('any bytes in any chunks give the lines, numbers and offsets of the whole', () => {
  const piece = fc.oneof(fc.constantFrom('\n', '\r\n', 'plain line', 'é', '中', '\u0000', ' '), fc.uint8Array({ maxLength: 6 }));
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (pieces, sizes) => {
    const bytes = Buffer.concat(pieces.map((part) => Buffer.from(part as string)));
    expect(split(bytes, sizes).lines).toEqual(expected(bytes));
  }), { numRuns: 2_000 });
});

test('an overlong line is cut, told, and the next one keeps its place', () => {
  const long = 'x'.repeat(LINE_LIMIT + 5_000);
  const { lines, cut } = split(Buffer.from(`a\n${long}\nnext\n`), [65_536]);
  expect(lines.map(({ text, offset }) => [text.length, offset])).toEqual([[1, 0], [LINE_LIMIT, 2], [4, LINE_LIMIT + 5_003]]);
  expect(cut).toBe(1);
});
