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

describe('"last message repeated"', () => {
  const failed = 'Mar  3 04:12:01 web1 sshd[811]: Failed password for root from 203.0.113.9 port 4022 ssh2';
  const again = (host: string): string => `Mar  3 04:12:09 ${host} last message repeated 3 times`;
  const countsOf = (...lines: readonly string[]): readonly number[] =>
    readText(lines.join('\n')).flatMap(({ events }) => events.filter(({ kind }) => kind === 'auth').map(({ count }) => count));

  it('repeats the event of the record just before', () => {
    expect(countsOf(failed, again('web1'))).toEqual([1, 3]);
  });
  it('repeats no event of another host, nor one before a record that says nothing', () => {
    expect(countsOf(failed, again('web2'))).toEqual([1]);
    expect(countsOf(failed, 'Mar  3 04:12:02 web1 kernel: usb 1-1: new device', again('web1'))).toEqual([1]);
  });
});
