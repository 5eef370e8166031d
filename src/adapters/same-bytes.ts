import { createHash } from 'node:crypto';
import type { LogSource, OpenedLogs } from '../ports/log-source.ts';

/**
 * Leaves out logs whose decompressed bytes another one holds already: a copy, or the packed form of a log beside it,
 * would count everything twice. Only logs that begin alike are read for that.
 */
export async function withoutCopies(
  logs: readonly LogSource[], signal: AbortSignal,
): Promise<Pick<OpenedLogs, 'logs' | 'copies'>> {
  const alike = new Map<string, LogSource[]>();
  for (const log of logs) {
    const head = (await log.edges()).head;
    if (head.length > 0) alike.set(digest(head), [...alike.get(digest(head)) ?? [], log]);
  }
  const copies = new Map<LogSource, LogSource>();
  for (const group of alike.values()) if (group.length > 1) await findCopies(group, copies, signal);
  for (const copy of copies.keys()) await copy.close();
  return {
    logs: logs.filter((log) => !copies.has(log)),
    copies: [...copies].map(([copy, of]) => ({ name: copy.info.name, of: of.info.name })),
  };
}

async function findCopies(group: readonly LogSource[], copies: Map<LogSource, LogSource>, signal: AbortSignal): Promise<void> {
  const first = new Map<string, LogSource>();
  for (const log of group) {
    const sha256 = await wholeDigest(log, signal);
    const known = first.get(sha256);
    if (known) copies.set(log, known);
    else first.set(sha256, log);
  }
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function wholeDigest(log: LogSource, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of log.chunks(signal)) hash.update(chunk);
  return hash.digest('hex');
}
