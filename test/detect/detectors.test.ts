import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Detector } from '../../src/detect/detector.ts';
import { DETECTORS } from '../../src/detect/detectors/index.ts';
import { openDetectors } from '../../src/detect/engine.ts';
import type { Event } from '../../src/domain/event.ts';
import type { FindingDraft } from '../../src/domain/finding.ts';
import { readText, scanText } from '../support/scan-text.ts';

const FOLDER = new URL('../samples/detectors/', import.meta.url);

interface Case {
  readonly title: string;
  readonly findings: readonly Record<string, unknown>[];
  readonly lines: string[];
}

/** `#= title` begins a case, `#! {"findings": […]}` says all that is expected of it, the rest is the log. */
function casesIn(text: string): readonly Case[] {
  const cases: Case[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('#= ')) cases.push({ title: line.slice(3), findings: [], lines: [] });
    const current = cases.at(-1);
    if (!current || line.startsWith('#= ')) continue;
    if (line.startsWith('#! ')) {
      const said = JSON.parse(line.slice(3)) as { findings: Record<string, unknown>[] };
      cases[cases.length - 1] = { ...current, findings: said.findings };
    } else current.lines.push(line);
  }
  return cases;
}

const SAMPLES = new Set(readdirSync(FOLDER));
/** That each detector has a sample is the registry test's to ask. */
const sampleOf = (name: string): readonly Case[] =>
  (SAMPLES.has(`${name}.log`) ? casesIn(readFileSync(new URL(`${name}.log`, FOLDER), 'utf8')) : []);

/** Only the fields a case speaks of; lists of names in any order. */
const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(String).sort() : value);
const partOf = (draft: FindingDraft, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field, sorted(draft[field as keyof FindingDraft])]));

describe.each(DETECTORS.map((detector) => ({ name: detector.name, detector })))('$name', ({ name, detector }) => {
  it.each(sampleOf(name).map((one) => [one.title, one] as const))('%s', (_, { findings, lines }) => {
    const drafts = scanText(lines.join('\n'), { detectors: [detector] });
    const fields = [...new Set(findings.flatMap((finding) => Object.keys(finding)))];
    expect(drafts).toHaveLength(findings.length);
    const unmatched = [...drafts];
    for (const expected of findings) {
      const keys = Object.keys(expected);
      const wanted = Object.fromEntries(keys.map((key) => [key, sorted(expected[key])]));
      const at = unmatched.findIndex((draft) => JSON.stringify(partOf(draft, keys)) === JSON.stringify(wanted));
      expect(at, `${JSON.stringify(wanted)} among ${JSON.stringify(unmatched.map((draft) => partOf(draft, fields)))}`)
        .toBeGreaterThanOrEqual(0);
      unmatched.splice(at, 1);
    }
  });
  it('tells what can be shown: lines of the case, whole words, and nothing twice without news', () => {
    for (const { lines } of sampleOf(name)) {
      const run = openDetectors([detector]);
      for (const event of readText(lines.join('\n')).flatMap((row) => row.events)) run.on(event);
      for (const draft of run.drain()) {
        expect(draft.lines.every(({ line }) => line >= 1 && line <= lines.length)).toBe(true);
        expect(new Set(draft.lines.map(({ line }) => line)).size).toBe(draft.lines.length);
        expect(`${draft.title} ${draft.reason} ${draft.benign}`).not.toMatch(/undefined|NaN|Infinity|null|\[object/);
        expect([draft.detector, draft.count > 0]).toEqual([name, true]);
      }
      expect(run.drain()).toEqual([]);
    }
  });
  it('says the same in the end, asked after every record or once', () => {
    for (const { title, lines } of sampleOf(name)) {
      const events = readText(lines.join('\n')).flatMap((row) => row.events);
      expect([title, told(detector, events, true)]).toEqual([title, told(detector, events, false)]);
    }
  });
});

/** By key: the same key again replaces what was said before. */
function told(detector: Detector, events: readonly Event[], often: boolean): ReadonlyMap<string, FindingDraft> {
  const run = openDetectors([detector]);
  const said = new Map<string, FindingDraft>();
  const drain = (): void => { for (const draft of run.drain()) said.set(draft.key, draft); };
  for (const event of events) {
    run.on(event);
    if (often) drain();
  }
  drain();
  return said;
}

it('every sample belongs to a detector', () => {
  const names = new Set(DETECTORS.map((detector) => `${detector.name}.log`));
  expect([...SAMPLES].filter((file) => !names.has(file))).toEqual([]);
});
