import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Event } from '../../src/domain/event.ts';
import { readText } from '../../test/support/scan-text.ts';
import type { Check } from '../quality.ts';
import { triaged } from './run-soc.ts';

const truthSchema = z.object({
  failed_attempts_total: z.number(),
  distinct_source_ips: z.number(),
  bruteforce_ips_ge5_attempts: z.record(z.string(), z.number()),
  accepted: z.array(z.object({ user: z.string(), ip: z.string(), line: z.number() })),
  compromise_evident: z.boolean(),
});

const MANY = 5;

/** Events of the lines that tell of a name that does not map back. */
function dnsNotices(text: string): readonly Event[] {
  const lines = text.split('\n');
  return readText(text).filter(({ lineNumber }) => /reverse mapping|maps to .* but this does not/.test(lines[lineNumber - 1] ?? ''))
    .flatMap(({ events }) => events);
}

/** Every counted fact of a real log of OpenSSH, by the events and by the verdict. */
export function opensshChecks(folder: string): readonly Check[] {
  const path = join(folder, 'OpenSSH_2k.log');
  const truth = truthSchema.parse(JSON.parse(readFileSync(join(folder, 'OpenSSH_2k.truth.json'), 'utf8')));
  const events = readText(readFileSync(path, 'utf8')).flatMap((row) => row.events);
  const logins = events.flatMap((event) => (event.kind === 'auth' && event.action === 'login' && event.primary ? [event] : []));
  const failures = logins.filter(({ outcome }) => outcome !== 'success');
  const bySource = new Map<string, number>();
  for (const { source, count } of failures) bySource.set(source ?? '?', (bySource.get(source ?? '?') ?? 0) + count);
  const many = [...bySource].filter(([, count]) => count >= MANY).sort(([a], [b]) => (a < b ? -1 : 1));
  const sources = new Set(events.flatMap((event) => (event.source === null ? [] : [event.source])));
  const accepted = logins.filter(({ outcome }) => outcome === 'success');
  const document = triaged([path]);
  const guessing = new Set(document.findings.filter(({ category }) => category === 'brute-force').flatMap((finding) => finding.sources));
  return [
    { name: 'failed attempts, repeats expanded', expected: truth.failed_attempts_total, got: failures.reduce((sum, { count }) => sum + count, 0) },
    { name: 'distinct sources', expected: truth.distinct_source_ips, got: sources.size },
    { name: 'attempts of sources with five or more', expected: Object.entries(truth.bruteforce_ips_ge5_attempts).sort(([a], [b]) => (a < b ? -1 : 1)), got: many },
    { name: 'sources found guessing', expected: Object.keys(truth.bruteforce_ips_ge5_attempts).sort(), got: [...guessing].sort() },
    { name: 'accepted logins', expected: truth.accepted.map(({ user, ip, line }) => [user, ip, line]), got: accepted.map(({ user, source, line }) => [user, source, line]) },
    { name: 'breach', expected: truth.compromise_evident, got: document.verdict === 'incident' || document.gotIn === 'yes' },
    { name: 'DNS notices that count against a source', expected: 0, got: dnsNotices(readFileSync(path, 'utf8')).filter(({ suspicious }) => suspicious).length },
    { name: 'unparsed lines', expected: 0, got: document.coverage.files[0]?.unparsed ?? -1 },
  ];
}
