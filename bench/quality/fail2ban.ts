import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalAddress, findAddresses } from '../../src/detect/address.ts';
import type { Check } from '../quality.ts';
import type { ParsedRow } from './run-soc.ts';
import { parsedTexts } from './run-soc.ts';

const options = z.looseObject({ mode: z.string().optional() });
const lineSchema = z.object({
  filter: z.string(), line_no: z.number(), line: z.string(), match: z.boolean().nullable(), host: z.string().nullish(), desc: z.string().nullish(),
  constraint: z.string().nullish(), filterOptions: z.union([options, z.array(options)]).nullish(),
});
type Line = z.infer<typeof lineSchema>;

/** Asked for by who wants more than failures: a connection that was cut is none, and what it is else is not said. */
const EAGER = new Set(['ddos', 'extra', 'more', 'aggressive']);
/** Servers that everybody runs: what they write must be understood. */
const COMMON = /^(?:sshd|apache-|nginx-|postfix|dovecot|exim|sendmail-|courier-|cyrus-imap|sieve|vsftpd|proftpd|pure-ftpd|gssftpd|wuftpd)/;
/** Kinds of which a failure or refusal counts, also where the line alone is not suspicious. A refused web request is none of them. */
const DECIDED = new Set(['auth', 'mail', 'generic', 'dns', 'alert', 'network']);
/** What these ask for is which requests found nothing: there a request for what is not there counts, as the scan detector counts it. */
const SCANS = /^(?:apache-noscript|apache-botsearch|nginx-botsearch)$/;

