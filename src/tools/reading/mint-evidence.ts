import type { CitedLine } from '../../domain/finding.ts';
import type { LineEvidence } from '../../domain/evidence.ts';
import { CONTEXT_LINES, EXCERPT_LIMIT } from '../../domain/evidence-limits.ts';
import { sha256Of } from '../../domain/digest.ts';
import type { EvidenceId } from '../../domain/ids.ts';
import { evidenceLabel } from '../../domain/labels.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { isoTime } from '../../domain/times.ts';
import type { LogSource, RawLine } from '../../ports/log-source.ts';

/** A line to be cited, with which of its fields an attacker could write. */
export interface ToCite extends CitedLine {
  readonly taint: readonly string[];
}

export interface Minted {
  readonly evidence: readonly LineEvidence[];
  /** The id of a cited line; null where the line could not be read again. */
  idOf(cited: { readonly log: number; readonly line: number }): EvidenceId | null;
}

/**
 * Reads cited lines again with their neighbours and gives each one id, in the order given. A line that the session
 * already holds keeps its id.
 */
export async function mintEvidence(
  cited: readonly ToCite[], logs: readonly LogSource[], state: SessionState,
): Promise<Minted> {
  const ids = knownIds(logs, state);
  const raw = await readAgain(cited.filter((line) => !ids.has(keyOf(line))), logs);
  const evidence: LineEvidence[] = [];
  let next = state.evidence.size + 1;
  for (const line of cited) {
    const key = keyOf(line);
    const [log, found] = [logs[line.log], raw.get(key)];
    if (ids.has(key) || !log || !found) continue;
    const id = evidenceLabel(next);
    next += 1;
    ids.set(key, id);
    evidence.push(evidenceOf(id, line, log, found));
  }
  return { evidence, idOf: (line) => ids.get(keyOf(line)) ?? null };
}

const keyOf = ({ log, line }: { readonly log: number; readonly line: number }): string => `${log}:${line}`;

function knownIds(logs: readonly LogSource[], state: SessionState): Map<string, EvidenceId> {
  const index = new Map(logs.map(({ info }, at) => [info.id, at]));
  const ids = new Map<string, EvidenceId>();
  for (const one of state.evidence.values()) {
    if (one.kind !== 'line') continue;
    const log = index.get(one.log);
    if (log !== undefined) ids.set(keyOf({ log, line: one.lineNumber }), one.id);
  }
  return ids;
}

async function readAgain(cited: readonly ToCite[], logs: readonly LogSource[]): Promise<Map<string, RawLine>> {
  const found = new Map<string, RawLine>();
  for (const [index, log] of logs.entries()) {
    const places = cited.filter((line) => line.log === index);
    if (places.length === 0) continue;
    for (const line of await log.lines(places, CONTEXT_LINES)) {
      found.set(keyOf({ log: index, line: line.lineNumber }), line);
    }
  }
  return found;
}

// Four parameters on purpose: each is a different thing.
function evidenceOf(id: EvidenceId, cited: ToCite, log: LogSource, raw: RawLine): LineEvidence {
  const show = (bytes: Uint8Array, number: number): string =>
    (log.records ? log.records.text(Buffer.from(bytes), number) : excerpt(bytes));
  const near = (lines: RawLine['before']): LineEvidence['before'] =>
    lines.map(({ lineNumber, bytes }) => ({ lineNumber, text: show(bytes, lineNumber) }));
  return {
    kind: 'line', id, log: log.info.id, file: log.info.name, path: log.info.path,
    lineNumber: cited.line, offset: raw.offset, length: raw.bytes.length, sha256: sha256Of(raw.bytes),
    time: cited.time === null ? null : isoTime(cited.time),
    text: show(raw.bytes, cited.line), before: near(raw.before), after: near(raw.after), taint: [...cited.taint],
  };
}

const excerpt = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, EXCERPT_LIMIT * 4)).toString()
    .slice(0, EXCERPT_LIMIT);
