import { parse } from 'csv-parse/sync';
import { valueOf } from '../values/canonical.ts';
import type { Column } from '../reading/columns.ts';
import { columnNamed, columnsByContent, isHeader } from '../reading/columns.ts';
import { isComment, share } from '../reading/lines.ts';
import type { FeedText, Reader } from './reader.ts';
import { addRow } from '../reading/row.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Rows looked at to tell columns without names. */
const SAMPLE = 50;
/** A quote that is never closed must not take in the whole file. */
const ROW_LIMIT = 65_536;

/** Tables of any make: columns are known by their names, and where there are none, by what they hold. */
export const csv: Reader = {
  name: 'csv',
  fits: (feed) => delimiterOf(feed) !== null,
  read: (feed, collector) => {
    const delimiter = delimiterOf(feed) ?? ',';
    const named = commentedHeader(feed.head, delimiter);
    let columns: readonly Column[] | null = named;
    const waiting: { readonly cells: readonly string[]; readonly line: number }[] = [];
    const decide = (): readonly Column[] => {
      const decided = columnsByContent(waiting.map(({ cells }) => cells));
      for (const { cells, line } of waiting) addRow(cells, decided, { collector, line });
      waiting.length = 0;
      return decided;
    };
    for (const { record, info } of rowsOf(feed.text, delimiter)) {
      const line = info.lines;
      if (record.length === 1 && isComment(record[0] ?? '')) continue;
      if (columns === null && waiting.length === 0 && isHeader(record)) columns = columnsNamed(record);
      else if (columns === null) {
        waiting.push({ cells: record, line });
        if (waiting.length >= SAMPLE) columns = decide();
      } else addRow(record, columns, { collector, line });
    }
    if (waiting.length > 0) decide();
  },
};

interface CsvRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

// With `info` each row comes as record and place, which the library's types do not say.
const rowsOf = (text: string, delimiter: string): readonly CsvRow[] => parse(text, {
  delimiter, info: true, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, trim: true,
  skip_records_with_error: true, max_record_size: ROW_LIMIT, comment: '#', comment_no_infix: true,
}) as unknown as readonly CsvRow[];

const columnsNamed = (cells: readonly string[]): readonly Column[] => cells.map((cell) => columnNamed(cell) ?? 'skip');

/** abuse.ch writes the names of its columns as the last of its comment lines. */
function commentedHeader(head: readonly string[], delimiter: string): readonly Column[] | null {
  const first = head.findIndex((line) => !isComment(line));
  const comments = (first < 0 ? head : head.slice(0, first)).filter((line) => line.startsWith('#'));
  for (const line of comments.slice(-3).reverse()) {
    const cells = line.replace(/^#+\s*/, '').split(delimiter).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    if (cells.length > 1 && isHeader(cells)) return columnsNamed(cells);
  }
  return null;
}

/** The sign that parts most lines into the same number of cells, of which one row holds an indicator or names a column. */
function delimiterOf({ head }: Pick<FeedText, 'head'>): string | null {
  const lines = head.filter((line) => !isComment(line));
  return DELIMITERS.find((sign) => {
    const cells = (line: string): readonly string[] => line.split(sign).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    if (share(head, (line) => cells(line).length > 1) < 0.8) return false;
    return isHeader(cells(lines[0] ?? '')) || commentedHeader(head, sign) !== null
      || share(head, (line) => cells(line).some((cell) => valueOf(cell) !== null)) > 0.6;
  }) ?? null;
}
