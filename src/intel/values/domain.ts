import { parse } from 'tldts';

/** Names that no registry gives out and that texts use all the same (RFC 2606, RFC 7686, other roots). */
const OTHER_ROOTS = new Set(['example', 'invalid', 'test', 'onion', 'i2p', 'bit', 'lib', 'coin', 'bazar', 'local', 'lan', 'internal']);
const LONGEST = 253;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** A name in lower case, letters beyond ASCII as they stand in DNS, without the last dot. Null where it is no name. */
export function hostNameOf(text: string): string | null {
  const bare = text.replace(/\.$/, '').replace(/^\*\./, '').toLowerCase();
  const name = /^[\x21-\x7e]+$/.test(bare) ? bare : inAscii(bare);
  if (name === null || name.length > LONGEST) return null;
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(last) ? name : null;
}

function inAscii(name: string): string | null {
  if (/[\s/?#@:\\%]/.test(name)) return null;
  try {
    return new URL(`http://${name}`).hostname;
  } catch {
    return null; // The parser refuses what is no name.
  }
}

/** Whether the end of the name is one that names can have. */
export function hasKnownEnd(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return OTHER_ROOTS.has(last) || parse(name, { extractHostname: false }).isIcann === true;
}

/**
 * Whether many owners share the name (`co.uk`, `github.io`): then it is looked for as it stands, and never as the
 * parent of other names.
 */
export function isShared(name: string): boolean {
  return parse(name, { extractHostname: false, allowPrivateDomains: true }).publicSuffix === name;
}
