import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import { INDICATOR_KINDS } from '../../domain/indicator-kind.ts';
import type { Column } from './columns.ts';
import { kindNamed } from './columns.ts';
import type { Collector, Told } from './entry.ts';
import { numberOf } from './json-values.ts';
import { feedTime } from './times.ts';
import { useOf } from './uses.ts';

const KINDS: ReadonlySet<string> = new Set(INDICATOR_KINDS);
const isKind = (column: Column): column is IndicatorKind => KINDS.has(column);
const NAMED_CONFIDENCE: Readonly<Record<string, number | undefined>> = { high: 85, medium: 50, moderate: 50, low: 20 };

/** Adds what one row of a table tells. Several columns may hold indicators: the digests of one file, say. */
export function addRow(cells: readonly string[], columns: readonly Column[], { collector, line }: { readonly collector: Collector; readonly line: number }): void {
  const of = (wanted: Column): string => cells[columns.indexOf(wanted)]?.trim() ?? '';
  const note = [...new Set(cells.flatMap((cell, at) => ((columns[at] === 'note' || columns[at] === 'use') && isSaid(cell) ? [cell.trim()] : [])))].join('; ');
  const confidence = of('confidence');
  const said = {
    note, use: useOf(note), first: feedTime(of('first')), last: feedTime(of('last')), expires: feedTime(of('expires')),
    confidence: numberOf(confidence) ?? NAMED_CONFIDENCE[confidence.toLowerCase()] ?? null,
  };
  const told = toldIn(cells, columns, { kind: kindNamed(of('type')), port: of('port') });
  if (told.length === 0) collector.refuse(line, 'no indicator in this row');
  for (const one of told) collector.add({ ...said, ...one }, line);
}

const isSaid = (cell: string): boolean => !/^(?:n\/a|none|null|-|)$/i.test(cell.trim());

function toldIn(cells: readonly string[], columns: readonly Column[], { kind, port }: { readonly kind: IndicatorKind | null; readonly port: string }): readonly Told[] {
  const digests = /^(?:md5|sha)/;
  return cells.flatMap((cell, at): readonly Told[] => {
    const column = columns[at] ?? 'note';
    const value = cell.trim();
    if (!isSaid(value) || !(column === 'value' || isKind(column))) return [];
    // A file's name, and where it lay, are not what names it beside its digest.
    if ((column === 'file-name' || column === 'path') && columns.some((other) => digests.test(other))) return [];
    if (column === 'ipv4' && /^\d{1,5}$/.test(port) && port !== '0') return [{ kind: 'ip-port', value: value.includes(':') ? `[${value}]:${port}` : `${value}:${port}` }];
    return value.split('|').map((one) => ({ kind: column === 'value' ? kind : column, value: one }));
  });
}
