import { describe, expect, it } from 'vitest';
import { RegexError } from '../../../src/detect/sigma/regex/parse.ts';
import { openRegex } from '../../../src/detect/sigma/regex/regex.ts';

/** Patterns that make a backtracking engine stand still, with and without flags and counted repeats. */
const BAD = [
  '^(a+)+$', '^(a*)*$', '(a|a)*$', '^(a|aa)+$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*)*b', '^(\\w+\\s?)*$', '([a-zA-Z]+)*[0-9]',
  '(?i)^(A+)+$', '(?i)(a|A)*$', '(?i)^([a-z]+)*!', '(?i)(Ä+)+$', '(?i)^(ä|Ä|a)+$', '(?:a{1,30}){1,30}$', '(a{0,10}){0,30}b', '(.{1,60}a){10}$',
  '(?i)(?:a{1,40}){1,20}!', '(.*a){20}', '(.*){1,32}[bc]', '\\b(\\w+\\b)*x', '(a?){60}a{60}', '^(?:.*,){30}P', '(?:\\S+\\s*)+=', '((a+)?)+$',
  '(?s)(.+)+\\n!', '(?m)^(\\s*a\\s*)+$', '[ab]*a[ab]{200}!', '(?i)(?:[a-z]{2,40}){2,20}\\d', '(\\d+|\\w+)*%', '(a+){10}{10}b', '^(?:(?:a|b)*c?)*d$',
];
const TEXTS = ['a'.repeat(30_000), `${'a'.repeat(30_000)}!`, 'ab'.repeat(15_000), 'aB, Ä'.repeat(6_000), Array.from({ length: 20_000 }, (_, at) => (at * 7_919 % 13 < 6 ? 'a' : 'b')).join('')];

describe('a pattern of somebody else', () => {
  it.each(BAD)('%s takes no time', (source) => {
    const regex = openRegex(source);
    for (const text of TEXTS) {
      const start = process.cpuUsage();
      regex.test(text);
      expect(process.cpuUsage(start).user / 1_000).toBeLessThan(100);
    }
  });

  it.each(['(?=a)b', '(?!a)b', '(?<=a)b', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>', '(?>a+)b', 'a++', '(?x)a b', '\\p{L}', '(', ')', '[a', 'a{9000}', '*a', 'a\\', '(a{900}){900}'])(
    '%s is refused', (source) => { expect(() => openRegex(source)).toThrow(RegexError); },
  );

  const SAME = ['abc', 'a.c', '^abc$', 'a+b*c?', '[a-c]+', '[^a-c]', '\\d{2,4}', '(?:ab|cd)+', '\\bcat\\b', '\\Bat', 'a{2}', 'a{2,}', '^$', 'x|', '\\\\x', '[\\]\\-]', '[]-]?a', '\\.exe$',
    '[\\w.]+@', '\\x41', '\\u0041', 'a{,2}', 'é', '[\\s\\S]z', '^a|b$', '(a|b)(c|d)', 'a(?:b(?:c)?)?d', '(?:)', '.', '\\t'];
  const TRIED = ['', 'abc', 'xabcx', 'a\nc', 'aabbcc', 'cat', 'concat', 'A', 'aa', 'aaa', '12', '12345', 'abcd', 'ad', 'abd', ']', '-', 'tool.exe', 'x@y', 'é', 'z', 'bz', '\\x', 'a{,2}', 'b', 'ac', '\t'];
  it.each(SAME)('%s finds what the language of the house finds', (source) => {
    const own = source === '[]-]?a' ? /[\]-]?a/ : new RegExp(source);
    expect(TRIED.filter((text) => openRegex(source).test(text))).toEqual(TRIED.filter((text) => own.test(text)));
  });

  it('turns its flags where they stand', () => {
    expect([openRegex('(?i)abc').test('ABC'), openRegex('a(?i:b)c').test('aBc'), openRegex('a(?i:b)c').test('aBC'), openRegex('a(?i)b|c').test('C'),
      openRegex('abc', { i: true }).test('aBc'), openRegex('a.c', { s: true }).test('a\nc'), openRegex('^b$', { m: true }).test('a\nb\nc')])
      .toEqual([true, true, false, true, true, true, true]);
  });

  it('names texts that every match holds', () => {
    expect([openRegex('(?i)foobar\\d+').required, openRegex('(?:abcd|efgh)x*').required, openRegex('a.b').required, openRegex('(?:abcd)?x').required])
      .toEqual([['foobar'], ['abcd', 'efgh'], null, null]);
  });
});
