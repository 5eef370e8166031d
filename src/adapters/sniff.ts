import { shellWord } from '../domain/shell-word.ts';

/** What the first and last bytes of a file say it is. */
export type Sniffed =
  | { readonly kind: 'text' }
  | { readonly kind: 'gzip' }
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
  { magic: hex('28b52ffd'), what: 'zstd compressed', remedy: 'zstd -dc FILE | soc triage -' },
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
const GZIP = hex('1f8b08');
/** A record of wtmp, btmp and utmp on Linux: its length, and where its terminal's name begins. */
const UTMP = { length: 384, terminal: 8, types: 9 } as const;
/** Text logs hold some NULs after a crash; in binary files they and other controls are everywhere. */
const CONTROL_SHARE = 0.1;

/** `tail` is null where it cannot be had. `path` is only quoted in remedies. */
export function sniff(head: Buffer, tail: Buffer | null, path: string): Sniffed {
  if (head.subarray(0, 3).equals(GZIP)) return { kind: 'gzip' };
  const kind = KINDS.find(({ magic, at = 0 }) => head.subarray(at, at + magic.length).equals(magic));
  if (kind) return other(kind.what, kind.remedy, path);
  if (isUtmp(head)) return other('login records', 'utmpdump FILE, or: last -f FILE', path);
  // A log whose start was lost to NULs is still text at its end, and the other way round.
  return isBinary(head) && (tail === null || isBinary(tail)) ? other('no text', null, path) : { kind: 'text' };
}

function other(what: string, remedy: string | null, path: string): Sniffed {
  return { kind: 'other', why: `binary (${what}), not read`, remedy: remedy?.replace('FILE', () => shellWord(path)) ?? null };
}

function isUtmp(head: Buffer): boolean {
  if (head.length < UTMP.length) return false;
  const type = head.readInt16LE(0);
  const padding = head.readInt16LE(2);
  return type >= 0 && type <= UTMP.types && padding === 0 && isBinary(head.subarray(0, UTMP.length))
    && head.subarray(UTMP.terminal, UTMP.terminal + 32).some((byte) => byte >= 0x30);
}

function isBinary(bytes: Buffer): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b) controls += 1;
  }
  return controls > bytes.length * CONTROL_SHARE;
}
