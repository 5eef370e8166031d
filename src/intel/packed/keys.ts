import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import type { KeyCode } from './layout.ts';
import { KEYS } from './layout.ts';

const encoder = new TextEncoder();

/** Names of Windows are the same in any case. */
const isWindows = (path: string): boolean => /^(?:[A-Za-z]:|%|\\\\)/.test(path);
export const pathKey = (path: string): string => (isWindows(path) ? path.toLowerCase() : path);

/** The bytes by which a value is found. Digests take half the room as numbers. */
export function keyBytes(kind: IndicatorKind, value: string): Uint8Array {
  if (kind === 'tls-key' || kind === 'md5' || kind === 'sha1' || kind === 'sha256' || kind === 'sha512') return Uint8Array.from(Buffer.from(value, 'hex'));
  if (kind === 'path') return encoder.encode(pathKey(value));
  return encoder.encode(kind === 'file-name' ? value.toLowerCase() : value);
}

export function keyCode(kind: IndicatorKind, exact: boolean): KeyCode | null {
  switch (kind) {
    case 'domain': return exact ? KEYS.exactDomain : KEYS.domain;
    case 'url': return KEYS.url;
    case 'email': return KEYS.email;
    case 'md5': case 'sha1': case 'sha256': case 'sha512': return KEYS.digest;
    case 'cve': return KEYS.cve;
    case 'path': return KEYS.path;
    case 'file-name': return KEYS.fileName;
    case 'user-agent': return KEYS.userAgent;
    case 'ssh-key': return KEYS.sshKey;
    case 'tls-key': return KEYS.tlsKey;
    case 'ipv4': case 'ipv6': case 'cidr': case 'ip-port': return null;
    default: return kind satisfies never;
  }
}
