import { describe, expect, it } from 'vitest';
import { valueCircles } from './support/circles.ts';
import { effectsIn } from './support/effects.ts';
import { membersOf, nameQuestions, REGISTRIES, wordsOf } from './support/registry.ts';
import { filesBelow, readText } from './support/typescript.ts';

const MAIN_MAX_LINES = 120;

const isDoor = (path: string): boolean => path.startsWith('src/adapters/') || path === 'src/main.ts';
const source = filesBelow('src');
const effectsOf = (text: string): string[] => effectsIn(new Map([['snippet.tsx', text]]));

describe('effects', () => {
  it('enter through adapters/ and main.ts alone', () => {
    const inside = source.filter((path) => !isDoor(path));
    expect(inside.length).toBeGreaterThan(0);
    expect(effectsIn(new Map(inside.map((path) => [path, readText(path)])))).toEqual([]);
  });

  it.each([
    ["import { readFile } from 'node:fs/promises';", 'import of readFile from node:fs/promises'],
    ["import fs from 'fs';", 'import of all of fs'],
    ["import * as os from 'node:os';", 'import of all of node:os'],
    ["import 'node:dns';", 'import of all of node:dns'],
    ["import { createHash, randomUUID } from 'node:crypto';", 'import of randomUUID from node:crypto'],
    ["import { isIP, connect as open } from 'node:net';", 'import of connect from node:net'],
    ["import { join, resolve } from 'node:path';", 'import of resolve from node:path'],
    ["import { type Stats, statSync } from 'node:fs';", 'import of statSync from node:fs'],
    ["export { spawn } from 'node:child_process';", 'import of all of node:child_process'],
    ["const later = async () => import('node:fs');", 'import of all of node:fs'],
    ['const later = async (name: string) => import(name);', 'import(computed)'],
    ["const fs = require('node:fs');", 'require'],
    ["const home = process.env['HOME'];", 'process'],
    ['const world = { process };', 'process'],
    ['globalThis.fetch;', 'globalThis'],
    ["console.log('x');", 'console'],
    ["await fetch('http://localhost');", 'fetch'],
    ['const get = fetch;', 'fetch'],
    ['setTimeout(() => 1, 10);', 'setTimeout'],
    ['setInterval(() => 1, 10);', 'setInterval'],
    ['setImmediate(() => 1);', 'setImmediate'],
    ['AbortSignal.timeout(10);', 'AbortSignal.timeout'],
    ['const now = Date.now();', 'Date.now'],
    ['const clock = Date.now;', 'Date.now'],
    ["const now = Date['now']();", 'Date.now'],
    ['const { now } = Date;', 'Date.now'],
    ['const now = new Date();', 'new Date()'],
    ['const now = new Date;', 'new Date()'],
    ['const now = Date();', 'Date()'],
    ['const now = performance.now();', 'performance'],
    ['const dice = Math.random();', 'Math.random'],
    ['const id = crypto.randomUUID();', 'crypto.randomUUID'],
    ['crypto.getRandomValues(new Uint8Array(4));', 'crypto.getRandomValues'],
    ['class Later extends process.Base {}', 'process'],
    ['const view = <Text onClick={() => { setTimeout(close, 1); }} />;', 'setTimeout'],
  ])('are found in %s', (text, what) => {
    expect(effectsOf(text)).toEqual([`snippet.tsx:1 ${what}`]);
  });

  it.each([
    "import { createHash } from 'node:crypto';",
    "import { isIP } from 'node:net';",
    "import { basename, join } from 'node:path/posix';",
    "import type { Readable } from 'node:stream';",
    "import { type Stats } from 'node:fs';",
    "import { thing } from './process.ts';",
    "import { load } from 'js-yaml';",
    'const at = new Date(0);',
    "const at = Date.parse('2026-01-01T00:00:00Z');",
    'const low = Math.min(1, 2);',
    'const name = event.process.name;',
    'const event = { process: 1, fetch: 2, console: 3 };',
    'const nameOf = (process: { name: string }) => process.name;',
    'const { process: one } = event;',
    'interface Event { process: string; fetch(): void }',
    'type World = typeof process;',
    'const run = (now: () => Date) => now();',
    'class Clock { setTimeout() { return 1; } }',
    'const view = <Row process={1} />;',
    'queueMicrotask(() => 1);',
    '// process.exit() and Date.now() in a comment',
    "const text = 'Math.random()';",
  ])('are not seen in %s', (text) => {
    expect(effectsOf(text)).toEqual([]);
  });
});

