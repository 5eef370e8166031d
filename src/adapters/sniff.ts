import type { RecordForm } from '../domain/login-record.ts';
import { recordFormOf } from '../domain/login-record.ts';
import { shellWord } from '../domain/shell-word.ts';
import type { Packing } from './unpack.ts';

/** What the first and last bytes of a file say it is. */
export type Sniffed =
  | { readonly kind: 'text' }
  | { readonly kind: 'records'; readonly form: RecordForm }
  | { readonly kind: 'packed'; readonly how: Packing }
  | { readonly kind: 'other'; readonly why: string; readonly remedy: string | null };

interface Kind {
  readonly magic: Buffer;
  readonly at?: number;
  readonly what: string;
  /** `FILE` stands for the path. */
  readonly remedy: string | null;
}

const hex = (bytes: string): Buffer => Buffer.from(bytes, 'hex');
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

const KINDS: readonly Kind[] = [
  { magic: hex('fd377a585a00'), what: 'xz compressed', remedy: 'xz -dc FILE | soc triage -' },
  { magic: ascii('BZh'), what: 'bzip2 compressed', remedy: 'bzip2 -dc FILE | soc triage -' },
  { magic: hex('04224d18'), what: 'lz4 compressed', remedy: 'lz4 -dc FILE | soc triage -' },
  { magic: hex('504b0304'), what: 'zip archive', remedy: 'unzip -p FILE | soc triage -' },
  { magic: ascii('ustar'), at: 257, what: 'tar archive', remedy: 'unpack it, then: soc triage FOLDER' },
  { magic: ascii('LPKSHHRH'), what: 'systemd journal', remedy: 'journalctl -o json --file FILE | soc triage -' },
  { magic: ascii('ElfFile\0'), what: 'Windows event log', remedy: null },
  { magic: hex('d4c3b2a1'), what: 'packet capture', remedy: null },
  { magic: hex('a1b2c3d4'), what: 'packet capture', remedy: null },
  { magic: hex('0a0d0d0a'), what: 'packet capture', remedy: null },
  { magic: hex('7f454c46'), what: 'program', remedy: null },
  { magic: ascii('SQLite format 3\0'), what: 'SQLite database', remedy: null },
  { magic: hex('ffd8ff'), what: 'picture', remedy: null },
  { magic: hex('89504e47'), what: 'picture', remedy: null },
  { magic: ascii('%PDF-'), what: 'PDF document', remedy: null },
  { magic: hex('fffe'), what: 'UTF-16 text', remedy: 'iconv -f UTF-16 -t UTF-8 FILE | soc triage -' },
  { magic: hex('feff'), what: 'UTF-16 text', remedy: 'iconv -f UTF-16 -t UTF-8 FILE | soc triage -' },
];
const PACKINGS: readonly { readonly magic: Buffer; readonly how: Packing }[] = [
  { magic: hex('1f8b08'), how: 'gzip' }, { magic: hex('28b52ffd'), how: 'zstd' },
];
/** Text logs hold some NULs after a crash; in binary files they and other controls are everywhere. */
const CONTROL_SHARE = 0.1;
const NUL_BLOCK = 16;

/** `tail` is null where it cannot be had. `path` is only quoted in remedies. */
export function sniff(head: Buffer, tail: Buffer | null, path: string): Sniffed {
  const packing = PACKINGS.find(({ magic }) => head.subarray(0, magic.length).equals(magic));
  if (packing) return { kind: 'packed', how: packing.how };
  const kind = KINDS.find(({ magic, at = 0 }) => head.subarray(at, at + magic.length).equals(magic));
  if (kind) return other(kind.what, kind.remedy, path);
  const form = recordFormOf(head);
  if (form) return { kind: 'records', form };
  // A log whose start was lost to NULs is still text at its end, and the other way round.
  return isBinary(head) && (tail === null || isBinary(tail)) ? other('no text', null, path) : { kind: 'text' };
}

function other(what: string, remedy: string | null, path: string): Sniffed {
  return { kind: 'other', why: `binary (${what}), not read`, remedy: remedy?.replace('FILE', () => shellWord(path)) ?? null };
}

/** A block of NULs is what a crash leaves in a log, and says nothing of the rest. */
function isBinary(bytes: Buffer): boolean {
  let [controls, nuls, left] = [0, 0, 0];
  const endBlock = (): void => {
    if (nuls < NUL_BLOCK) {
      controls += nuls;
      left += nuls;
    }
    nuls = 0;
  };
  for (const byte of bytes) {
    if (byte === 0) {
      nuls += 1;
      continue;
    }
    endBlock();
    left += 1;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b) controls += 1;
  }
  endBlock();
  return (left === 0 && bytes.length > 0) || controls > left * CONTROL_SHARE;
}
