import { sha256Of } from './digest.ts';
import type { Entry, Fact, FactType, JOURNAL_SCHEMA } from './fact.ts';
import type { Sha256 } from './ids.ts';

/**
 * The chain as a writer needs it: lines, hashes and the end of what is committed, without the schemas that a reader
 * loads. A journal is a file of lines, each the JSON of one `Entry`; `prev` is the SHA-256 of the line before.
 *
 * One append is one batch, and a batch counts as a whole or not at all. Every line of it but the last ends with a
 * space (which JSON allows and the hash covers), so that a batch cut short by a crash is seen as such even where the
 * cut falls between two lines: all that follows the last line without the space is a torn tail.
 */
const SCHEMA: typeof JOURNAL_SCHEMA = 1;
const NEWLINE = 0x0a;
const MORE_OF_BATCH = 0x20;

/** The end of a chain: how many entries, and the SHA-256 of the last line (64 zeros for an empty journal). */
export interface Head {
  readonly seq: number;
  readonly sha256: Sha256;
}

/** What reading a journal can meet besides facts. Every one names the line it happened at. */
export type JournalDamage =
  | { readonly kind: 'torn-tail'; readonly line: number; readonly bytes: number }
  | { readonly kind: 'broken-chain'; readonly line: number; readonly expected: string; readonly found: string }
  | { readonly kind: 'unreadable-entry'; readonly line: number; readonly why: string }
  | { readonly kind: 'unknown-fact'; readonly line: number; readonly fact: string; readonly version: number };

export interface JournalContents {
  readonly entries: readonly Entry[];
  readonly damage: readonly JournalDamage[];
  readonly head: Head;
}

/** How far a journal is committed: bytes, and the head there. */
export interface Committed {
  readonly bytes: number;
  readonly head: Head;
}

export const NO_HEAD: Head = { seq: 0, sha256: '0'.repeat(64) as Sha256 };
export const NOTHING_COMMITTED: Committed = { bytes: 0, head: NO_HEAD };

export const sameHead = (a: Head, b: Head): boolean => a.seq === b.seq && a.sha256 === b.sha256;

/** Facts that must be on the disk before anyone is told. */
const SYNCED: ReadonlySet<FactType> = new Set<FactType>([
  'session.started', 'finding.raised', 'incident.raised', 'incident.triaged', 'steps.proposed', 'verdict.given',
  'session.ended', 'incident.noted', 'incident.closed', 'incident.reopened', 'incident.merged', 'incident.assigned',
  'suppression.added', 'suppression.lifted', 'lesson.learnt', 'session.removed',
]);
export const mustSync = (fact: Fact): boolean => SYNCED.has(fact.type);

export interface Batch {
  readonly entries: readonly Entry[];
  readonly bytes: Buffer;
  readonly head: Head;
}

/** The facts as the next lines after `head`. Throws for a number JSON cannot hold: it would never read back. */
export function encodeBatch(facts: readonly Fact[], at: number, head: Head): Batch {
  const entries: Entry[] = [];
  const lines: string[] = [];
  let end = head;
  for (const [index, fact] of facts.entries()) {
    refuseUnwritable(fact, fact.type);
    const entry: Entry = { v: SCHEMA, seq: end.seq, at, prev: end.sha256, fact };
    const line = JSON.stringify(entry) + (index < facts.length - 1 ? ' ' : '');
    end = { seq: end.seq + 1, sha256: sha256Of(line) };
    entries.push(entry);
    lines.push(`${line}\n`);
  }
  return { entries, bytes: Buffer.from(lines.join('')), head: end };
}

function refuseUnwritable(value: unknown, where: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`${where} holds ${String(value)}: a journal takes finite numbers only`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) refuseUnwritable(inner, `${where}.${key}`);
}

export interface LineSpan {
  readonly start: number;
  /** Where its line end stands. */
  readonly end: number;
  /** True for the last line of a batch: all up to here counts. */
  readonly commits: boolean;
}

/** The lines that have a line end. */
export function* linesOf(bytes: Buffer): Generator<LineSpan> {
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    yield { start, end, commits: end === start || bytes[end - 1] !== MORE_OF_BATCH };
    start = end + 1;
  }
}

/** How far the journal is committed, given that it was up to `from` and that `bytes` follow there. */
export function committed(bytes: Buffer, from: Committed): Committed {
  let last: LineSpan | null = null;
  let seen = 0;
  let seq = from.head.seq;
  for (const line of linesOf(bytes)) {
    seen += 1;
    if (!line.commits) continue;
    last = line;
    seq = from.head.seq + seen;
  }
  if (last === null) return from;
  const sha256 = sha256Of(bytes.subarray(last.start, last.end));
  return { bytes: from.bytes + last.end + 1, head: { seq, sha256 } };
}
