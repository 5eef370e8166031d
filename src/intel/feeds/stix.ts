import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import type { Collector, Told } from '../reading/entry.ts';
import type { Row } from '../reading/json-values.ts';
import { at, isRow, joined, numberOf, rowsOf, textOf } from '../reading/json-values.ts';
import type { Reader } from './reader.ts';
import type { Comparison, Group } from '../reading/stix-pattern.ts';
import { readPattern } from '../reading/stix-pattern.ts';
import { feedTime } from '../reading/times.ts';
import { useOf } from '../reading/uses.ts';

/** Object paths that hold what can be looked for. `strong` ones name the thing by themselves. */
const PATHS: readonly (readonly [RegExp, IndicatorKind, 'strong' | 'weak'])[] = [
  [/^(?:file|artifact):hashes\.'?md5$/, 'md5', 'strong'], [/^(?:file|artifact):hashes\.sha-?1$/, 'sha1', 'strong'],
  [/^(?:file|artifact):hashes\.sha-?256$/, 'sha256', 'strong'], [/^(?:file|artifact):hashes\.sha-?512$/, 'sha512', 'strong'],
  [/^x509-certificate:hashes\./, 'tls-key', 'strong'], [/^url:value$/, 'url', 'strong'],
  [/^domain-name:value$/, 'domain', 'strong'], [/^ipv[46]-addr:value$/, 'ipv4', 'strong'],
  [/^network-traffic:(?:dst|src)_ref\.value$/, 'ipv4', 'strong'], [/^domain-name:resolves_to_refs\[?\*?\]?\.value$/, 'ipv4', 'weak'],
  [/^email-addr:value$/, 'email', 'strong'], [/^email-message:(?:from|sender)_ref\.value$/, 'email', 'strong'],
  [/^vulnerability:name$/, 'cve', 'strong'], [/user-agent$/, 'user-agent', 'weak'],
  [/^file:name$/, 'file-name', 'weak'], [/^directory:path$/, 'path', 'weak'], [/^process:binary_ref\.name$/, 'file-name', 'weak'],
];
const PORT = /^network-traffic:dst_port$/;
const DAY_WORDS = /(?:malicious-activity|anomalous-activity|attribution|benign|compromised|unknown)/g;

/** STIX 2: a bundle, a collection as a server hands it out, or indicators alone. */
export const stix: Reader = {
  name: 'stix',
  fits: ({ json }) => indicatorsIn(json).length > 0 || textOf(at(json, 'type')) === 'bundle',
  read: ({ json }, collector) => {
    for (const indicator of indicatorsIn(json)) addIndicator(indicator, collector);
  },
};

function indicatorsIn(json: unknown): readonly Row[] {
  const objects = Array.isArray(json) ? rowsOf(json) : [...rowsOf(at(json, 'objects')), ...(isRow(json) ? [json] : [])];
  return objects.filter((object) => object['type'] === 'indicator' && typeof object['pattern'] === 'string');
}

function addIndicator(indicator: Row, collector: Collector): void {
  const name = textOf(indicator['name']) || textOf(indicator['id']);
  if (indicator['revoked'] === true) return;
  const type = textOf(indicator['pattern_type']) || 'stix';
  if (type !== 'stix') return collector.refuse(0, `${name}: a pattern of type ${type} is not read`);
  const groups = readPattern(textOf(indicator['pattern']));
  if (groups === null) return collector.refuse(0, `${name}: the pattern cannot be read`);
  const said = saidOf(indicator);
  const told = groups.flatMap(toldOf);
  if (told.length === 0) collector.refuse(0, `${name}: nothing in the pattern can be looked for`);
  for (const one of told) collector.add({ ...said, ...one, ...(one.note !== undefined && { note: joined(said.note, one.note) }) }, 0);
}

function saidOf(indicator: Row): Omit<Told, 'kind' | 'value'> & { readonly note: string } {
  const types = indicator['indicator_types'] ?? indicator['labels'];
  const note = joined(indicator['name'], indicator['description'], joined(types).replace(DAY_WORDS, '').replace(/^[,; ]+|[,; ]+$/g, ''));
  const use = useOf(note);
  const malicious = joined(types).includes('malicious-activity');
  return {
    note, use: use === 'unknown' && malicious ? 'malware' : use, confidence: numberOf(indicator['confidence']),
    first: feedTime(indicator['valid_from'] ?? indicator['created']), last: feedTime(indicator['modified']), expires: feedTime(indicator['valid_until']),
  };
}

/**
 * What a group of comparisons that must hold together leaves to look for. Names of files count only alone; parts that
 * exclude, and patterns of text, cannot be looked for and are said to be missing.
 */
function toldOf(group: Group): readonly Told[] {
  const port = group.find(({ path, operator, negated }) => PORT.test(path) && operator === '=' && !negated)?.values[0];
  const parts = group.flatMap((one) => {
    const told = partOf(one, port);
    return told === null ? [] : [told];
  });
  const strong = parts.filter(({ weight }) => weight === 'strong');
  const kept = strong.length > 0 ? strong : group.length === parts.length && parts.length === 1 ? parts : [];
  const digests = kept.every(({ told }) => /^(?:md5|sha)/.test(told.kind ?? ''));
  const whole = digests || (kept.length === 1 && group.every(({ path }) => PORT.test(path) || PATHS.some(([form]) => form.test(path)) || /:protocols/.test(path)));
  return kept.map(({ told }) => (whole ? told : { ...told, note: 'part of a pattern that asks for more', confidence: 30 }));
}

function partOf({ path, operator, values: [value = ''], negated }: Comparison, port: string | undefined): { readonly told: Told; readonly weight: 'strong' | 'weak' } | null {
  const found = PATHS.find(([form]) => form.test(path));
  if (!found || negated || value === '') return null;
  const [, kind, weight] = found;
  const told = lookedFor(kind, { operator, value, port });
  return told === null ? null : { told, weight };
}

/** Equal to a value, within a block, or like `%.name`: other comparisons are of texts and cannot be looked up. */
function lookedFor(kind: IndicatorKind, { operator, value, port }: { readonly operator: string; readonly value: string; readonly port: string | undefined }): Told | null {
  if (operator === 'ISSUBSET') return { kind: 'cidr', value };
  if (operator === 'LIKE') return /^(?:%\.)?[^%_]+$/.test(value) ? { kind, value: value.replace(/^%\./, '') } : null;
  if (operator !== '=') return null;
  if (kind !== 'ipv4' || port === undefined || value.includes('/')) return { kind, value };
  return { kind: 'ip-port', value: value.includes(':') ? `[${value}]:${port}` : `${value}:${port}` };
}
