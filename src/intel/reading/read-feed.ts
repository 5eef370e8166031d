import type { FeedRole } from '../../domain/feed.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';
import { READERS } from '../feeds/index.ts';
import type { FeedText } from '../feeds/reader.ts';
import type { Collected, FeedTrouble } from './entry.ts';
import { openCollector } from './entry.ts';

/** Lines looked at to tell the form. */
const HEAD_LINES = 200;

export interface ReadFeed extends Collected {
  readonly format: string;
  readonly role: FeedRole;
}

/** Reads a feed of any form that is known. Every trouble names its line, where the form has lines. */
export function readFeed(text: string): Result<ReadFeed, FeedTrouble> {
  const json = jsonOf(text);
  if (!json.ok) return json;
  const feed: FeedText = { text, head: headOf(text), json: json.value };
  const reader = READERS.find((one) => one.fits(feed));
  if (reader === undefined) throw new Error('the last reader takes any text');
  const collector = openCollector();
  try {
    reader.read(feed, collector);
  } catch (error) {
    // The CSV library throws for what it cannot part into rows; it names the line.
    if (error instanceof Error && 'lines' in error) return fail({ line: Number(error.lines), why: error.message });
    throw error;
  }
  return ok({ ...collector.collected(), format: reader.name, role: reader.role ?? 'threat' });
}

function headOf(text: string): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; lines.length < HEAD_LINES && from <= text.length;) {
    const end = text.indexOf('\n', from);
    lines.push(text.slice(from, end < 0 ? text.length : end).replace(/\r$/, '').replace(/^\uFEFF/, ''));
    if (end < 0) break;
    from = end + 1;
  }
  return lines;
}

/** Undefined for a text that is no JSON and does not begin like any; JSON lines come as a list. */
function jsonOf(text: string): Result<unknown, FeedTrouble> {
  const first = /[^\s\uFEFF]/.exec(text)?.[0];
  if (first !== '{' && first !== '[') return ok(undefined);
  const whole = parsed(text.replace(/^\uFEFF/, ''));
  if (whole.ok) return whole;
  const lines = text.split('\n');
  const rows: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const row = parsed(line);
    // A list may begin with `[`: an address in brackets, say.
    if (!row.ok) return index === 0 && first === '[' && !/^\s*\[\s*(?:[{"[]|$)/.test(line) ? ok(undefined) : rows.length > 0 ? fail({ line: index + 1, why: row.trouble.why }) : whole;
    rows.push(row.value);
  }
  return ok(rows);
}

function parsed(text: string): Result<unknown, FeedTrouble> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'not valid JSON';
    return fail({ line: text.slice(0, placeOf(why, text)).split('\n').length, why: `not valid JSON: ${why.replace(/, (?:\.\.\.)?"[\s\S]*$/, '')}` });
  }
}

/** Characters that the engine quotes on each side of the place, where it does not tell the place itself. */
const QUOTED = 10;

/** Where the JSON breaks, by what the engine says of it; the end where it does not say. */
function placeOf(why: string, text: string): number {
  const at = /position (\d+)/.exec(why)?.[1];
  if (at !== undefined) return Number(at);
  const [, cut, quoted = ''] = /(\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON$/.exec(why) ?? [];
  const found = quoted === '' ? -1 : text.indexOf(quoted);
  return found < 0 ? text.length : cut === undefined ? text.length : found + QUOTED;
}