describe('main.ts', () => {
  it(`has at most ${MAIN_MAX_LINES} lines, because it only wires`, () => {
    const lines = readText('src/main.ts').trimEnd().split('\n').length;
    expect(lines).toBeLessThanOrEqual(MAIN_MAX_LINES);
  });
});

describe('imports', () => {
  it('run in no circle of values', () => {
    expect(valueCircles(new Map(source.map((path) => [path, readText(path)])))).toEqual([]);
  });

  it('are found to run in a circle behind shorter circles of types', () => {
    const files = new Map([
      ['src/a.ts', "import { b } from './b.ts'; import type { C } from './c.ts';"],
      ['src/b.ts', "export { c } from './deep/c.ts'; import type { A } from './a.ts';"],
      ['src/deep/c.ts', "import type { B } from '../b.ts'; import { a } from '../a.ts';"],
      ['src/d.ts', "import { a } from './a.ts'; const later = () => import('./d.ts');"],
    ]);
    expect(valueCircles(files)).toEqual([['src/a.ts', 'src/b.ts', 'src/deep/c.ts']]);
  });
});

describe('names of registry members', () => {
  const closed = new Set(filesBelow('src/domain').flatMap((path) => wordsOf(path, readText(path))));
  const names = { members: REGISTRIES.flatMap(membersOf), closed };
  const tool = { noun: 'tool', path: 'src/tools/analyze-logs.ts', stem: 'analyze-logs', name: 'analyze_logs' };
  const parser = { noun: 'parser', path: 'src/detect/parsers/sshd.ts', stem: 'sshd', name: 'sshd' };
  const detector = { noun: 'detector', path: 'src/detect/detectors/web-shell.ts', stem: 'web-shell', name: 'web-shell' };
  const some = { members: [tool, parser, detector], closed: new Set(['web-shell']) };
  const questions = (text: string, path = 'src/ui/app.ts'): string[] => nameQuestions(path, text, some);

  it('are asked for nowhere in src', () => {
    expect(source.flatMap((path) => nameQuestions(path, readText(path), names))).toEqual([]);
  });

  it.each([
    "if (tool.name === 'analyze_logs') run();",
    "if ('analyze_logs' !== call) run();",
    'if (call == `analyze_logs`) run();',
    "switch (call) { case 'analyze_logs': run(); }",
    "if ((parser as Parser).name === 'sshd') run();",
    "if (parser['name'] === 'sshd') run();",
    "const isSsh = (parserName: string) => parserName === 'sshd';",
    "switch (source.parser) { case 'sshd': run(); }",
    "if (finding.detector === 'web-shell') run();",
  ])('are found in %s', (text) => {
    expect(questions(text)).toEqual([expect.stringMatching(/^src\/ui\/app\.ts:1 asks for the (tool|parser|detector) '/)]);
  });

  it.each([
    "if (event.program === 'sshd') run();",
    "if (pid === 'sshd') run();",
    "if (finding.category === 'web-shell') run();",
    "if (tool.effect === 'propose') run();",
    "const call = 'analyze_logs';",
  ])('are not seen in %s', (text) => {
    expect(questions(text)).toEqual([]);
  });

  it('may be asked for in the file of the member and in the folder of its name', () => {
    const text = "if (tool.name === 'analyze_logs') run();";
    expect(questions(text, tool.path)).toEqual([]);
    expect(questions(text, 'src/tools/analyze-logs/digest.ts')).toEqual([]);
    expect(questions(text, 'src/tools/analyze-logs-again.ts')).toHaveLength(1);
  });
});
