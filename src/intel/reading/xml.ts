import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';

export interface XmlNode {
  /** Without its prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
  readonly line: number;
}

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlNode[];
  text: string;
  readonly line: number;
}

const MOST_NODES = 500_000;
const DEEPEST = 64;
const TAG = /<(?:!--[\s\S]*?-->|!\[CDATA\[([\s\S]*?)\]\]>|\?[\s\S]*?\?>|(![A-Za-z])|(\/)?([A-Za-z_][\w:.-]{0,200})((?:\s+[\w:.-]{1,200}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/)?>)/g;
const ATTRIBUTE = /([\w:.-]{1,200})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const ENTITIES: Readonly<Record<string, string | undefined>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The part of XML that OpenIOC is written in. A document type is refused, and with it every entity of the document's
 * own; nothing outside the text is ever read.
 */
export function readXml(text: string): Result<XmlNode, { readonly line: number; readonly why: string }> {
  const root: Open = { name: '', attributes: {}, children: [], text: '', line: 1 };
  const stack: Open[] = [root];
  const lineAt = lineCounter(text);
  let [nodes, done] = [0, 0];
  const wrong = (at: number, why: string) => fail({ line: lineAt(at), why });
  for (const match of text.matchAll(TAG)) {
    const { index } = match;
    const top = stack.at(-1) ?? root;
    const between = text.slice(done, index);
    if (between.includes('<')) return wrong(done + between.indexOf('<'), 'a tag is not closed');
    top.text += decoded(between);
    done = index + match[0].length;
    const [, cdata, declaration, closing, name, attributes = '', empty] = match;
    if (cdata !== undefined) top.text += cdata;
    if (declaration !== undefined) return wrong(index, 'a document type is not accepted');
    if (name === undefined) continue;
    const bare = name.slice(name.indexOf(':') + 1);
    if (closing !== undefined) {
      if (stack.length < 2 || top.name !== bare) return wrong(index, `</${bare}> closes nothing`);
      stack.pop();
      continue;
    }
    nodes += 1;
    if (nodes > MOST_NODES || stack.length > DEEPEST) return wrong(index, 'too large or too deep');
    const node: Open = { name: bare, attributes: attributesOf(attributes), children: [], text: '', line: lineAt(index) };
    top.children.push(node);
    if (empty === undefined) stack.push(node);
  }
  return stack.length === 1 ? ok(root) : wrong(text.length, `<${stack.at(-1)?.name ?? ''}> is never closed`);
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) =>
    [name.slice(name.indexOf(':') + 1).toLowerCase(), decoded(double ?? single ?? '')]));
}

const decoded = (text: string): string => (text.includes('&') ? text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,10}));/g, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
  if (name !== undefined) return ENTITIES[name] ?? whole;
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole;
}) : text);

/** Places are asked for in order. */
function lineCounter(text: string): (at: number) => number {
  let [line, done] = [1, 0];
  return (at) => {
    for (let next = text.indexOf('\n', done); next >= 0 && next < at; next = text.indexOf('\n', done)) {
      line += 1;
      done = next + 1;
    }
    return line;
  };
}