/** Such a line is a failed login, which its filter holds against nobody before the next one of the same connection. */
const FURTHER_TRY = /^Still no failure \((?:first|second) try/;

interface Verdict {
  readonly line: Line;
  readonly matched: boolean;
  /** Whom the line is held against. */
  readonly sources: readonly string[];
}

/** Whether a row is left out, and why: what remains is a failure or none in everybody's eyes. */
function leftOut(line: Line, all: readonly Line[]): string | null {
  if (line.match === null) return 'not annotated';
  if (line.constraint && line.constraint !== `name == '${line.filter}'`) return 'holds under another name or mode';
  if ([line.filterOptions ?? {}].flat().every(({ mode }) => EAGER.has(mode ?? ''))) return 'eager modes only';
  if (!line.match && FURTHER_TRY.test(line.desc ?? '')) return 'waits for a further try';
  const own = all.filter(({ filter }) => filter === line.filter);
  const at = own.indexOf(line);
  return line.match ? withoutHost(line, own.slice(0, at + 1)) : waiting(line, own.slice(at + 1));
}

function withoutHost({ host }: Line, before: readonly Line[]): string | null {
  if (!host) return 'names nobody: the host comes later';
  return before.some((other) => holds(other, host)) ? null : 'names a host that no line up to here holds';
}

function waiting(line: Line, after: readonly Line[]): string | null {
  const process = processOf(line.line);
  return process !== null && after.some((other) => processOf(other.line) === process) ? 'waits for a later line of its process' : null;
}

const holds = ({ line }: Line, host: string): boolean =>
  line.toLowerCase().includes(host.toLowerCase()) || findAddresses(line).some(({ address }) => address === canonicalAddress(host));

/** `sshd[123]`, `[conn5]`: what ties the lines of one connection. */
const processOf = (line: string): string | null => /(?:\s|^)(\[?[\w./-]{1,40} ?\[\d+\]|\[conn\d+\])/.exec(line)?.[1] ?? null;

const same = (line: Line, source: string): boolean =>
  source === (canonicalAddress(line.host ?? '') ?? line.host) || source.toLowerCase() === (line.host ?? '').toLowerCase();

/** A line that holds another address than the right one, or that was written to mislead. */
function isSpoofed(line: Line): boolean {
  if (/inject|spoof/i.test(line.desc ?? '')) return true;
  return findAddresses(line.line).some(({ address }) => !same(line, address));
}

function judge(lines: readonly Line[]): readonly Verdict[] {
  const services = [...new Set(lines.map(({ filter }) => filter))];
  const rows = parsedTexts(services.map((service) => ({ name: `${service}.log`, text: textOf(lines, service) })));
  return services.flatMap((service) => lines.filter(({ filter }) => filter === service).map((line, at) => {
    const sources = rows.flatMap((row) => {
      if (row.file !== `${service}.log` || row.lineNumber !== at + 1 || !row.kind) return [];
      return counts(row, service) && row.source ? [row.source] : [];
    });
    return { line, matched: sources.length > 0, sources };
  }));
}

/** A line counts against its source where it alone is suspicious, or is a failure or refusal of a kind that detectors count. */
function counts({ suspicious, kind, outcome }: ParsedRow, service: string): boolean {
  if (suspicious === true) return true;
  const decided = kind !== undefined && (DECIDED.has(kind) || (kind === 'web' && SCANS.test(service)));
  return decided && (outcome === 'failure' || outcome === 'denied');
}

const textOf = (lines: readonly Line[], service: string): string =>
  lines.flatMap(({ filter, line }) => (filter === service ? [`${line.replace(/[\r\n]/g, ' ')}\n`] : [])).join('');

const percent = (good: number, all: number): number => Math.floor((1_000 * good) / Math.max(1, all)) / 10;

function share(name: string, verdicts: readonly Verdict[], good: (verdict: Verdict) => boolean, least: number): Check {
  const figure = percent(verdicts.filter(good).length, verdicts.length);
  return { name: `fail2ban ${name} ${figure} % of ${verdicts.length} (at least ${least} %)`, expected: true, got: figure >= least };
}

/**
 * Lines that others annotated: does each count against its source, and against the right one? Left out are rows that
 * only hold in eager modes or under another name, whose host no line holds, and that wait for a later line of their process.
 * `SOC_QUALITY_VERBOSE=1` prints what was missed.
 */
export function fail2banChecks(folder: string): readonly Check[] {
  const lines = readFileSync(join(folder, 'lines.jsonl'), 'utf8').split('\n').filter((text) => text !== '')
    .map((text) => lineSchema.parse(JSON.parse(text)));
  const all = judge(lines);
  const scored = all.filter(({ line }) => leftOut(line, lines) === null);
  const right = ({ line, matched }: Verdict): boolean => matched === line.match;
  const met = scored.filter(({ line, matched }) => line.match === true && matched);
  const rightHost = ({ line, sources }: Verdict): boolean => sources.every((source) => same(line, source));
  const misled = all.filter((verdict) => isSpoofed(verdict.line) && misleads(verdict));
  if (process.env['SOC_QUALITY_VERBOSE'] !== undefined) tell(scored, right, [...met.filter((verdict) => !rightHost(verdict)), ...misled], all.filter((verdict) => !scored.includes(verdict) && !right(verdict)));
  return [
    share('pooled match', scored.filter(({ line }) => COMMON.test(line.filter)), right, 95),
    share('match over all services', scored, right, 85),
    share('right host', met, rightHost, 98),
    { name: `fail2ban wrong hosts on ${all.filter(({ line }) => isSpoofed(line)).length} lines that hold another address`, expected: 0, got: misled.length },
  ];
}

/** Somebody else is accused; where the line itself means no failure, whoever is accused was claimed. */
function misleads({ line, sources }: Verdict): boolean {
  if (line.host ?? null) return sources.some((source) => !same(line, source));
  return /inject|spoof/i.test(line.desc ?? '') && sources.length > 0;
}

// Four parameters on purpose: what was found, to be printed by one who mends it.
function tell(scored: readonly Verdict[], right: (verdict: Verdict) => boolean, hosts: readonly Verdict[], unscored: readonly Verdict[]): void {
  const print = (title: string, verdicts: readonly Verdict[]): void => {
    for (const { line, sources } of verdicts) {
      process.stdout.write(`${title}  ${line.filter}:${line.line_no} ${line.match ? 'counts' : 'does not count'} ${line.host ?? ''}`
        + ` / read as ${sources.join(' ') || 'nobody'}\n    ${line.line.slice(0, 300)}\n`);
    }
  };
  print('not scored', unscored);
  print('MISS', scored.filter((verdict) => !right(verdict)));
  print('HOST', hosts);
}
