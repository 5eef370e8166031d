import type { Readable } from 'node:stream';
import { join, sep } from 'node:path';
import { logLabel } from '../domain/labels.ts';
import type { LogInfo, Unreadable } from '../domain/log.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { LogSource, LogSources } from '../ports/log-source.ts';
import { packedSource, plainSource } from './file-source.ts';
import { findLogs } from './find-logs.ts';
import { keepCopy } from './kept-copy.ts';
import type { LogLimits } from './log-limits.ts';
import { LOG_LIMITS } from './log-limits.ts';
import type { OpenedFile } from './open-log-file.ts';
import { openLogFile } from './open-log-file.ts';
import type { Owner } from './private-disk.ts';
import type { Spool } from './stdin-spool.ts';
import { withoutCopies } from './same-bytes.ts';
import { openStdin } from './stdin-source.ts';
import { whyUnreadable } from './unreadable-why.ts';

export interface LogSourcesSettings {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Where standard input is written while it is read. It stays there for `reopen`, or goes where `keep` moves it. */
  readonly spoolPath: string;
  readonly owner?: Owner | null;
  readonly limits?: Partial<LogLimits>;
}

/** Name of the copy of a log in a session's folder. */
const keptName = ({ kind, id }: Pick<LogInfo, 'kind' | 'id'>): string =>
  (kind === 'stdin' ? 'stdin.gz' : `${id}.gz`);

export function openLogSources(settings: LogSourcesSettings): LogSources {
  const limits = { ...LOG_LIMITS, ...settings.limits };
  const owner = settings.owner ?? null;
  const spools = new WeakMap<LogSource, Spool>();
  return {
    open: async (named, signal) => {
      const found = await findLogs(named, limits, signal);
      const opened = await openAll(found.paths, limits);
      const files = nameAll(opened.files).map(({ file, info }) => sourceOf(file, info, limits));
      const { logs: own, copies } = await withoutCopies(files, signal);
      const logs = [...own];
      const unreadable = [...found.unreadable, ...opened.unreadable];
      if (found.stdin && !signal.aborted) {
        const stdin = await openStdin({ ...settings, limits, owner }, idAt(files.length), signal);
        if (stdin.ok) {
          spools.set(stdin.value.source, stdin.value.spool);
          logs.push(stdin.value.source);
        } else unreadable.push(stdin.trouble);
      }
      return { logs, unreadable, copies };
    },
    reopen: (logs, keptIn) => Promise.all(logs.map((info) => {
      const copies = [join(keptIn, keptName(info)), ...(info.kind === 'stdin' ? [settings.spoolPath] : [])];
      return reopen(info, copies, limits);
    })),
    keep: async (log, folder) => {
      const path = join(folder, keptName(log.info));
      try {
        await keepCopy(log, path, { owner, spool: spools.get(log) ?? null });
        return ok(path);
      } catch (error) {
        return fail(await whyUnreadable(path, error));
      }
    },
  };
}

const idAt = (index: number): LogInfo['id'] => logLabel(index + 1);

async function openAll(paths: readonly string[], limits: LogLimits) {
  const files: OpenedFile[] = [];
  const unreadable: Unreadable[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const opened = await openLogFile(path, limits);
    if (!opened.ok) unreadable.push(opened.trouble);
    else if (seen.has(opened.value.identity)) await opened.value.file.close();
    else {
      seen.add(opened.value.identity);
      files.push(opened.value);
    }
  }
  return { files, unreadable };
}

function nameAll(files: readonly OpenedFile[]): readonly { readonly file: OpenedFile; readonly info: LogInfo }[] {
  const names = shortestNames(files.map(({ path }) => path));
  return files.map((file, index) => ({
    file,
    info: {
      id: idAt(index), name: names[index] ?? file.path, path: file.path, kind: 'file', compression: file.compression,
      size: file.size, modified: file.modified,
    },
  }));
}

/** The file's name, with as many folders in front as it takes to tell it from the others. */
function shortestNames(paths: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  for (let folders = 0, left = paths; left.length > 0; folders += 1) {
    const tail = (path: string): string => path.split(sep).slice(-1 - folders).join(sep);
    const count = new Map<string, number>();
    for (const path of left) count.set(tail(path), (count.get(tail(path)) ?? 0) + 1);
    const [alone, shared] = [left.filter((path) => count.get(tail(path)) === 1), left.filter((path) => (count.get(tail(path)) ?? 0) > 1)];
    for (const path of alone) names.set(path, tail(path));
    left = shared;
  }
  return paths.map((path) => names.get(path) ?? path);
}

const sourceOf = (file: OpenedFile, info: LogInfo, limits: LogLimits): LogSource =>
  (file.compression === 'none' ? plainSource(file, info, limits) : packedSource(file, file.compression, info, limits));

/** The file under its recorded path as far as it went then, else the copy kept with the session. */
async function reopen(
  info: LogInfo, copies: readonly string[], limits: LogLimits,
): Promise<Result<LogSource, Unreadable>> {
  const original = info.path === null ? fail(goneNow(info)) : await reopenAt(info.path, info, limits);
  if (original.ok) return original;
  for (const path of copies) {
    const copy = await openLogFile(path, limits);
    if (copy.ok) return ok(sourceOf(copy.value, info, limits));
  }
  return original;
}

/** A file that was rotated away or became shorter is not the one that was read; one that grew still holds it. */
async function reopenAt(path: string, info: LogInfo, limits: LogLimits): Promise<Result<LogSource, Unreadable>> {
  const opened = await openLogFile(path, limits);
  if (!opened.ok) return opened;
  const size = info.size ?? 0;
  if (opened.value.size >= size && opened.value.compression === info.compression) {
    return ok(sourceOf({ ...opened.value, size }, info, limits));
  }
  await opened.value.file.close();
  return fail(goneNow(info));
}

const goneNow = ({ path, name }: LogInfo): Unreadable => (path === null
  ? { path: name, why: 'was read from standard input and is not kept with the session', remedy: null }
  : { path, why: 'is not the file that was read: it is shorter or of another kind now', remedy: null });
