import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forCsv, forHtml, forMarkdown } from '../../src/domain/escape-text.ts';
import { safe, SAFE_LIMIT } from '../../src/domain/safe-text.ts';

const ESC = '\x1b';
const PAYLOADS: Readonly<Record<string, string>> = {
  'OSC 52 clipboard': `${ESC}]52;c;cm0gLXJmIC8=\x07`, 'OSC 52 with ST': `${ESC}]52;c;cm0=${ESC}\\`, 'OSC 0 title': `${ESC}]0;owned\x07`,
  'OSC 2 title': `${ESC}]2;owned\x07`, 'OSC 4 palette': `${ESC}]4;1;#000000\x07`, 'OSC 8 link': `${ESC}]8;;http://203.0.113.9/\x07text${ESC}]8;;\x07`,
  'OSC 9 notice': `${ESC}]9;call me\x07`, 'OSC 10 colour': `${ESC}]10;?\x07`, 'OSC 11 colour': `${ESC}]11;?\x07`, 'OSC 777 notice': `${ESC}]777;notify;a;b\x07`,
  'OSC 1337 file': `${ESC}]1337;File=name=YQ==:AAAA\x07`, 'OSC 7 folder': `${ESC}]7;file:///etc\x07`, 'OSC 133 mark': `${ESC}]133;A\x07`, 'OSC unterminated': `${ESC}]0;hide the rest`,
  'C1 OSC': '\x9d0;owned\x9c', 'C1 CSI': '\x9b2J', 'C1 DCS': '\x90q#0\x9c', 'C1 NEL': 'a\x85b', 'C1 APC': '\x9fx\x9c', 'C1 PM': '\x9ex\x9c', 'C1 SOS': '\x98x\x9c',
  'CSI clear': `${ESC}[2J${ESC}[3J`, 'CSI home': `${ESC}[H`, 'CSI up': `${ESC}[5A`, 'CSI erase line': `${ESC}[2K`, 'CSI report': `${ESC}[6n`, 'CSI attributes': `${ESC}[c`,
  'CSI alternate screen': `${ESC}[?1049h`, 'CSI mouse': `${ESC}[?1003h`, 'CSI window': `${ESC}[21t`, 'CSI paste': `${ESC}[201~`, 'CSI unterminated': `${ESC}[`,
  'SGR hidden': `${ESC}[8mhidden${ESC}[0m`, 'SGR same colours': `${ESC}[30;40mx`, 'DCS sixel': `${ESC}Pq#0;2;0;0;0${ESC}\\`, 'DCS request': `${ESC}P$qm${ESC}\\`, 'APC': `${ESC}_Gx${ESC}\\`,
  'PM': `${ESC}^x${ESC}\\`, 'SOS': `${ESC}Xx${ESC}\\`, 'RIS reset': `${ESC}c`, 'charset': `${ESC}(0`, 'save cursor': `${ESC}7${ESC}8`, 'lone ESC': ESC,
  'BEL': '\x07', 'BS': 'good\b\b\b\bevil', 'CR': 'failed\rpassed', 'LF': 'one\ntwo', 'VT': 'a\vb', 'FF': 'a\fb', 'NUL': 'a\0b', 'ENQ': '\x05', 'SO SI': '\x0ea\x0f', 'DEL': 'a\x7fb', 'TAB': 'a\tb',
  'bidi override': '\u202egpj.exe', 'bidi isolate': '\u2066a\u2069', 'bidi marks': '\u200e\u200f\u061c', 'zero width': 'ad\u200bmin\u200c\u200d\u2060', 'BOM': '\ufeffroot', 'soft hyphen': 'ro\u00adot',
  'tag characters': '\u{e0069}\u{e0067}\u{e006e}', 'variation selectors': 'a\ufe0f\u{e0100}', 'private use': '\ue000\u{f0000}\u{10fffd}', 'separators': 'a\u2028b\u2029c', 'annotation': '\ufff9a\ufffab\ufffb',
  'lone high surrogate': 'a\ud800b', 'lone low surrogate': 'a\udc00b', 'noncharacters': '\ufdd0\uffff\u{1ffff}', 'zalgo': `Z${'\u0301\u0489\u0332'.repeat(40)}`, 'mark at start': '\u0301x',
  'mark on an escape': `${ESC}\u0338`, 'odd spaces': 'a\u00a0b\u3000c\u2003d', 'blank letters': '\u3164\u115f\uffa0\u2800', 'joiner': 'a\u034fb', 'Mongolian': '\u180e\u180b',
};

// Written apart from the cleaner's own table.
const HARMFUL = /[\p{C}\p{Zl}\p{Zp}\u3164\u115f\u1160\uffa0\u2800]|\p{Variation_Selector}|\u034f/u;
const assigned = (text: string): string => text.replace(/\p{Cn}/gu, (char) => (/\p{Noncharacter_Code_Point}/u.test(char) ? char : ''));
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }),
  fc.array(fc.oneof(fc.constantFrom(...Object.values(PAYLOADS)), fc.string())).map((parts) => parts.join('')),
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
);

