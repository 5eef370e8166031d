import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { webInjection } from '../../src/detect/detectors/web-injection.ts';
import { webLogin } from '../../src/detect/detectors/web-login.ts';
import { webScan } from '../../src/detect/detectors/web-scan.ts';
import { webSensitive } from '../../src/detect/detectors/web-sensitive.ts';
import { webShell } from '../../src/detect/detectors/web-shell.ts';
import type { Detector } from '../../src/detect/detector.ts';
import { openDetectors } from '../../src/detect/engine.ts';
import { judge } from '../../src/detect/judge.ts';
import { webAccess } from '../../src/detect/parsers/web-access.ts';
import { contextSchema } from '../../src/domain/context.ts';
import type { Event } from '../../src/domain/event.ts';
import type { FindingDraft } from '../../src/domain/finding.ts';
import { findingSchema } from '../../src/domain/finding.ts';
import { finding } from '../support/findings.ts';
import { readText, scanText } from '../support/scan-text.ts';

const WEB: readonly Detector[] = [webScan, webInjection, webShell, webSensitive, webLogin];
const sample = (name: string): readonly string[] =>
  readFileSync(new URL(`../samples/detectors/${name}.log`, import.meta.url), 'utf8').split('#= ').slice(1)
    .map((part) => part.split('\n').filter((line) => line !== '' && !line.startsWith('#')).slice(1).join('\n'));
const samples = WEB.flatMap(({ name }) => sample(name));
const eventsOf = (text: string): readonly Event[] => readText(text, { parsers: [webAccess] }).flatMap(({ events }) => events);

function lastSaid(events: readonly Event[], detector: Detector, drainEvery: number): readonly FindingDraft[] {
  const run = openDetectors([detector]);
  const said = new Map<string, FindingDraft>();
  const drain = (): void => { for (const draft of run.drain()) said.set(draft.key, draft); };
  events.forEach((event, index) => {
    run.on(event);
    if ((index + 1) % drainEvery === 0) drain();
  });
  drain();
  return [...said.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

describe.each(WEB.map((detector) => [detector.name, detector] as const))('%s', (_name, detector) => {
  it('says the same in the end, drained once or after every line', () => {
    for (const text of samples) {
      const events = eventsOf(text);
      const once = lastSaid(events, detector, Number.MAX_SAFE_INTEGER);
      const often = lastSaid(events, detector, 1).filter(({ severity }) => severity !== 'info');
      expect(often).toEqual(once.filter(({ severity }) => severity !== 'info'));
    }
  });

  it('says nothing twice without news', () => {
    const run = openDetectors([detector]);
    for (const event of eventsOf(samples.join('\n'))) run.on(event);
    run.drain();
    expect(run.drain()).toEqual([]);
  });

  it('fills every field of a finding', () => {
    const body = findingSchema.omit({ id: true, fingerprint: true, evidence: true, adjusted: true });
    for (const draft of scanText(samples.join('\n'), { detectors: [detector], parsers: [webAccess] })) {
      expect(body.safeParse(draft).error).toBeUndefined();
      expect(draft.lines.every(({ line }) => line > 0)).toBe(true);
    }
  });
});

const line = (source: string, second: number, request: string, status: number): string =>
  `${source} - - [03/Mar/2026:04:${String(10 + Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')} +0000] "${request} HTTP/1.1" ${status} 196 "-" "curl/8.5.0"`;

describe('a flood of sources', () => {
  it('keeps the state bounded and counts what went', () => {
    const run = openDetectors([webScan]);
    const [event] = eventsOf(line('203.0.113.5', 1, 'GET /x', 404));
    if (event?.kind !== 'web') throw new Error('the line was not read');
    for (let index = 0; index < 150_000; index += 1) run.on({ ...event, source: `2001:db8::${index.toString(16)}` });
    expect(run.evicted()).toBeGreaterThan(50_000);
  });
});

describe('slow scans', () => {
  it('are found by event time over a day, and not at a page an hour', () => {
    const at = (minutes: number, path: string): string => {
      const day = 3 + Math.floor(minutes / 1_440);
      const clock = [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
      return `203.0.113.5 - - [0${day}/Mar/2026:${clock}:00 +0000] "GET ${path} HTTP/1.1" 404 196 "-" "curl/8.5.0"`;
    };
    const words = Array.from({ length: 40 }, (_, index) => `/${String.fromCharCode(97 + (index % 26))}${index >= 26 ? 'y' : 'x'}`);
    const scan = (step: number) => scanText(words.map((path, index) => at(index * step, path)).join('\n'), { detectors: [webScan], parsers: [webAccess] });
    expect(scan(20).map(({ severity }) => severity)).toEqual(['low']);
    expect(scan(60)).toEqual([]);
  });
});

const at = (second: number): string => `03/Mar/2026:04:${String(12 + Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')} +0000`;
const PROBES = [
  '/.env', '/.git/config', '/backup.zip', '/shell.php?cmd=id', '/index.php?page=../../../../etc/passwd', '/wp-config.php.bak',
  '/?id=1%27%20UNION%20SELECT%20NULL,NULL--%20-', '/c99.php', '/server-status', '/phpinfo.php', '/admin.php', '/dump.sql',
];

describe('a site that answers 200 to everything', () => {
  const visits = Array.from({ length: 12 }, (_, index) =>
    `198.51.100.${20 + index} - - [${at(index)}] "GET /products/${index} HTTP/1.1" 200 7412 "-" "Mozilla/5.0"`);
  const probes = PROBES.map((uri, index) => `203.0.113.40 - - [${at(20 + index)}] "GET ${uri} HTTP/1.1" 200 7412 "-" "Mozilla/5.0"`);

  it('has served nothing: what asks there stays below high, files with secrets low', () => {
    const found = scanText([...visits, ...probes].join('\n'), { detectors: WEB, parsers: [webAccess] });
    expect(found.filter(({ severity }) => severity === 'high' || severity === 'critical')).toEqual([]);
    expect(found.filter(({ progress }) => progress === 'access' || progress === 'action')).toEqual([]);
    expect(found.find(({ detector }) => detector === 'web-sensitive')?.severity).toBe('low');
  });
});

describe('an authorised scanner', () => {
  const context = contextSchema.parse({ scanners: [{ name: 'inventory', places: ['203.0.113.40'] }] });
  const probes = PROBES.map((uri, index) => `203.0.113.40 - - [${at(index)}] "GET ${uri} HTTP/1.1" 404 196 "-" "Mozilla/5.0 zgrab/0.x"`);

  it('is told at no more than info, whatever it asks for', () => {
    const found = scanText(probes.join('\n'), { detectors: WEB, parsers: [webAccess] });
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ category, severity, sources }) => judge(finding(1, { category, severity, sources }), context).severity)).toEqual(found.map(() => 'info'));
  });
});
