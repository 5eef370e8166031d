import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.ts';
import { hostileNames } from '../support/hostile-names.ts';
import { readText } from '../support/scan-text.ts';

interface Product {
  readonly name: string;
  readonly line: string;
  /** `failure`, `denied` and `success` are logins, `web` a request, `none` neither, `any` whatever it is. */
  readonly said: string;
  readonly source: string;
  readonly user: string;
}

/** name, line, what it says, source, user: parted by tabs. */
const PRODUCTS: readonly Product[] = readFileSync(new URL('../samples/generic/products.tsv', import.meta.url), 'utf8').trim().split('\n')
  .map((row) => {
    const [name = '', line = '', said = '', source = '', user = ''] = row.split('\t');
    return { name, line, said, source, user };
  });

const read = (line: string): Event | null => readText(`${line}\n`)[0]?.events[0] ?? null;

/** What a line came to, in the words of the table. */
function saidBy(event: Event | null): string {
  if (event?.kind === 'web') return 'web';
  if (event?.kind !== 'auth' || event.outcome === 'info') return 'no login';
  return event.outcome === 'success' ? 'success' : 'refused';
}
const wanted = (said: string): string => (said === 'failure' || said === 'denied' ? 'refused' : said === 'none' ? 'no login' : said);

describe('a login of a product', () => {
  it.each(PRODUCTS.filter(({ said }) => said !== 'any').map((one) => [one.name, one] as const))('%s', (_, { line, said, source, user }) => {
    const event = read(line);
    expect([saidBy(event), event?.source ?? '']).toEqual([wanted(said), source]);
    if (user !== '') expect(event?.user).toBe(user);
  });
});

describe('a name that speaks of another address', () => {
  const named = PRODUCTS.filter(({ source, user }) => source !== '' && user !== '');
  it.each(named.map((one) => [one.name, one] as const))('%s', (_, { line, source, user }) => {
    const wrong = hostileNames().map((name) => line.replaceAll(user, line.includes('{"') ? JSON.stringify(name).slice(1, -1) : name))
      .filter((text) => ![null, source].includes(read(text)?.source ?? null));
    expect(wrong).toEqual([]);
  });
});
