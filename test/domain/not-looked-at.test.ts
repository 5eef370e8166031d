import { expect, it } from 'vitest';
import type { LogRead } from '../../src/domain/log.ts';
import { missingText, notLookedAt } from '../../src/domain/not-looked-at.ts';

const missing = (...kinds: readonly (LogRead['kinds'] | undefined)[]) => missingText(notLookedAt({
  logs: [], unreadable: [],
  reads: kinds.map((some) => ({ log: 'S1', gaps: [], troubles: [], unparsed: 0, lines: 1, ...(some && { kinds: some }) }) as unknown as LogRead),
}));

it('names the kinds of which no log held a record', () => {
  expect(missing(['auth'], ['privilege', 'account'])).toBe('no record of web or packages was read');
});
it('says nothing where every kind was read, or where a read of an earlier version does not tell', () => {
  expect(missing(['auth', 'privilege', 'account', 'web', 'package'])).toBeNull();
  expect(missing(['auth'], undefined)).toBeNull();
});
