import type { RecordForm } from '../domain/login-record.ts';
import type { LinePlace, RawLine } from '../ports/log-source.ts';
import type { BytesAt } from './raw-lines.ts';

/** Reads fixed records again with their neighbours, in the order of their places; a place between records is left out. */
export async function readRecords(
  bytes: BytesAt, form: RecordForm, places: readonly LinePlace[], context: number,
): Promise<readonly RawLine[]> {
  const found: RawLine[] = [];
  const byOffset = new Map(places.map((place) => [place.offset, place]));
  for (const { offset } of [...byOffset.values()].sort((a, b) => a.offset - b.offset)) {
    if (offset < 0 || offset % form.length !== 0) continue;
    const from = Math.max(0, offset - context * form.length);
    bytes.forget(from);
    const window = Buffer.from(await bytes.at(from, offset - from + (1 + context) * form.length));
    const rows = rowsOf(window, form, from / form.length + 1);
    const number = offset / form.length + 1;
    const own = rows.find(({ lineNumber }) => lineNumber === number);
    if (!own) continue;
    found.push({
      ...own, offset, before: rows.filter(({ lineNumber }) => lineNumber < number),
      after: rows.filter(({ lineNumber }) => lineNumber > number),
    });
  }
  return found;
}

const rowsOf = (window: Buffer, { length }: RecordForm, first: number) =>
  Array.from({ length: Math.ceil(window.length / length) }, (_, at) =>
    ({ lineNumber: first + at, bytes: window.subarray(at * length, (at + 1) * length) }));
