// Run as a process of its own: adds lessons to one knowledge store. Arguments: the file, a name, how many.
import { openLocks } from '../../../src/adapters/file-lock.ts';
import { lowdbKnowledge } from '../../../src/adapters/lowdb-knowledge.ts';

const [path = '', name = '', count = '1'] = process.argv.slice(2);
const store = lowdbKnowledge({ path, owner: null, locks: openLocks() });
for (let number = 0; number < Number(count); number += 1) {
  const lesson = { id: `${name}.${number}`, at: 1, who: name, text: 'x', scope: 'all', expires: 2 };
  await store.update((now) => ({ ...now, lessons: [...now.lessons, lesson] }));
}
