import { extract } from '../extract/extract.ts';
import { valueOf } from '../values/canonical.ts';
import type { Collector } from '../reading/entry.ts';
import type { Reader } from './reader.ts';
import { useOf } from '../reading/uses.ts';

const LONE = /^\s*([^\s,;|#]{4,2048})\s*(?:(?:#|;|\/\/|,|\t|\s{2,}|\|\s?|\s-\s)\s*(.*))?$/;
/** A heading that lines below it belong to. */
const HEADING = /^\s*(?:#+|;|\/\/)\s?(.{0,240})$/;

/** A value a line with or without a remark, under comment lines that tell what follows; or a report in prose. */
export const plain: Reader = {
  name: 'plain',
  fits: () => true,
  read: ({ text }, collector) => {
    let heading = '';
    let headed = false;
    for (const [index, raw] of text.split('\n').entries()) {
      const line = raw.replace(/\r$/, '').replace(/^\uFEFF/, '');
      const comment = HEADING.exec(line);
      if (comment) {
        // Of a block of comment lines the last that says anything is the heading.
        heading = (comment[1] ?? '').trim() === '' || /^[-=*#_ ]+$/.test(comment[1] ?? '') ? (headed ? heading : '') : (comment[1] ?? '').trim();
        headed = true;
      } else if (line.trim() !== '') {
        readLine(line, { heading, number: index + 1 }, collector);
        headed = false;
      }
    }
  },
};

interface Place {
  readonly heading: string;
  readonly number: number;
}

function readLine(line: string, { heading, number }: Place, collector: Collector): void {
  const lone = LONE.exec(line);
  const value = lone?.[1] === undefined ? null : valueOf(lone[1].replace(/^\|\||\^$/g, ''));
  if (value !== null) {
    const note = (lone?.[2] ?? '').trim() || heading;
    collector.add({ ...value, note, use: useOf(`${note} ${heading}`) }, number);
    return;
  }
  const found = extract(line);
  if (found.length === 0) collector.refuse(number, 'no indicator on this line');
  const words = line.trim();
  const note = found.length === 1 && found[0]?.raw === words ? heading : words;
  for (const one of found) collector.add({ kind: one.kind, value: one.value, note, use: useOf(`${note} ${heading}`) }, number);
}
