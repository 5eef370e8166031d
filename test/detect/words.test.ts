import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAddresses, NO_QUAD, readQuad } from '../../src/detect/addresses.ts';
import { codeAt, hasAt, codesOf, wordEnd } from '../../src/detect/codes.ts';
import type { LogRecord } from '../../src/detect/record.ts';
import { openRecord, recode } from '../../src/detect/record.ts';
import { openWords } from '../../src/detect/words.ts';
import { openDetach } from '../../src/domain/detach.ts';

function recordOf(text: string): LogRecord {
  const record = { ...openRecord(0), text };
  recode(record);
  return record;
}

describe('codes of a record', () => {
  it('compare no further than the record goes', () => {
    const record = { ...recordOf('port 22 from'), text: 'port' };
    expect([hasAt(record, 0, codesOf('port')), hasAt(record, 0, codesOf('port 22')), codeAt(record, 4)]).toEqual([true, false, 0]);
    expect(wordEnd(recordOf('a bc'), 2, 4)).toBe(4);
  });
});

describe('words', () => {
  it('are what the record says, whatever was read before', () => {
    const word = openWords(openDetach(), 48);
    const text = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('A', 'Ł', 'ü', 'ö', 'root', 'riot', 'rot'));
    fc.assert(fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
      for (const one of texts) expect(word(recordOf(`<${one}>`), 1, 1 + one.length)).toBe(one);
    }));
  });
});

describe('addresses', () => {
  const into = { quad: NO_QUAD, quadEnd: 0 };
  it('are what the record says, whatever was read before', () => {
    const addressOf = openAddresses(openDetach());
    fc.assert(fc.property(fc.array(fc.ipV4(), { maxLength: 30 }), (all) => {
      for (const one of all.filter((address) => address !== '255.255.255.255')) {
        readQuad(recordOf(`${one} port`), 0, one.length + 5, into);
        expect([addressOf(one, 0, into), into.quadEnd]).toEqual([one, one.length]);
      }
    }));
  });

  it.each(['1.2.3', '1.2.3.256', '01.2.3.4', '1..3.4', '', '1.2.3.', '1.2.3.4.5', 'a.b.c.d'])('%s is none as a whole', (text) => {
    readQuad(recordOf(text), 0, text.length, into);
    expect(into.quad === NO_QUAD || into.quadEnd < text.length).toBe(true);
  });
});
