import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { DETECTORS } from '../../src/detect/detectors/index.ts';
import type { FindingDraft } from '../../src/domain/finding.ts';
import { atLeast } from '../../src/domain/severity.ts';
import { scanText } from '../../test/support/scan-text.ts';
import type { Check } from '../quality.ts';
import { nightsOf, triagedNight } from './nights.ts';

/** Sites and hosts nobody attacks raise at most so many findings above low a million lines. */
const ABOVE_LOW_LIMIT = 1_000;

interface Corpus {
  readonly name: string;
  readonly benign: boolean;
  readonly texts: readonly string[];
}

const truth = z.object({ log: z.string(), scenarios_enabled: z.array(z.string()), expected_alert_count: z.number().nullable() });
/** Logs that a product watched with rules on, and found nothing in. */
function silentLogs(folder: string): readonly string[] {
  const rows = readFileSync(join(folder, 'truth.jsonl'), 'utf8').split('\n').filter((line) => line !== '').map((line) => truth.parse(JSON.parse(line)));
  return [...new Set(rows.filter((row) => row.scenarios_enabled.length > 0 && row.expected_alert_count === 0).map(({ log }) => log))]
    .filter((log) => !rows.some((row) => row.log === log && row.expected_alert_count !== 0))
    .map((log) => join(folder, log)).filter((path) => existsSync(path)).map((path) => readFileSync(path, 'utf8'));
}

/** Labelled parameters without an attack, as requests of one site each by a visitor of its own. */
function normRequests(path: string): string {
  const rows = readFileSync(path, 'utf8').split('\n').slice(1).filter((row) => /"norm"\r?$/.test(row));
  return rows.map((row, n) => {
    const value = row.replace(/","\d+","norm","norm"\r?$/, '').replace(/^"/, '').replaceAll('""', '"');
    return `198.51.${n % 200}.${n % 250} - - [03/Mar/2026:${clock(n)} +0000] "GET /list?q=${encodeURIComponent(value)} HTTP/1.1" 200 ${4_000 + (n * 37) % 3_000} "-" "Mozilla/5.0"`;
  }).join('\n');
}

const clock = (n: number): string => new Date(n * 4_000).toISOString().slice(11, 19);

function corpora(data: string): readonly Corpus[] {
  const read = (...path: readonly string[]): string => readFileSync(join(data, ...path), 'utf8');
  return [
    { name: 'hub, silent', benign: true, texts: silentLogs(join(data, 'crowdsec-hub')) },
    { name: 'web `norm`', benign: true, texts: [normRequests(join(data, 'web-attacks', 'http_params_train.csv'))] },
    { name: 'OpenSSH_2k', benign: false, texts: [read('loghub', 'OpenSSH_2k.log')] },
    { name: 'Apache_2k', benign: false, texts: [read('loghub', 'Apache_2k.log')] },
  ];
}

interface Measured extends Omit<Corpus, 'texts'> {
  readonly lines: number;
  readonly findings: readonly Pick<FindingDraft, 'detector' | 'severity'>[];
}

const measured = ({ texts, ...about }: Corpus): Measured => ({
  ...about, lines: texts.reduce((sum, text) => sum + text.split('\n').filter((line) => line !== '').length, 0),
  findings: texts.flatMap((text) => scanText(text, { detectors: DETECTORS })),
});

/** Each night is read as one timeline, with what its owner knows: the program itself does it. */
function nights(): Measured {
  const read = nightsOf().map(triagedNight);
  return {
    name: 'nights', benign: true, findings: read.flatMap(({ findings }) => findings),
    lines: read.reduce((sum, { coverage }) => sum + coverage.files.reduce((lines, file) => lines + file.lines, 0), 0),
  };
}

/** The table of docs/detections.md: findings a million lines, those above low behind a stroke. */
function tableOf(all: readonly Measured[]): string {
  const cell = ({ lines, findings }: Measured, name: string): string => {
    const own = findings.filter(({ detector }) => detector === name);
    const million = (count: number): string => Math.round((count / lines) * 1e6).toLocaleString('en');
    const above = own.filter(({ severity }) => atLeast(severity, 'medium')).length;
    return own.length === 0 ? '0' : `${million(own.length)} / ${million(above)}`;
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['detection', ...all.map(({ name, lines }) => `${name} (${lines.toLocaleString('en')} lines)`)]),
    row(['---', ...all.map(() => '---:')]),
    ...DETECTORS.map(({ name }) => row([`\`${name}\``, ...all.map((one) => cell(one, name))])),
  ].join('\n');
}

export function falsePositiveChecks(data: string): readonly Check[] {
  const all = [nights(), ...corpora(data).map(measured)];
  process.stdout.write(`${tableOf(all)}\n`);
  return all.filter(({ benign }) => benign).map(({ name, lines, findings }) => {
    const above = findings.filter(({ severity }) => atLeast(severity, 'medium')).length;
    const rate = Math.round((above / lines) * 1e6);
    return {
      name: `benign ${name}: ${rate} findings above low a million lines (at most ${ABOVE_LOW_LIMIT}; ${above} in ${lines})`,
      expected: true, got: rate <= ABOVE_LOW_LIMIT,
    };
  });
}
