import { columnNamed } from '../reading/columns.ts';
import type { Row } from '../reading/json-values.ts';
import { at, isRow, joined, listOf, rowsOf, textOf, wordsOf } from '../reading/json-values.ts';
import type { Reader } from './reader.ts';
import { addRow } from '../reading/row.ts';

/** JSON of no known make: a list of values, or of objects whose members are read as the columns of a table. */
export const json: Reader = {
  name: 'json',
  fits: (feed) => listIn(feed.json).length > 0,
  read: (feed, collector) => {
    for (const one of listIn(feed.json)) {
      if (typeof one === 'string') collector.add({ value: one }, 0);
      else if (isRow(one)) addObject(one, collector);
    }
  },
};

function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return listOf(value);
  for (const name of ['data', 'indicators', 'iocs', 'results', 'items', 'entries', 'list', 'values', 'objects']) {
    const list = at(value, name);
    if (Array.isArray(list)) return listOf(list);
  }
  return isRow(value) ? Object.values(value).flatMap((one) => (Array.isArray(one) ? rowsOf(one) : isRow(one) ? [one] : [])) : [];
}

function addObject(row: Row, collector: Parameters<typeof addRow>[2]['collector']): void {
  const names = Object.keys(row);
  const columns = names.map((name) => columnNamed(name) ?? 'skip');
  const cells = names.map((name) => (Array.isArray(row[name]) ? wordsOf(row[name]).join('; ') : isRow(row[name]) ? joined(...Object.values(row[name])) : textOf(row[name])));
  addRow(cells, columns, { collector, line: 0 });
}
