import { describe, expect, it } from 'vitest';
import { openJsonJoiner } from '../../src/detect/json-joiner.ts';
import { readText } from '../support/scan-text.ts';

/** Records handed on, each with the line it is cited by, and the lines that went into others. */
function joined(text: string): { readonly records: readonly (readonly [number, string])[]; readonly passed: readonly number[] } {
  const records: (readonly [number, string])[] = [];
  const passed: number[] = [];
  const joiner = openJsonJoiner((record, line) => { records.push([line, record]); }, ({ line }) => { passed.push(line); });
  text.split('\n').forEach((line, at) => { joiner.line(line, at + 1, 0, null); });
  joiner.finish();
  return { records, passed };
}

describe('JSON over several lines', () => {
  it('becomes one record, cited by the line that tells most', () => {
    const { records, passed } = joined('{\n  "a": 1,\n  "CommandLine": "x }",\n  "b": ["{"]\n}\nplain');
    expect(records.map(([line]) => line)).toEqual([3, 6]);
    expect(JSON.parse(records[0]?.[1] ?? '')).toEqual({ a: 1, CommandLine: 'x }', b: ['{'] });
    expect(passed).toEqual([1, 2, 4, 5]);
  });

  it('comes apart where objects follow each other', () => {
    expect(joined('{\n"a":1\n}\n{\n"a":2\n}').records.map(([, text]) => JSON.parse(text) as unknown)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(joined('{\n"a":1\n}{\n"a":2\n}').records.map(([, text]) => JSON.parse(text) as unknown)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it.each([
    ['pretty', '[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  }\n]'],
    ['an object a line', '[\n{"a":1},\n{"a":2}\n]'],
    ['brackets beside the objects', '[{"a":1},\n{"a":2}]'],
    ['commas in front', '[\n{"a":1}\n,{"a":2}\n]'],
  ])('is taken out of a list, %s', (_how, text) => {
    expect(joined(text).records.map(([, one]) => JSON.parse(one) as unknown)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it.each([
    ['a bracket alone', '{\nMar  3 04:12:01 web1 sshd[1]: hello\nmore'], ['a log of brackets', '[Tue Mar 03 04:12:01 2026] [error] x\n[next] y'],
    ['an end that never comes', '{\n"a": 1,\n"b": 2'], ['one object a line', '{"a":1}\n{"a":2}'], ['a list in one line', '[{"a":1},{"a":2}]'],
  ])('leaves %s as it is', (_what, text) => {
    expect(joined(text).records.map(([, one]) => one)).toEqual(text.split('\n'));
  });

  it('gives up on a value that is too long, and loses no line', () => {
    const text = `{\n${'"a": 1,\n'.repeat(6_000)}end`;
    expect(joined(text).records).toHaveLength(6_002);
  });
});

it('an event printed over lines is read as one, and every line is counted', () => {
  const event = { EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Image: 'C:\\a.exe', CommandLine: 'a.exe /x' };
  const rows = readText(`${JSON.stringify(event, null, 2)}\n${JSON.stringify([event, event], null, 2)}`);
  expect(rows.flatMap(({ events }) => events.map(({ kind }) => kind))).toEqual(['windows', 'process', 'windows', 'process', 'windows', 'process']);
  expect(rows.filter(({ parsed }) => typeof parsed !== 'string')).toEqual([]);
  expect(rows).toHaveLength(6 + 14);
});
