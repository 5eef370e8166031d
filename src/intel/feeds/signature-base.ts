import { refang } from '../extract/refang.ts';
import { valueOf } from '../values/canonical.ts';
import { isComment, linesOf, share } from '../reading/lines.ts';
import type { Reader } from './reader.ts';
import { useOf } from '../reading/uses.ts';

const ROW = /^([^;]{4,256});(.*)$/;

/** `indicator;comment`, one a line, comment lines telling what the lines after them belong to. */
export const signatureBase: Reader = {
  name: 'signature-base',
  fits: ({ head }) => share(head, (line) => valueOf(ROW.exec(line)?.[1] ?? '') !== null && !/;[^;]*;/.test(line)) > 0.5,
  read: ({ text }, collector) => {
    for (const [line, number] of linesOf(text)) {
      const [, value = line, comment = ''] = ROW.exec(line) ?? [];
      const note = comment.trim();
      const use = useOf(note);
      const looks = valueOf(value) ?? valueOf(refang(value).text);
      const fallback = looks !== null && /^(?:md5|sha)/.test(looks.kind) ? 'malware' : 'unknown';
      if (!isComment(line)) collector.add({ value, note, use: use === 'unknown' ? fallback : use }, number);
    }
  },
};
