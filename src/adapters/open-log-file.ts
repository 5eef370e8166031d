import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, stat, statfs } from 'node:fs/promises';
import type { LogInfo, Unreadable } from '../domain/log.ts';
import type { RecordForm } from '../domain/login-record.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import { headOf } from './byte-pass.ts';
import { bytesAt, fileBytes } from './file-bytes.ts';
import { EDGE, quietPass } from './file-source.ts';
import type { LogLimits } from './log-limits.ts';
import { shellWord } from '../domain/shell-word.ts';
import { sniff } from './sniff.ts';
import { unpackAs } from './unpack.ts';
import { whyUnreadable } from './unreadable-why.ts';

/** A log file that can be read, under an open handle. */
export interface OpenedFile {
  readonly path: string;
  readonly file: FileHandle;
  readonly compression: LogInfo['compression'];
  readonly records: RecordForm | null;
  readonly size: number;
  readonly modified: number;
  /** Device and inode: the same for every name of the same file. */
  readonly identity: string;
}

/** Types of file systems that make up their files when read, some without end (statfs(2)). */
const MADE_UP = new Map([
  [0x9fa0, 'proc'], [0x62656572, 'sysfs'], [0x64626720, 'debugfs'], [0x74726163, 'tracefs'], [0x27e0eb, 'cgroup'],
  [0x63677270, 'cgroup2'], [0x73636673, 'securityfs'], [0xcafe4a11, 'bpf'], [0x1cd1, 'devpts'],
]);

/** Opens what can be read as a log; everything else is told by name and never waited for. */
export async function openLogFile(path: string, limits: LogLimits): Promise<Result<OpenedFile, Unreadable>> {
  try {
    const refused = await refusal(path);
    if (refused !== null) return fail(refused);
    // Non-blocking: whatever took the name's place since the look at it must not hold us.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const opened = await look(path, file, limits);
    if (!opened.ok) await file.close();
    return opened;
  } catch (error) {
    return fail(await whyUnreadable(path, error));
  }
}

async function refusal(path: string): Promise<Unreadable | null> {
  const kind = specialKind(await stat(path));
  if (kind !== null) return { path, why: `${kind}, not a file`, remedy: kind === 'a pipe' ? `soc triage - < ${shellWord(path)}` : null };
  const madeUp = MADE_UP.get((await statfs(path)).type);
  return madeUp === undefined ? null : { path, why: `made up by the system when read (${madeUp}), not a log`, remedy: null };
}

function specialKind(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

async function look(path: string, file: FileHandle, limits: LogLimits): Promise<Result<OpenedFile, Unreadable>> {
  const stats = await file.stat();
  const kind = specialKind(stats);
  if (kind !== null) return fail({ path, why: `${kind}, not a file`, remedy: null });
  const edge = Math.min(EDGE, stats.size);
  const tail = await bytesAt(file, stats.size - edge, edge);
  const outside = sniff(await firstBytes((length) => bytesAt(file, 0, Math.min(length, stats.size))), tail, path);
  const packing = outside.kind === 'packed' ? outside.how : null;
  const sniffed = packing === null ? outside : sniff(await firstBytes((length) =>
    headOf(unpackAs(packing, limits)(fileBytes(file, stats.size, quietPass()), quietPass()), length)), null, path);
  if (sniffed.kind === 'other') return fail({ path, why: sniffed.why, remedy: sniffed.remedy });
  if (sniffed.kind === 'packed') return fail({ path, why: `${sniffed.how} inside ${packing ?? ''}, not read`, remedy: null });
  return ok({
    path, file, size: stats.size, modified: Math.trunc(stats.mtimeMs), identity: `${stats.dev}:${stats.ino}`,
    compression: packing ?? 'none', records: sniffed.kind === 'records' ? sniffed.form : null,
  });
}

/** lastlog is indexed by user id and mostly empty: its first record may stand far inside. */
const EMPTY_START = 8 * 1_048_576;

async function firstBytes(read: (length: number) => Promise<Buffer>): Promise<Buffer> {
  const head = await read(EDGE);
  return head.length < EDGE || head.some((byte) => byte !== 0) ? head : read(EMPTY_START);
}
