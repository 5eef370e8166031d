import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLocks } from '../../src/adapters/file-lock.ts';
import { lowdbKnowledge } from '../../src/adapters/lowdb-knowledge.ts';
import { NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import type { KnowledgeStore } from '../../src/ports/knowledge.ts';
import { memoryKnowledge } from '../support/memory-knowledge.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const bodies: readonly (readonly [string, () => KnowledgeStore])[] = [
  ['in memory', () => memoryKnowledge()],
  ['in a file', () => lowdbKnowledge({ path: join(temporaryFolder(), 'soc', 'knowledge.json'), owner: null, locks: openLocks() })],
];
const lessonRow = (id: string) => ({ id, at: 1, who: 'ana', text: 'x', scope: 'all', expires: 2 });
const withLesson = (id: string) => (now: Knowledge): Knowledge => ({ ...now, lessons: [...now.lessons, lessonRow(id)] });

describe.each(bodies)('knowledge %s', (_name, open) => {
  it('starts empty', async () => {
    const store = open();
    expect(await store.read()).toEqual(NO_KNOWLEDGE);
    expect(store.notice()).toBeNull();
  });

  it('grows its revision by one with each update, and reads back what was answered', async () => {
    const store = open();
    await store.update(withLesson('a'));
    const answered = await store.update(withLesson('b'));
    expect(answered).toEqual({ ...NO_KNOWLEDGE, revision: 2, lessons: [lessonRow('a'), lessonRow('b')] });
    expect(await store.read()).toEqual(answered);
  });

  it('loses no update of several made at once', async () => {
    const store = open();
    const names = Array.from({ length: 20 }, (_, index) => `lesson ${index}`);
    await Promise.all(names.map((name) => store.update(withLesson(name))));
    const { revision, lessons } = await store.read();
    expect(revision).toBe(20);
    expect(new Set(lessons.map((one) => one.id))).toEqual(new Set(names));
  });

  it('hands out no mutable part of itself', async () => {
    const store = open();
    await store.update(withLesson('a'));
    (await store.read()).lessons.length = 0;
    expect((await store.read()).lessons).toHaveLength(1);
  });

  it('refuses a result that is none, and stays as it was', async () => {
    const store = open();
    await store.update(withLesson('a'));
    await expect(store.update((now) => ({ ...now, lessons: [{ ...lessonRow('b'), expires: Number.NaN }] }))).rejects.toThrow();
    await expect(store.update(() => { throw new Error('no'); })).rejects.toThrow('no');
    expect(await store.read()).toMatchObject({ revision: 1, lessons: [lessonRow('a')] });
    expect((await store.update(withLesson('c'))).revision).toBe(2);
  });
});
