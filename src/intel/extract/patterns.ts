import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import { canonical } from '../values/canonical.ts';
import type { Piece, Text } from './found.ts';

/** Kinds that a shape alone tells. Each pattern is bounded; what it takes is checked by `canonical`. */
const PATTERNS: readonly (readonly [IndicatorKind, RegExp])[] = [
  ['user-agent', /Mozilla\/\d\.\d{1,2} \([^()\n]{1,200}\)(?: (?:[A-Za-z][\w.-]{1,30}\/[\w.]{1,30}|\([^()\n]{1,100}\))){0,10}/g],
  ['user-agent', /(?<=User-?Agent"?\s?[:=]\s?"?)[^"'\s][^"\n]{2,300}/gi],
  ['email', /(?<![A-Za-z0-9._%+=-])[A-Za-z0-9._%+=-]{1,64}@[\p{L}\p{N}_][\p{L}\p{N}._-]{2,252}/gu],
  ['ssh-key', /(?<![A-Za-z0-9+/])SHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/g],
  ['ssh-key', /(?<![A-Za-z0-9])MD5:(?:[0-9a-f]{2}:){15}[0-9a-f]{2}(?![0-9a-f:])/gi],
  ['tls-key', /(?<![0-9A-Fa-f:])[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){19}(?:(?::[0-9A-Fa-f]{2}){12})?(?![0-9A-Fa-f:])/g],
  ['cve', /(?<![A-Za-z0-9])CVE[-_ ]\d{4}[-_]\d{4,7}(?!\d)/gi],
  ['path', /(?<![A-Za-z0-9])(?:[A-Za-z]:|%[A-Za-z]{2,30}%)\\[^\s"'<>|*?:;,()]{2,300}/g],
  ['path', /(?<![\p{L}\p{N}_/.:-])\/(?:etc|tmp|var|usr|bin|sbin|home|root|opt|dev|lib|srv|proc|mnt|boot|run|Users|Library|Applications|private)\/[^\s"'<>|*?:;,()]{1,300}/gu],
];

export function* patternsIn({ text }: Text): Generator<Piece> {
  for (const [kind, pattern] of PATTERNS) {
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const written = kind === 'user-agent' ? found.trimEnd() : found.replace(/[.,;:!?)\]}-]+$/, '');
      const value = canonical(kind, written);
      if (value !== null) yield { kind, value, from: index, to: index + written.length };
    }
  }
}
