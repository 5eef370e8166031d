import { abuseCh } from './abuse-ch.ts';
import { csv } from './csv.ts';
import { hostsFile } from './hosts-file.ts';
import { json } from './json.ts';
import { misp } from './misp.ts';
import { openioc } from './openioc.ts';
import { plain } from './plain.ts';
import type { Reader } from './reader.ts';
import { signatureBase } from './signature-base.ts';
import { stix } from './stix.ts';
import { warningList } from './warning-list.ts';

/** Every form of feed, the most particular first: the first that fits reads it. The last takes any text. */
export const READERS: readonly Reader[] = [
  warningList,
  stix,
  misp,
  abuseCh,
  json,
  openioc,
  hostsFile,
  signatureBase,
  csv,
  plain,
];
