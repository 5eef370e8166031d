import { blockOf } from '../values/blocks.ts';
import { hostNameOf } from '../values/domain.ts';
import { valueOf } from '../values/canonical.ts';
import { at, isRow, listOf, textOf } from '../reading/json-values.ts';
import type { Reader } from './reader.ts';

/** A warning list of MISP: places and digests that feeds wrongly name, each list with its reason. */
export const warningList: Reader = {
  name: 'warning-list',
  role: 'warning',
  fits: ({ json }) => isRow(json) && Array.isArray(json['list']) && (Array.isArray(json['matching_attributes']) || ['cidr', 'hostname', 'string', 'substring', 'regex'].includes(textOf(json['type']))),
  read: ({ json }, collector) => {
    const type = textOf(at(json, 'type'));
    const note = textOf(at(json, 'name')) || textOf(at(json, 'description'));
    for (const [index, value] of listOf(at(json, 'list')).map(textOf).entries()) {
      const kind = kindOf(type, value.trim());
      if (kind === null) collector.refuse(0, `entry ${index + 1}, ${JSON.stringify(value.slice(0, 80))}: ${type === 'regex' || type === 'substring' ? `lists of type ${type} are not applied` : 'not known here'}`);
      else collector.add({ kind, value: value.trim(), note, use: 'unknown', exact: type === 'string' }, 0);
    }
  },
};

function kindOf(type: string, value: string) {
  if (type === 'regex' || type === 'substring') return null;
  if (blockOf(value) !== null) return 'cidr';
  const looks = valueOf(value);
  if (looks !== null) return looks.kind;
  return hostNameOf(value.replace(/^\./, '')) === null ? null : 'domain';
}
