import type { Committed, Head, JournalContents } from '../domain/chain.ts';
import { committed, encodeBatch, mustSync, NOTHING_COMMITTED, sameHead } from '../domain/chain.ts';
import type { Fact } from '../domain/fact.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { JournalDisk, JournalFile } from './journal-disk.ts';

interface Options {
  readonly disk: JournalDisk;
  readonly clock: Pick<Clock, 'now'>;
}
type Appended = Awaited<ReturnType<Journal['append']>>;

/** A journal in one file. Appends of this process wait in line; those of others are kept out by the lock. */
export function openFileJournal(options: Options): Journal {
  const { disk } = options;
  const writer = openWriter(options);
  let closed = false;
  let queue: Promise<unknown> = Promise.resolve();

  const append = async (facts: readonly Fact[], expected?: Head): Promise<Appended> => {
    if (closed) throw new Error(`${disk.path}: this journal was closed`);
    const lock = await disk.lock();
    try {
      return await writer.append(facts, expected);
    } finally {
      lock.release();
    }
  };

  return {
    append: (facts, expected) => {
      const turn = queue.then(() => append(facts, expected));
      queue = turn.catch(() => undefined); // The caller gets the reason; the next in the queue goes on.
      return turn;
    },
    read: () => read(disk),
    close: async () => {
      await queue;
      closed = true;
      writer.forget();
    },
  };
}

/**
 * The writing itself, to be called under the lock: catches up with what other processes appended, cuts what a crash
 * tore off, then writes the whole batch with one `write`. When the disk refuses, the file is cut back to where it
 * was; should even that fail, the rest is a torn tail that the next writer cuts. After a refusal nothing that was
 * remembered about the file is trusted: it is opened and read anew.
 */
function openWriter({ disk, clock }: Options) {
  let file: JournalFile | null = null;
  let known: Committed = NOTHING_COMMITTED;

  const append = async (facts: readonly Fact[], expected?: Head): Promise<Appended> => {
    const open = reach();
    known = catchUp(open, known);
    if (expected !== undefined && !sameHead(expected, known.head)) return { ok: false, conflict: known.head };
    if (facts.length === 0) return { ok: true, entries: [], head: known.head };
    const batch = encodeBatch(facts, clock.now(), known.head);
    try {
      await put(open, batch.bytes, facts.some(mustSync));
    } catch (error) {
      takeBack(open, known.bytes);
      forget();
      throw error;
    }
    known = { bytes: known.bytes + batch.bytes.length, head: batch.head };
    return { ok: true, entries: batch.entries, head: batch.head };
  };

  async function put(open: JournalFile, bytes: Buffer, sync: boolean): Promise<void> {
    const written = open.append(bytes);
    if (written !== bytes.length) throw new Error(`${disk.path}: the disk took ${written} of ${bytes.length} bytes`);
    if (sync) await open.sync();
  }

  function reach(): JournalFile {
    if (file?.isCurrent() === true) return file;
    forget();
    file = disk.open('write');
    return file;
  }

  function forget(): void {
    file?.close();
    file = null;
    known = NOTHING_COMMITTED;
  }

  return { append, forget };
}

/** Takes in what others wrote since, and cuts a torn tail. */
function catchUp(file: JournalFile, known: Committed): Committed {
  const size = file.size();
  const from = size < known.bytes ? NOTHING_COMMITTED : known;
  const now = size === from.bytes ? from : committed(file.read(from.bytes, size), from);
  if (size > now.bytes) file.truncate(now.bytes);
  return now;
}

function takeBack(file: JournalFile, size: number): void {
  try {
    file.truncate(size);
  } catch {
    // The reason of the refusal itself is told; what remains is a torn tail, which reads as such and is cut later.
  }
}

/** A torn tail may be a write going on: only under the lock is it certain. */
async function read(disk: JournalDisk): Promise<JournalContents> {
  const contents = await readOnce(disk);
  if (!contents.damage.some((one) => one.kind === 'torn-tail')) return contents;
  const lock = await disk.lock().catch(() => null); // A folder that may only be read cannot be locked, nor written to.
  try {
    return await readOnce(disk);
  } finally {
    lock?.release();
  }
}

async function readOnce(disk: JournalDisk): Promise<JournalContents> {
  const file = disk.open('read');
  try {
    const bytes = file?.read(0, file.size()) ?? Buffer.alloc(0);
    if (bytes.length === 0) return { entries: [], damage: [], head: NOTHING_COMMITTED.head };
    // Loaded on first use: a run that only writes does not pay for the schemas.
    const { decodeJournal } = await import('../domain/journal-codec.ts');
    return decodeJournal(bytes);
  } finally {
    file?.close();
  }
}
