import { describe, expect, it } from 'vitest';
import { align } from '../../src/session/desk/align.ts';

const of = (then: string, now: string): readonly (number | null)[] => align(then.split(''), now.split(''));

describe('two runs side by side', () => {
  it.each([
    ['abc', 'abc', [0, 1, 2]],
    ['abcd', 'acd', [0, null, 1, 2]],
    ['acd', 'abcd', [0, 2, 3]],
    ['abxcd', 'abycd', [0, 1, null, 3, 4]],
    ['', 'ab', []],
    ['ab', '', [null, null]],
    ['aa', 'a', [0, null]],
  ] as const)('%s against %s', (then, now, places) => {
    expect(of(then, now)).toEqual(places);
  });

  it('pairs as many as can be, in order', () => {
    const paired = of('abcabba', 'cbabac').filter((place) => place !== null);
    expect(paired).toHaveLength(4);
    expect(paired.toSorted((a, b) => a - b)).toEqual(paired);
  });
});
