/**
 * Logs of a hundred products, each with the sources that must be accused. Counted is every finding of severity low or
 * above: the addresses in its `sources`, against those of the expected alerts, as sets per log, summed up over all logs
 * (micro F1). Left out: logs run with nothing enabled (they say nothing about silence), alerts that need a table of
 * countries or networks, and logs whose expected sources are no addresses (process ids, file names, accounts).
 * `SOC_QUALITY_MISSES=1` prints what was missed or accused too much in each log.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalAddress } from '../../src/detect/address.ts';
import { DETECTORS } from '../../src/detect/detectors/index.ts';
import type { FindingDraft } from '../../src/domain/finding.ts';
import { atLeast } from '../../src/domain/severity.ts';
import { scanText } from '../../test/support/scan-text.ts';
import type { Check } from '../quality.ts';

const rowSchema = z.object({
  test: z.string(), log: z.string(), log_type: z.string(), scenarios_enabled: z.array(z.string()).nullable(),
  expected_sources: z.array(z.string()),
  expected_alerts: z.array(z.object({
    scenario: z.string().nullable(), labels: z.object({ behavior: z.string().nullish() }).nullish(),
  })),
});
type Row = z.infer<typeof rowSchema>;

interface Scored {
  readonly row: Row;
  readonly right: number;
  readonly missed: readonly string[];
  readonly extra: readonly string[];
  readonly findings: readonly FindingDraft[];
}

const GEOGRAPHY = /impossible-travel|by-country|by-as\b|geoip/;
const CLASSIC = /^(?:ssh|http|ftp|smtp|mail|pop3)/;
const SERVERS = /^(?:syslog|nginx|apache2|caddy|haproxy|litespeed|traefik|envoy|vsftpd|exim|exchange-pop|containerd)$/;
const BENIGN = /-whitelist$|whitelists$|-fp$/;

const isEnabled = ({ scenarios_enabled: enabled }: Row): boolean => (enabled ?? []).length > 0;
const isBenign = (row: Row): boolean => BENIGN.test(row.test) || (isEnabled(row) && row.expected_alerts.length === 0);
const isScored = (row: Row): boolean =>
  row.expected_sources.length > 0 && row.expected_sources.every((source) => canonicalAddress(source) !== null)
  && !row.expected_alerts.some(({ scenario }) => GEOGRAPHY.test(scenario ?? '')) && !GEOGRAPHY.test(row.test);
/** Logs of ssh, web, FTP and mail servers themselves; an application with a login page of its own is not among them. */
const isServer = ({ log_type: type, expected_alerts: alerts }: Row): boolean =>
  SERVERS.test(type) && alerts.some(({ labels }) => CLASSIC.test(labels?.behavior ?? ''));

/** One notation for one address, whether a program writes it short or long. */
function plain(source: string): string {
  const address = canonicalAddress(source) ?? source;
  return address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}

function score(folder: string, row: Row): Scored {
  const findings = scanText(readFileSync(join(folder, row.log), 'utf8'), { detectors: DETECTORS });
  const accused = new Set(findings.filter(({ severity }) => atLeast(severity, 'low')).flatMap(({ sources }) => sources.map(plain)));
  const expected = new Set(row.expected_sources.map(plain));
  return {
    row, findings, right: [...expected].filter((source) => accused.has(source)).length,
    missed: [...expected].filter((source) => !accused.has(source)), extra: [...accused].filter((source) => !expected.has(source)),
  };
}

function microF1(scored: readonly Scored[]): number {
  const sum = (of: (one: Scored) => number): number => scored.reduce((total, one) => total + of(one), 0);
  const [right, missed, extra] = [sum((one) => one.right), sum((one) => one.missed.length), sum((one) => one.extra.length)];
  return (2 * right) / (2 * right + missed + extra);
}

const atLeastF1 = (what: string, scored: readonly Scored[], needed: number): Check => ({
  name: `crowdsec-hub: sources of ${scored.length} logs ${what}: F1 ${microF1(scored).toFixed(3)} (at least ${needed})`,
  expected: true, got: microF1(scored) >= needed,
});

export function crowdsecChecks(folder: string): readonly Check[] {
  const rows = readFileSync(join(folder, 'truth.jsonl'), 'utf8').trim().split('\n').map((line) => rowSchema.parse(JSON.parse(line)));
  const scored = rows.filter(isScored).map((row) => score(folder, row));
  const loud = rows.filter(isBenign).map((row) => score(folder, row))
    .filter(({ findings }) => findings.some(({ severity }) => atLeast(severity, 'medium')));
  if (process.env['SOC_QUALITY_MISSES'] === '1') scored.forEach(tell);
  return [
    atLeastF1('of ssh, web, FTP and mail servers', scored.filter(({ row }) => isServer(row)), 0.92),
    atLeastF1('of all products', scored, 0.78),
    { name: 'crowdsec-hub: benign logs with a finding above low', expected: [], got: loud.map(({ row }) => row.test) },
  ];
}

function tell({ row, right, missed, extra, findings }: Scored): void {
  if (missed.length + extra.length === 0) return;
  const said = findings.map(({ detector, severity, sources }) => `${detector}:${severity}:${sources.join('+')}`).slice(0, 6);
  process.stderr.write(`${isServer(row) ? 'server' : 'other '} ${row.test} (${row.log_type}): right ${right}; missed ${missed.join(' ') || '-'}; `
    + `extra ${extra.slice(0, 8).join(' ') || '-'}; ${said.join(', ')}\n`);
}
