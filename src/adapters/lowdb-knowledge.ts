import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, realpath, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import { Low } from 'lowdb';
import type { ZodError } from 'zod';
import type { Knowledge } from '../domain/knowledge.ts';
import { KNOWLEDGE_SCHEMA, NO_KNOWLEDGE } from '../domain/no-knowledge.ts';
import { Trouble } from '../domain/trouble.ts';
import type { KnowledgeStore } from '../ports/knowledge.ts';
import type { FileLock, TakeLock } from './file-lock.ts';
import type { Migration } from './knowledge-migrations.ts';
import { migrate, MIGRATIONS } from './knowledge-migrations.ts';
import type { Owner } from './private-disk.ts';
import { BESIDE, makeFolder, removeIfThere, replaceFile } from './private-disk.ts';
import { codeOf, orTrouble } from './system-error.ts';

/** One update rewrites the whole file: 34 ms at 10 MB, and it grows from there. */
const TELL_FROM_BYTES = 8 * 1024 * 1024;

interface Options {
  readonly path: string;
  readonly owner: Owner | null;
  readonly locks: TakeLock;
  readonly migrations?: readonly Migration[];
  readonly tellFromBytes?: number;
}

/**
 * lowdb's `Low` over a body of our own. lowdb's file adapter queues within one process only (four writers leave the
 * file corrupt for good), never syncs and widens the file's mode; this one locks, replaces, syncs and checks.
 * Reading changes nothing on the disk: a corrupt file is set aside by the next update.
 */
export function lowdbKnowledge({ path, owner, locks, migrations = MIGRATIONS, tellFromBytes = TELL_FROM_BYTES }: Options): KnowledgeStore {
  let told: string | null = null;
  const memo: Memo = { text: null, knowledge: NO_KNOWLEDGE };

  const read = async (): Promise<Knowledge> => {
    const found = await load(path, migrations, memo);
    told = found.kind === 'corrupt' ? `${path} is corrupt (${found.why}) and was not used. ${REBUILD}` : null;
    return found.kind === 'read' ? found.knowledge : NO_KNOWLEDGE;
  };

  const underLock = async (lock: FileLock, change: (now: Knowledge) => Knowledge): Promise<Knowledge> => {
    const notices: string[] = [];
    const body: Adapter<Knowledge> = {
      read: () => loadForUpdate(path, { migrations, notices, memo }),
      write: async (knowledge) => {
        const text = `${JSON.stringify(knowledge)}\n`;
        notices.push(...sizeNotice(path, text.length, tellFromBytes));
        await replaceFile(await targetOf(path), text, { owner, may: () => lock.held() });
        Object.assign(memo, { text, knowledge: structuredClone(knowledge) });
      },
    };
    const database = new Low<Knowledge>(body, NO_KNOWLEDGE);
    await removeLeftovers(path);
    await database.read();
    const next: Knowledge = { ...change(database.data), schema: KNOWLEDGE_SCHEMA, revision: database.data.revision + 1 };
    database.data = await checkedForm(next);
    await database.write();
    told = notices.length === 0 ? null : notices.join('\n');
    return database.data;
  };

  return {
    read: () => orTrouble(path, read),
    update: (change) => orTrouble(path, async () => {
      await makeFolder(dirname(path), owner);
      const lock = await locks(`${path}.lock`);
      try {
        return await underLock(lock, change);
      } finally {
        lock.release();
      }
    }),
    notice: () => told,
  };
}

const REBUILD = 'Run `soc knowledge rebuild` to fill it again from the journals.';

type Loaded =
  | { readonly kind: 'missing' }
  | { readonly kind: 'corrupt'; readonly why: string }
  | { readonly kind: 'read'; readonly knowledge: Knowledge; readonly migratedFrom: number | null };

/** A change that does not give a store is refused before anything is written. */
async function checkedForm(knowledge: Knowledge): Promise<Knowledge> {
  const { knowledgeSchema } = await import('../domain/knowledge.ts');
  return knowledgeSchema.parse(knowledge, { jitless: true });
}

/** The text last found in order, or written: the same text again need not be checked again. */
interface Memo {
  text: string | null;
  knowledge: Knowledge;
}

/** Throws for a store of a newer version, and when the disk does. */
async function load(path: string, migrations: readonly Migration[], memo: Memo): Promise<Loaded> {
  const text = await textOf(path);
  if (text === null) return { kind: 'missing' };
  if (text === memo.text) return { kind: 'read', knowledge: structuredClone(memo.knowledge), migratedFrom: null };
  const document = parsed(text);
  if (document === undefined) return { kind: 'corrupt', why: 'not valid JSON' };
  const migrated = migrate(document, migrations);
  if (migrated.kind === 'not-a-store') return { kind: 'corrupt', why: 'it names no schema' };
  if (migrated.kind === 'newer') {
    throw new Trouble(`${path} was written by a newer soc (schema ${migrated.schema}, this one reads up to ${KNOWLEDGE_SCHEMA}): update soc, or set SOC_HOME to another folder`);
  }
  // Loaded here: a first run has nothing to check and should not pay for the schemas.
  const { knowledgeSchema } = await import('../domain/knowledge.ts');
  // Compiling a checker for one use costs more than the use.
  const checked = knowledgeSchema.safeParse(migrated.document, { jitless: true });
  if (!checked.success) return { kind: 'corrupt', why: whyNot(checked.error) };
  const migratedFrom = migrated.kind === 'migrated' ? migrated.from : null;
  if (migratedFrom === null) Object.assign(memo, { text, knowledge: structuredClone(checked.data) });
  return { kind: 'read', knowledge: checked.data, migratedFrom };
}

function whyNot({ issues: [issue] }: ZodError): string {
  return issue === undefined ? 'not as expected' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

async function loadForUpdate(
  path: string,
  { migrations, notices, memo }: { readonly migrations: readonly Migration[]; readonly notices: string[]; readonly memo: Memo },
): Promise<Knowledge | null> {
  const found = await load(path, migrations, memo);
  if (found.kind === 'corrupt') {
    const aside = freeName(`${path}.corrupt-`);
    await rename(path, aside);
    notices.push(`${path} was corrupt (${found.why}) and was set aside as ${basename(aside)}. ${REBUILD}`);
  }
  if (found.kind !== 'read') return null;
  if (found.migratedFrom !== null) {
    const kept = join(dirname(path), `knowledge.v${found.migratedFrom}.json`);
    await copyFile(path, kept);
    notices.push(`${path} was brought from schema ${found.migratedFrom} to ${KNOWLEDGE_SCHEMA}; the old file is kept as ${basename(kept)}`);
  }
  return found.knowledge;
}

function sizeNotice(path: string, bytes: number, from: number): readonly string[] {
  if (bytes <= from) return [];
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  return [`${path} is ${megabytes} MB and every session rewrites it: remove old sessions with \`soc sessions rm\`, then \`soc knowledge rebuild\``];
}

function freeName(start: string): string {
  let number = 1;
  while (existsSync(`${start}${number}`)) number += 1;
  return `${start}${number}`;
}

/** What a killed writer left beside the file. Only the holder of the lock writes there. */
async function removeLeftovers(path: string): Promise<void> {
  const mine = `${basename(path)}.`;
  const left = (await readdir(dirname(path))).filter((name) => name.startsWith(mine) && name.endsWith(BESIDE));
  for (const name of left) await removeIfThere(join(dirname(path), name));
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Undefined where it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Told as corrupt by the caller.
  }
}

/** A link someone made on purpose stays one. */
const targetOf = async (path: string): Promise<string> => (existsSync(path) ? realpath(path) : path);
