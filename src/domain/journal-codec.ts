import { isUtf8 } from 'node:buffer';
import type { Entry } from './fact.ts';
import { entryHeadSchema, factSchema, JOURNAL_SCHEMA } from './fact.ts';
import type { Committed, JournalContents, JournalDamage } from './chain.ts';
import { committed, linesOf, NO_HEAD, NOTHING_COMMITTED } from './chain.ts';
import { sha256Of } from './digest.ts';

/** One committed line as read. `prev` and `seq` are null where the line does not even parse. */
interface Row {
  readonly line: number;
  readonly text: string;
  readonly sha256: string;
  readonly seq: number | null;
  readonly prev: string | null;
  readonly entry: Entry | null;
  readonly damage: JournalDamage | null;
}

/**
 * Reads a whole journal: every entry that reads back and every damage met. Any byte changed before the last line
 * breaks the chain; the last line has nobody after it, so only a head kept elsewhere proves it (`verifyHead`).
 */
export function decodeJournal(bytes: Buffer): JournalContents {
  const end = committed(bytes, NOTHING_COMMITTED);
  const rows = readRows(bytes.subarray(0, end.bytes));
  const damage = [...rows.flatMap((row) => row.damage ?? []), ...brokenLinks(rows), ...tornTail(bytes, end)];
  return {
    entries: rows.flatMap((row) => row.entry ?? []),
    damage: damage.toSorted((a, b) => a.line - b.line),
    head: end.head,
  };
}

export type HeadPlace = 'last' | 'earlier' | 'missing';

/**
 * Where a head that was printed or stored earlier stands in this journal: `last` the journal ends with it, `earlier`
 * it has grown since, `missing` it was cut or rewritten. Holds for the whole up to there when no damage was met. The
 * beginning of a head will do.
 */
export function verifyHead(contents: Pick<JournalContents, 'entries' | 'head'>, head: string): HeadPlace {
  if (contents.head.sha256.startsWith(head)) return 'last';
  // Before the first entry stand the zeros of every chain, which prove nothing.
  return contents.entries.some(({ seq, prev }) => seq > 0 && prev.startsWith(head)) ? 'earlier' : 'missing';
}

function tornTail(bytes: Buffer, end: Committed): readonly JournalDamage[] {
  const left = bytes.length - end.bytes;
  return left === 0 ? [] : [{ kind: 'torn-tail', line: end.head.seq + 1, bytes: left }];
}

function readRows(bytes: Buffer): readonly Row[] {
  return [...linesOf(bytes)].map(({ start, end }, index) => {
    const raw = bytes.subarray(start, end);
    return { line: index + 1, sha256: sha256Of(raw), ...readLine(raw, index + 1) };
  });
}

type Reading = Pick<Row, 'text' | 'seq' | 'prev' | 'entry' | 'damage'>;

function readLine(raw: Buffer, line: number): Reading {
  const parsed = parseJson(raw);
  if (!parsed.ok) return { ...NOTHING_READ, damage: { kind: 'unreadable-entry', line, why: parsed.why } };
  const { text, value } = parsed;
  const place = { text, seq: numberAt(value, 'seq'), prev: textAt(value, 'prev') };
  const unknown = newerOrUnknown(value, line);
  if (unknown !== null) return { ...place, entry: null, damage: unknown };
  const head = entryHeadSchema.safeParse(value);
  const fact = factSchema.safeParse(value['fact']);
  if (head.success && fact.success) return { ...place, entry: { ...head.data, fact: fact.data }, damage: null };
  return { ...place, entry: null, damage: { kind: 'unreadable-entry', line, why: whyNot(head.error ?? fact.error) } };
}

const NOTHING_READ: Omit<Reading, 'damage'> = { text: '', seq: null, prev: null, entry: null };

type Parsed =
  | { readonly ok: true; readonly text: string; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly why: string };

function parseJson(raw: Buffer): Parsed {
  if (!isUtf8(raw)) return { ok: false, why: 'not valid UTF-8' };
  const text = raw.toString();
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? { ok: true, text, value } : { ok: false, why: 'not a JSON object' };
  } catch {
    return { ok: false, why: 'not valid JSON' };
  }
}

/** Refused by name: an entry of a newer schema, or a fact that this version does not know. */
function newerOrUnknown(value: Readonly<Record<string, unknown>>, line: number): JournalDamage | null {
  const version = numberAt(value, 'v');
  const body = value['fact'];
  const name = isRecord(body) ? textAt(body, 'type') : null;
  if (version === null || name === null) return null;
  if (version <= JOURNAL_SCHEMA && KNOWN_FACTS.has(name)) return null;
  return { kind: 'unknown-fact', line, fact: name, version };
}

const KNOWN_FACTS: ReadonlySet<string> = new Set(factSchema.options.map((option) => option.shape.type.value));

/** Shown for a schema mismatch: where, and what was expected. */
function whyNot(error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] } | undefined): string {
  const issue = error?.issues[0];
  return issue === undefined ? 'not an entry' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

/** What the next line is compared with; before the first line stands the start of every chain. */
type Link = Pick<Row, 'line' | 'sha256' | 'seq' | 'damage'>;
const START: Link = { line: 0, sha256: NO_HEAD.sha256, seq: -1, damage: null };

/** Compares each line with what the line after it recorded. */
function brokenLinks(rows: readonly Row[]): readonly JournalDamage[] {
  const damage: JournalDamage[] = [];
  // Sequence less line number; another value from some line on says that lines were taken out or put in before it.
  let shift = -1;
  let before = START;
  for (const [index, row] of rows.entries()) {
    if (row.prev !== null && row.prev !== before.sha256) {
      const jumped = jumpTo(row, before, shift);
      damage.push(...blame(row, before, { next: rows[index + 1], shift, jumped }));
      shift = jumped ?? shift;
    }
    before = row;
  }
  return damage;
}

/** The new shift, where the sequence jumps between two lines that each fit their own side. */
function jumpTo(row: Row, before: Link, shift: number): number | null {
  if (row.seq === null || row.seq - row.line === shift) return null;
  return before.seq === null || before.seq - before.line === shift ? row.seq - row.line : null;
}

interface Surroundings {
  readonly next: Row | undefined;
  readonly shift: number;
  readonly jumped: number | null;
}

/**
 * Names the line that changed: usually the earlier of the two, but the later where putting the right hash back into
 * it makes its own hash right again. A line already named as damaged is not named twice.
 */
function blame(row: Row, before: Link, { next, shift, jumped }: Surroundings): readonly JournalDamage[] {
  const found = row.prev ?? '';
  if (onlyLinkChanged(row, before.sha256, next)) return [broken(row.line, before.sha256, found)];
  if (jumped !== null) return [broken(row.line, `entry ${row.line + shift}`, `entry ${row.line + jumped}`)];
  if (before === START) return [broken(row.line, START.sha256, found)];
  return before.damage === null ? [broken(before.line, found, before.sha256)] : [];
}

const broken = (line: number, expected: string, found: string): JournalDamage =>
  ({ kind: 'broken-chain', line, expected, found });

function onlyLinkChanged(row: Row, rightPrev: string, next: Row | undefined): boolean {
  if (row.prev === null || !next?.prev || next.prev === row.sha256) return false;
  return sha256Of(row.text.replace(row.prev, rightPrev)) === next.prev;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const numberAt = (value: Readonly<Record<string, unknown>>, key: string): number | null =>
  typeof value[key] === 'number' ? value[key] : null;
const textAt = (value: Readonly<Record<string, unknown>>, key: string): string | null =>
  typeof value[key] === 'string' ? value[key] : null;
