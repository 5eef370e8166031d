import { describe, expect, it } from 'vitest';
import { readRule } from '../../../src/detect/sigma/read-rule.ts';
import type { Rule } from '../../../src/detect/sigma/rule.ts';
import { openRuleSet } from '../../../src/detect/sigma/rule-set.ts';
import { readText } from '../../support/scan-text.ts';

const ruleOf = (id: string, detection: Readonly<Record<string, unknown>>): Rule => {
  const read = readRule({ file: 'x.yml', value: { title: id, id, logsource: { product: 'windows', service: 'security' }, detection }, lineOf: () => 1 });
  if ('refused' in read) throw new Error(read.refused.why);
  return read.rule;
};

const set = openRuleSet([
  ruleOf('number', { s: { EventID: 4688 }, condition: 's' }),
  ruleOf('list', { s: { EventID: [4688, 4689], 'NewProcessName|contains': 'Needle' }, condition: 's' }),
  ruleOf('other', { s: { EventID: 4624 }, condition: 's' }),
  ruleOf('without', { s: { EventID: 4624 }, t: { 'NewProcessName|contains': 'needle' }, condition: 't and not s' }),
  ruleOf('one of', { s: { EventID: 4624 }, t: { NewProcessName: '*.exe' }, condition: '1 of them' }),
  ruleOf('word', { keywords: ['NEEDLE in'], condition: 'keywords' }),
  ruleOf('empty', { s: { EventID: 4688, SubjectUserName: '' }, condition: 's' }),
]);

function hits(eventId: number | string, fields: Readonly<Record<string, string>>): readonly string[] {
  const line = JSON.stringify({ EventID: eventId, Channel: 'Security', Hostname: 'ws1', '@timestamp': '2026-03-03T04:12:01.000Z', ...fields });
  return readText(line).flatMap(({ events }) => events.filter(({ kind }) => kind === 'windows').flatMap((event) => set.match(event).map(({ id }) => id))).sort();
}

describe('rules asked by the number of an event', () => {
  it('are those it does not rule out', () => {
    expect(hits(4688, { NewProcessName: 'C:\\neEdle.exe' })).toEqual(['list', 'number', 'one of', 'without']);
    expect(hits(4624, { NewProcessName: 'C:\\needle.exe' })).toEqual(['one of', 'other']);
    expect(hits(4689, { NewProcessName: 'C:\\hay.exe' })).toEqual(['one of']);
  });

  it('are the same where the collector left other bits in the number', () => {
    expect(hits(1073746512, {})).toEqual(['number']);
  });

  it('find keywords in any case and beside letters that are not ASCII, and values that are empty', () => {
    expect(hits(4689, { Text: 'a nEEdle IN hay' })).toEqual(['word']);
    expect(hits(4689, { Text: 'Ärger: NEEDLE IN hay' })).toEqual(['word']);
    expect(hits(4688, { SubjectUserName: '' })).toEqual(['empty', 'number']);
  });
});
