/** The form of a packed feed. The number grows with every change of the form: an older file is packed anew by importing. */
const PACKED_FORM = 1;
const MAGIC = 0x31434f53;

/** How an address of version 4 is meant: itself, itself with a port, or as the host of a URL. The port takes the low bits. */
export const ADDRESS = 0;
export const WITH_PORT = 1 << 16;
export const URL_HOST = 2 << 16;

/** What a key of bytes stands for. `exact` names stand for themselves alone. */
export const KEYS = {
  domain: 1, exactDomain: 2, urlHost: 3, url: 4, email: 5, digest: 6, cve: 7, path: 8, fileName: 9, userAgent: 10, sshKey: 11, tlsKey: 12,
} as const;
export type KeyCode = (typeof KEYS)[keyof typeof KEYS];

/** Sections of 32-bit numbers in order; the heap of key bytes comes last. */
const SECTIONS = [
  'v4Values', 'v4Tags', 'v4Notes', 'v4Table', 'v4From', 'v4To', 'v4RangeNotes', 'v6From', 'v6To', 'v6RangeNotes',
  'keyOffsets', 'keyCodes', 'keyNotes', 'keyTable', 'filter',
] as const;
type Section = (typeof SECTIONS)[number];
export type Sections = Readonly<Record<Section, Uint32Array>> & { readonly heap: Uint8Array };

const HEAD = 3 + SECTIONS.length;

export function layOut(sections: Sections): Uint8Array {
  const lengths = SECTIONS.map((name) => sections[name].length);
  const words = HEAD + lengths.reduce((sum, length) => sum + length, 0);
  const bytes = new Uint8Array(words * 4 + sections.heap.length);
  const numbers = new Uint32Array(bytes.buffer, 0, words);
  numbers.set([MAGIC, PACKED_FORM, sections.heap.length, ...lengths]);
  let at = HEAD;
  for (const name of SECTIONS) {
    numbers.set(sections[name], at);
    at += sections[name].length;
  }
  bytes.set(sections.heap, words * 4);
  return bytes;
}

/** The sections of a packed feed, without a copy where the bytes lie on a boundary of four. Null where it is none, or of another form. */
export function sectionsOf(given: Uint8Array): Sections | null {
  const bytes = given.byteOffset % 4 === 0 ? given : Uint8Array.from(given);
  if (bytes.length < HEAD * 4) return null;
  const head = new Uint32Array(bytes.buffer, bytes.byteOffset, HEAD);
  const [magic, form, heap = 0, ...lengths] = head;
  const words = HEAD + lengths.reduce((sum, length) => sum + length, 0);
  if (magic !== MAGIC || form !== PACKED_FORM || bytes.length !== words * 4 + heap) return null;
  let at = HEAD;
  const made = SECTIONS.map((name, index) => {
    const length = lengths[index] ?? 0;
    const view = new Uint32Array(bytes.buffer, bytes.byteOffset + at * 4, length);
    at += length;
    return [name, view] as const;
  });
  const all: Partial<Record<Section, Uint32Array>> = Object.fromEntries(made);
  const none = new Uint32Array(0);
  const of = (name: Section): Uint32Array => all[name] ?? none;
  return {
    v4Values: of('v4Values'), v4Tags: of('v4Tags'), v4Notes: of('v4Notes'), v4Table: of('v4Table'), v4From: of('v4From'), v4To: of('v4To'),
    v4RangeNotes: of('v4RangeNotes'), v6From: of('v6From'), v6To: of('v6To'), v6RangeNotes: of('v6RangeNotes'), keyOffsets: of('keyOffsets'),
    keyCodes: of('keyCodes'), keyNotes: of('keyNotes'), keyTable: of('keyTable'), filter: of('filter'),
    heap: new Uint8Array(bytes.buffer, bytes.byteOffset + words * 4, heap),
  };
}