describe('safe', () => {
  it.each(Object.entries(PAYLOADS))('leaves nothing that acts or hides: %s', (_, payload) => {
    const shown = safe(`before ${payload} after`);
    expect(shown).not.toMatch(HARMFUL);
    expect(shown).not.toMatch(/\p{M}{4}/u);
    expect(shown.startsWith('before ')).toBe(true);
    expect(shown.endsWith(' after')).toBe(true);
    expect(safe(shown)).toBe(shown);
  });

  it('lets no control through and changes nothing a second time, whatever the text', () => {
    fc.assert(fc.property(anyText, fc.integer({ min: 0, max: 300 }), (text, limit) => {
      const shown = safe(text, limit);
      expect(assigned(shown)).not.toMatch(HARMFUL);
      expect(shown).not.toMatch(/\p{M}{7}/u);
      expect(shown.length).toBeLessThanOrEqual(limit);
      expect(safe(shown, limit)).toBe(shown);
    }), { numRuns: 3_000 });
  });

  it('keeps text of living scripts as it is', () => {
    for (const text of ['Passwort für Müller', 'пользователь', '用户登录失败', 'ผู้ใช้', 'مستخدم', 'हिन्दी', 'café', '→ ✓ 😀']) expect(safe(text)).toBe(text);
  });

  it('shows an escape byte and a backslash that was written differently', () => {
    expect(safe('\x1b[0m and \\x1b[0m')).toBe('⟨1b⟩[0m and \\x1b[0m');
    expect(safe('\u202e\u{e0041}\ud800')).toBe('⟨202e⟩⟨e0041⟩⟨d800⟩');
  });

  it('keeps three marks on a letter and shows the rest', () => {
    expect(safe('a\u0301\u0302\u0303\u0304b')).toBe('a\u0301\u0302\u0303⟨304⟩b');
  });

  it('says how much was cut, and never cuts inside an escape or a pair', () => {
    expect(safe('x'.repeat(30), 20)).toBe(`${'x'.repeat(13)}… (+17)`);
    expect(safe('\x1b'.repeat(10), 20)).toBe('⟨1b⟩⟨1b⟩⟨1b⟩… (+7)');
    expect(safe('😀'.repeat(20), 20)).toBe(`${'😀'.repeat(6)}… (+28)`);
    expect(safe('x'.repeat(1_000_000)).length).toBeLessThanOrEqual(SAFE_LIMIT);
  });
});

describe('letters that pose as Latin ones', () => {
  it.each([
    ['r\u043eot', 'r⟨43e⟩ot'], ['\u0430dmin', '⟨430⟩dmin'], ['adm\u0131n', 'adm⟨131⟩n'], ['p\u03bfstgres', 'p⟨3bf⟩stgres'], ['\uff52oot', '⟨ff52⟩oot'],
    ['\u{1d42b}oot', '⟨1d42b⟩oot'], ['root\u200b', 'root⟨200b⟩'],
  ])('makes %s show', (name, shown) => {
    expect(safe(name)).toBe(shown);
    expect(safe(shown)).toBe(shown);
  });

  it.each(['root', 'www-data', 'müller', 'пользователь', 'админ_1', '用户abc', 'Δημήτρης', 'не'])('leaves %s alone', (name) => {
    expect(safe(name)).toBe(name);
  });
});

describe('escapers', () => {
  const HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='x", '&lt;b&gt;', '`x`'];

  it.each(HOSTILE)('HTML: %s comes to nothing', (text) => {
    expect(forHtml(text)).not.toMatch(/[<>"'`]/);
  });

  it.each([
    ['[click](javascript:alert(1))', '\\[click\\]\\(javascript:alert\\(1\\)\\)'], ['![x](http://203.0.113.9/a.png)', '\\!\\[x\\]\\(http\\://203.0.113.9/a.png\\)'],
    ['`code`', '\\`code\\`'], ['a | b', 'a \\| b'], ['# heading', '\\# heading'], ['<img src=x>', '&lt;img src=x&gt;'], ['- item', '\\- item'], ['1. item', '1\\. item'],
    ['    code', '&#32;   code'], ['www.example.org', 'www\\.example.org'], ['one\n# two', 'one⟨0a⟩\\# two'], ['a\\|b', 'a\\\\\\|b'], ['=====', '\\====='],
  ])('Markdown: %s is shown as written', (text, shown) => {
    expect(forMarkdown(text)).toBe(shown);
  });

  it.each([
    ['=1+1', `"'=1+1"`], ['+1', `"'+1"`], ['-1', `"'-1"`], ['@SUM(A1)', `"'@SUM(A1)"`], ['  =1', `"'  =1"`], ['\t=1', `"'    =1"`], ['|cmd', `"'|cmd"`],
    ['"=1"', `"'""=1"""`], ['a"b', '"a""b"'], ['plain, text', '"plain, text"'], ['a\r\n=b', '"a⟨0d⟩⟨0a⟩=b"'],
  ])('CSV: %s stays one cell and no formula', (text, shown) => {
    expect(forCsv(text)).toBe(shown);
  });
});
