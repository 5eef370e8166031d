import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import { blockText } from './blocks.ts';
import { hostNameOf } from './domain.ts';
import { ipv4Of } from './ipv4.ts';
import { ipv6Of } from './ipv6.ts';
import { urlKey } from './url.ts';

const LONGEST_TEXT = 1_024;
const DIGEST_LENGTH = { md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const;
const DIGEST_KINDS: ReadonlyMap<number, keyof typeof DIGEST_LENGTH> = new Map([[32, 'md5'], [40, 'sha1'], [64, 'sha256'], [128, 'sha512']]);
const EMAIL = /^[A-Za-z0-9._%+=-]{1,64}@/;

/** The one spelling under which a value of this kind is kept and found; null where it is no such value. */
export function canonical(kind: IndicatorKind, text: string): string | null {
  const value = text.trim();
  if (value === '' || value.length > 2_048) return null;
  switch (kind) {
    case 'ipv4': return ipv4Of(value) === null ? null : value;
    case 'ipv6': return ipv6Of(value);
    case 'cidr': return blockText(value);
    case 'ip-port': return addressWithPort(value);
    case 'domain': return hostNameOf(value);
    case 'url': return urlKey(value);
    case 'email': return emailOf(value);
    case 'md5': case 'sha1': case 'sha256': case 'sha512': return digestOf(value, DIGEST_LENGTH[kind]);
    case 'cve': return cveOf(value);
    case 'path': case 'file-name': case 'user-agent': return value.length > LONGEST_TEXT || /\p{Cc}/u.test(value) ? null : value;
    case 'ssh-key': return sshKeyOf(value);
    case 'tls-key': return tlsKeyOf(value);
    default: return kind satisfies never;
  }
}

function addressWithPort(text: string): string | null {
  const match = /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([0-9.]{7,15})):(\d{1,5})$/.exec(text);
  if (!match || Number(match[3]) > 65_535 || Number(match[3]) === 0) return null;
  if (match[2] !== undefined) return ipv4Of(match[2]) === null ? null : `${match[2]}:${Number(match[3])}`;
  const six = ipv6Of(match[1] ?? '');
  return six === null ? null : `[${six}]:${Number(match[3])}`;
}

function emailOf(text: string): string | null {
  if (!EMAIL.test(text)) return null;
  const at = text.indexOf('@');
  const host = hostNameOf(text.slice(at + 1));
  return host === null ? null : `${text.slice(0, at).toLowerCase()}@${host}`;
}

const digestOf = (text: string, length: number): string | null =>
  (text.length === length && /^[0-9A-Fa-f]+$/.test(text) ? text.toLowerCase() : null);

function cveOf(text: string): string | null {
  const match = /^CVE[-_ ]?(\d{4})[-_](\d{4,7})$/i.exec(text);
  return match ? `cve-${match[1] ?? ''}-${match[2] ?? ''}` : null;
}

/** `SHA256:` with its 43 characters as ssh-keygen prints them, or `MD5:` with 32 hex digits. */
function sshKeyOf(text: string): string | null {
  const modern = /^SHA256:([A-Za-z0-9+/]{43})=?$/.exec(text);
  if (modern) return `SHA256:${modern[1] ?? ''}`;
  const old = /^MD5:([0-9A-Fa-f:]{32,47})$/i.exec(text);
  const hex = old?.[1]?.replaceAll(':', '').toLowerCase() ?? '';
  return hex.length === 32 ? `MD5:${hex}` : null;
}

/** A fingerprint of 16, 20 or 32 bytes, with or without colons. */
function tlsKeyOf(text: string): string | null {
  const hex = text.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]+$/.test(hex) && [32, 40, 64].includes(hex.length) ? hex : null;
}

export interface Value {
  readonly kind: IndicatorKind;
  readonly value: string;
}

/** What a lone value is by its looks alone; null where it looks like nothing that is known. */
export function valueOf(text: string): Value | null {
  const given = text.trim();
  const digest = DIGEST_KINDS.get(given.length);
  if (digest !== undefined && /^[0-9A-Fa-f]+$/.test(given)) return { kind: digest, value: given.toLowerCase() };
  for (const kind of ['ipv4', 'ipv6', 'cidr', 'ip-port', 'cve', 'email', 'domain', 'ssh-key'] as const) {
    const value = canonical(kind, given);
    if (value !== null) return { kind, value };
  }
  if (/^[A-Za-z]:\\|^\/(?!\/)|^%[A-Za-z]+%\\/.test(given)) return { kind: 'path', value: given };
  if (/^[a-z][a-z0-9+.-]{1,9}:\/\//i.test(given) || /^[^/\s]+\//.test(given)) {
    const value = urlKey(given);
    if (value !== null) return { kind: 'url', value };
  }
  return null;
}
