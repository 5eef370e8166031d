import { hostNameOf } from '../values/domain.ts';
import { linesOf, share } from '../reading/lines.ts';
import type { Reader } from './reader.ts';

const SUNK = /^\s*(?:0\.0\.0\.0|127\.0\.0\.1|::1?|::0)\s+(\S.*)$/;
/** Names that every hosts file holds. */
const OWN = /^(?:localhost(?:\.localdomain)?|local|broadcasthost|ip6-[a-z]+|0\.0\.0\.0)$/;

/** A hosts file whose names are sent nowhere. */
export const hostsFile: Reader = {
  name: 'hosts-file',
  fits: ({ head }) => share(head, (line) => SUNK.test(line)) > 0.6,
  read: ({ text }, collector) => {
    for (const [line, number] of linesOf(text)) {
      const [names = '', ...comment] = (SUNK.exec(line)?.[1] ?? '').split('#');
      for (const name of names.split(/\s+/).filter((one) => one !== '' && !OWN.test(one))) {
        if (hostNameOf(name) === null) collector.refuse(number, `${JSON.stringify(name.slice(0, 80))} is no host name`);
        else collector.add({ kind: 'domain', value: name, note: comment.join('#') }, number);
      }
    }
  },
};
