import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import type { Collector, Told } from '../reading/entry.ts';
import type { Row } from '../reading/json-values.ts';
import { at, isRow, joined, rowsOf, textOf, wordsOf } from '../reading/json-values.ts';
import type { Reader } from './reader.ts';
import { feedTime } from '../reading/times.ts';
import { useOf } from '../reading/uses.ts';

/** Types of MISP attributes by what they hold; a type with `|` holds one of these on each side. */
const KINDS: Readonly<Record<string, IndicatorKind | undefined>> = {
  'ip-src': 'ipv4', 'ip-dst': 'ipv4', ip: 'ipv4', domain: 'domain', hostname: 'domain', url: 'url', uri: 'url', link: 'url',
  email: 'email', 'email-src': 'email', 'email-dst': 'email', 'email-reply-to': 'email',
  md5: 'md5', sha1: 'sha1', sha256: 'sha256', sha512: 'sha512', imphash: 'md5', vulnerability: 'cve', filename: 'file-name',
  'user-agent': 'user-agent', 'ssh-fingerprint': 'ssh-key', 'x509-fingerprint-sha1': 'tls-key', 'x509-fingerprint-md5': 'tls-key',
  'x509-fingerprint-sha256': 'tls-key', 'ja3-fingerprint-md5': 'tls-key', 'jarm-fingerprint': undefined, port: undefined,
};

/** MISP: an event, several of them, what a search answers with, or attributes alone. */
export const misp: Reader = {
  name: 'misp',
  fits: ({ json }) => eventsIn(json).length > 0 || attributesIn(json).some((one) => textOf(one['type']) !== '' && textOf(one['value']) !== ''),
  read: ({ json }, collector) => {
    for (const attribute of attributesIn(json)) addAttribute(attribute, '', collector);
    for (const event of eventsIn(json)) {
      const about = joined(event['info'], wordsOf(event['Tag']).filter(isTelling));
      const objects = rowsOf(event['Object']);
      for (const attribute of [...rowsOf(event['Attribute']), ...objects.flatMap((object) => rowsOf(object['Attribute']))]) {
        addAttribute(attribute, about, collector);
      }
    }
  },
};

/** Marks of handling say nothing of the thing itself. */
const isTelling = (tag: string): boolean => !/^(?:tlp|pap|osint|type|workflow|admiralty)[:-]/i.test(tag);

function eventsIn(json: unknown): readonly Row[] {
  const lists = [json, at(json, 'response')].flatMap((one) => (Array.isArray(one) ? rowsOf(one) : isRow(one) ? [one] : []));
  return lists.flatMap((one) => (isRow(one['Event']) ? [one['Event']] : []));
}

const attributesIn = (json: unknown): readonly Row[] =>
  [...rowsOf(at(json, 'response', 'Attribute')), ...rowsOf(at(json, 'Attribute'))];

function addAttribute(attribute: Row, about: string, collector: Collector): void {
  if (attribute['to_ids'] === false || attribute['deleted'] === true || attribute['to_ids'] === '0') return;
  const [type, value] = [textOf(attribute['type']), textOf(attribute['value'])];
  const note = joined(attribute['comment'], about, wordsOf(attribute['Tag']).filter(isTelling));
  const said = {
    note, use: useFor(type, `${note} ${textOf(attribute['category'])}`), first: feedTime(attribute['first_seen']),
    last: feedTime(attribute['last_seen']) ?? feedTime(attribute['timestamp']),
  };
  const told = partsOf(type, value);
  if (told === null) collector.refuse(0, `an attribute of type ${JSON.stringify(type.slice(0, 40))} is not looked for`);
  else for (const one of told) collector.add({ ...one, ...said }, 0);
}

function useFor(type: string, text: string) {
  const use = useOf(text);
  return use === 'unknown' && /^(?:ip-dst|domain|hostname|url)/.test(type) && /network activity/i.test(text) ? 'c2' : use;
}

/** `filename|sha256`, `domain|ip`, `ip-dst|port`: what each side is. A file's name beside its digest says nothing more. */
function partsOf(type: string, value: string): readonly Told[] | null {
  if (!type.includes('|')) {
    const kind = KINDS[type];
    return kind === undefined ? null : [{ kind, value }];
  }
  const [left = '', right = ''] = type.split('|');
  const cut = value.lastIndexOf('|');
  const [first, second] = cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1)];
  if (right === 'port') return [/^\d+$/.test(second) && left.startsWith('ip') ? { kind: 'ip-port', value: withPort(first, second) } : { kind: KINDS[left] ?? null, value: first }];
  const sides: readonly (readonly [string, string])[] = left === 'filename' ? [[right, second]] : [[left, first], [right, second]];
  const told = sides.flatMap(([side, text]) => {
    const kind = KINDS[side];
    return kind === undefined ? [] : [{ kind, value: text }];
  });
  return told.length === 0 ? null : told;
}

const withPort = (address: string, port: string): string => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
