import type { Fields } from './fields.ts';
import { plainName } from './named.ts';

/** Columns of a table; more is no log. */
const COLUMNS = 120;
const NAME = /^[A-Za-z@_#][\w .()/:@#-]{0,48}$/;
/** A head names when, and who or what; a line of prose does not. */
const WHEN = /^(?:date|time|datetime|timestamp|eventtime|ts|timegenerated|eventdate|datetimeutc)/;
const WHO = /(?:ip|address|addr|user|account|username|host|client|source|src)$/;

/** The names of the columns that the rows of one log have, once its head was seen. */
export interface Columns {
  /** Whether the line is a head, whose names count from here on. */
  readHead(text: string): boolean;
  /** A row by the names of its columns; null where there is no head or it does not fit. */
  row(text: string): Fields | null;
}

interface Head {
  readonly names: readonly string[];
  readonly separator: string;
}

/** W3C logs name their columns in `#Fields:`, tables in their first line. */
export function openColumns(): Columns {
  let head: Head | null = null;
  let lines = 0;
  return {
    readHead(text) {
      lines += 1;
      const found = text.startsWith('#Fields:') ? w3cHead(text) : lines === 1 ? tableHead(text) : null;
      if (found) head = found;
      return found !== null;
    },
    row(text) {
      if (head === null || text.startsWith('#')) return null;
      const { names, separator } = head;
      const cells = separator === ',' || separator === ';' ? splitQuoted(text, separator) : text.split(separator);
      // Some writers end a row with its separator.
      if (cells.at(-1) === '' && cells.length === names.length + 1) cells.pop();
      return cells.length === names.length ? new Map(names.map((name, at) => [name, cells[at] ?? ''])) : null;
    },
  };
}

function w3cHead(text: string): Head | null {
  const written = text.slice('#Fields:'.length).trim();
  const separator = written.includes('\t') ? '\t' : written.includes(',') ? ',' : ' ';
  const names = namesOf(written.split(separator));
  return names.length < 2 || names.length > COLUMNS ? null : { names, separator: separator === ' ' && text.includes('\t') ? '\t' : separator };
}

function tableHead(text: string): Head | null {
  for (const separator of [',', '\t', ';', '|']) {
    const cells = text.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (cells.length < 4 || cells.length > COLUMNS || !cells.every((cell) => NAME.test(cell))) continue;
    const names = namesOf(cells);
    if (names.some((name) => WHEN.test(plainName(name))) && names.some((name) => WHO.test(plainName(name)))) return { names, separator };
  }
  return null;
}

const namesOf = (cells: readonly string[]): readonly string[] => cells.map((cell) => cell.trim().toLowerCase());

/** Cells of a row; one between quotes may hold the separator, and a doubled quote stands for one. */
function splitQuoted(text: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"' && quoted && text.charAt(at + 1) === '"') {
      cell += char;
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell];
}
