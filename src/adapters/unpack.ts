import type { LogInfo } from '../domain/log.ts';
import type { Bytes, Pass } from './byte-pass.ts';
import { unpacked } from './gzip-bytes.ts';
import type { LogLimits } from './log-limits.ts';
import { unpackedZstd } from './zstd-bytes.ts';

export type Packing = Exclude<LogInfo['compression'], 'none'>;

const WAYS: Readonly<Record<Packing, (packed: Bytes, limits: LogLimits, pass: Pass) => Bytes>> = {
  gzip: unpacked, zstd: unpackedZstd,
};

/** Unpacks as the file was packed; limits and damage are told through the pass. */
export const unpackAs = (packing: Packing, limits: LogLimits) => (packed: Bytes, pass: Pass): Bytes =>
  WAYS[packing](packed, limits, pass);
