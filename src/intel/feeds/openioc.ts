import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import type { Collector } from '../reading/entry.ts';
import type { Reader } from './reader.ts';
import { feedTime } from '../reading/times.ts';
import { useOf } from '../reading/uses.ts';
import type { XmlNode } from '../reading/xml.ts';
import { readXml } from '../reading/xml.ts';

/** Search terms of OpenIOC by what they hold. */
const TERMS: readonly (readonly [RegExp, IndicatorKind])[] = [
  [/md5sum$|hash\/md5$/i, 'md5'], [/sha1sum$/i, 'sha1'], [/sha256sum$/i, 'sha256'], [/sha512sum$/i, 'sha512'],
  [/(?:portitem|networkitem|routeentryitem|network|dnsentryitem\/recorddata)\/?.*(?:remoteip|ipv4|ipv4address|ip|destination)$/i, 'ipv4'],
  [/(?:network\/dns|dnsentryitem\/host|dnsentryitem\/recordname|domain|urlhistoryitem\/hostname|network\/host)$/i, 'domain'],
  [/(?:network\/uri|urlhistoryitem\/url|url)$/i, 'url'], [/(?:network\/useragent|useragent)$/i, 'user-agent'],
  [/email\/(?:from|sender|replyto)/i, 'email'], [/fileitem\/fullpath$|filepath$/i, 'path'], [/fileitem\/filename$|filename$/i, 'file-name'],
];
const DEEPEST = 32;

/** OpenIOC 1.0 and 1.1. Alternatives are looked for; of what must hold together only digests and network places are. */
export const openioc: Reader = {
  name: 'openioc',
  fits: ({ head }) => /<(?:OpenIOC|ioc)[\s>]/i.test(head.join('\n').slice(0, 4_096)),
  read: ({ text }, collector) => {
    const read = readXml(text);
    if (!read.ok) return collector.refuse(read.trouble.line, read.trouble.why);
    const all = [...descendants(read.value, 0)];
    const said = (name: string): string => all.find((node) => node.name.toLowerCase() === name)?.text.trim() ?? '';
    const note = [said('short_description'), said('description')].filter((one) => one !== '').join('; ');
    const root = all.find((node) => /^(?:openioc|ioc)$/i.test(node.name));
    const last = feedTime(root?.attributes['last-modified'] ?? '') ?? feedTime(root?.attributes['published-date'] ?? '');
    const context = { note, last, collector };
    for (const node of all.filter(({ name }) => /^(?:criteria|definition)$/i.test(name))) walk(node, { alone: true, depth: 0 }, context);
  },
};

interface Context {
  readonly note: string;
  readonly last: number | null;
  readonly collector: Collector;
}

function* descendants(node: XmlNode, depth: number): Generator<XmlNode> {
  yield node;
  if (depth < DEEPEST) for (const child of node.children) yield* descendants(child, depth + 1);
}

function walk(node: XmlNode, place: { readonly alone: boolean; readonly depth: number }, context: Context): void {
  if (place.depth > DEEPEST) return;
  for (const child of node.children) {
    if (/^indicator$/i.test(child.name)) {
      const together = (child.attributes['operator'] ?? 'OR').toUpperCase() === 'AND' && child.children.length > 1;
      walk(child, { alone: place.alone && !together, depth: place.depth + 1 }, context);
    } else if (/^indicatoritem$/i.test(child.name)) addItem(child, place.alone, context);
  }
}

function addItem(item: XmlNode, alone: boolean, { note, last, collector }: Context): void {
  const { search, value, kind } = readItem(item);
  if (kind === undefined || value === '') return collector.refuse(item.line, `${search || 'an item'} is not looked for`);
  const why = whyNot(item, kind, alone);
  if (why !== null) return collector.refuse(item.line, `${search}: ${why}`);
  const use = useOf(note);
  const partial = alone || /^(?:md5|sha)/.test(kind) ? {} : { confidence: 30 };
  collector.add({ kind, value, note, last, use: use === 'unknown' ? 'malware' : use, ...partial }, item.line);
}

function readItem(item: XmlNode): { readonly search: string; readonly value: string; readonly kind: IndicatorKind | undefined } {
  const child = (name: string): XmlNode | undefined => item.children.find((one) => one.name.toLowerCase() === name);
  const search = child('context')?.attributes['search'] ?? '';
  return { search, value: child('content')?.text.trim() ?? '', kind: TERMS.find(([form]) => form.test(search))?.[1] };
}

const WEAK: ReadonlySet<IndicatorKind> = new Set(['file-name', 'path', 'user-agent']);

/** Parts of texts cannot be looked up, and weak items say nothing without the others. */
function whyNot({ attributes }: XmlNode, kind: IndicatorKind, alone: boolean): string | null {
  const condition = (attributes['condition'] ?? 'is').toLowerCase();
  const whole = condition === 'is' || (condition === 'contains' && !WEAK.has(kind));
  if (!whole || attributes['negate'] === 'true') return `the condition "${condition}" is not applied`;
  return !alone && WEAK.has(kind) ? 'counts only together with other items' : null;
}
