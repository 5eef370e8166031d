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
/** What runs to an end of its own, whatever stands within. */
const ENDS = { '!--': '-->', '![CDATA[': ']]>', '?': '?>' } as const;
const TAG = /<(?:(!--|!\[CDATA\[|\?)|(![A-Za-z])|(\/)?([A-Za-z_][\w:.-]{0,200})((?:\s+[\w:.-]{1,200}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/)?>)/g;
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
  const tag = new RegExp(TAG);
  for (let match = tag.exec(text); match !== null; match = tag.exec(text)) {
    const top = stack.at(-1) ?? root;
    const between = text.slice(done, match.index);
    const line = lineAt(match.index);
    done = endOf(match, text);
    nodes += 1;
    const why = whyStopped({ open: done < 0 || between.includes('<'), large: nodes > MOST_NODES || stack.length > DEEPEST });
    if (why !== null) return fail({ line, why });
    top.text += decoded(between);
    const wrong = match[1] === undefined ? take(match, stack, line) : null;
    if (wrong !== null) return fail({ line, why: wrong });
    if (match[1] === '![CDATA[') top.text += text.slice(tag.lastIndex, done - ENDS['![CDATA['].length);
    tag.lastIndex = done;
  }
  return stack.length === 1 ? ok(root) : fail({ line: lineAt(text.length), why: `<${stack.at(-1)?.name ?? ''}> is never closed` });
}

const whyStopped = ({ open, large }: { readonly open: boolean; readonly large: boolean }): string | null =>
  (open ? 'a tag is not closed' : large ? 'too large or too deep' : null);

/** Where a tag is over; -1 where it never is. */
function endOf({ 0: whole, 1: opening, index }: RegExpExecArray, text: string): number {
  const from = index + whole.length;
  if (opening === undefined) return from;
  const end = opening === '?' || opening === '!--' ? ENDS[opening] : ENDS['![CDATA['];
  const at = text.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}

/** Takes in one tag; answers with why it cannot. */
function take(match: RegExpExecArray, stack: Open[], line: number): string | null {
  const [declaration, closing, name, attributes, empty] = match.slice(2) as readonly (string | undefined)[];
  const top = stack.at(-1);
  if (declaration !== undefined) return 'a document type is not accepted';
  if (top === undefined || name === undefined) return null;
  const bare = name.slice(name.indexOf(':') + 1);
  if (closing !== undefined) return stack.length > 1 && stack.pop()?.name === bare ? null : `</${bare}> closes nothing`;
  const node: Open = { name: bare, attributes: attributesOf(attributes ?? ''), children: [], text: '', line };
  top.children.push(node);
  if (empty === undefined) stack.push(node);
  return null;
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
  let [line, next] = [1, text.indexOf('\n')];
  return (at) => {
    while (next >= 0 && next < at) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
