import { describe, expect, it } from 'vitest';
import { readText } from '../support/scan-text.ts';

const request = (second: number): string =>
  `192.0.2.7 - - [03/Mar/2026:04:12:${String(second).padStart(2, '0')} +0000] "GET /a HTTP/1.1" 200 512 "-" "curl/8.5.0"`;
const formatsOf = (...lines: readonly string[]): readonly (string | undefined)[] =>
  readText(lines.join('\n')).map(({ events }) => events[0]?.format);

describe('which parser reads a record without a known tag', () => {
  it('is asked anew after a line that only the generic reader claimed', () => {
    const unknown = '2026-03-03 04:12:01 gate: access denied for 198.51.100.4';
    expect(formatsOf(request(1), unknown, request(2), request(3))).toEqual(['web-access', 'generic', 'web-access', 'web-access']);
  });
});
