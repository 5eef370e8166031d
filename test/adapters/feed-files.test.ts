import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { feedFiles } from '../../src/adapters/feed-files.ts';
import { feedSource } from '../../src/adapters/feed-source.ts';
import { openMmdb } from '../../src/adapters/mmdb-geo.ts';
import type { FeedInfo } from '../../src/domain/feed.ts';
import { packFeed } from '../../src/intel/packed/pack.ts';
import { memoryFeeds } from '../support/feeds.ts';
import { folderForAll } from '../support/run-soc.ts';

const folder = folderForAll();
const never = new AbortController().signal;
const store = feedFiles({ folder: join(folder, 'feeds'), owner: null });
const [info] = memoryFeeds({ own: { text: 'evil.example\n' } }).infos as readonly [FeedInfo];

it('a feed that was saved is listed, loaded with its notes, and gone when removed', async () => {
  expect(await store.list()).toEqual({ feeds: [], damaged: [] });
  await store.save(info, packFeed([{ kind: 'domain', value: 'evil.example', use: 'c2', note: 'x', first: null, last: null, expires: null, confidence: null, exact: false }]));
  expect(await store.list()).toEqual({ feeds: [info], damaged: [] });
  const loaded = await store.load('own');
  if (!loaded.ok) throw new Error(loaded.trouble);
  expect([loaded.value.info, loaded.value.index.byteOffset % 4, await loaded.value.note(0), await loaded.value.note(9_999)]).toEqual([info, 0, '[4,0,"x",null,null,null,null,null]', null]);
  await loaded.value.close();
  expect([await store.remove('own'), await store.remove('own'), await store.remove('../x')]).toEqual([true, false, false]);
  expect([await store.load('own'), await store.load('../x')]).toEqual([{ ok: false, trouble: 'it is not there' }, { ok: false, trouble: 'that is no name of a feed' }]);
});

it('a file that is no feed is told, not thrown', async () => {
  writeFileSync(join(folder, 'feeds', 'odd.feed'), 'SOCFEED1 and more');
  expect((await store.list()).damaged).toEqual([{ name: 'odd', why: 'it does not read back; import it again' }]);
});

it('a feed is read from a file, unpacked or as it is', async () => {
  const path = (name: string, bytes: string | Buffer): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  expect(await feedSource.read(path('a.txt', 'x\n'), never)).toEqual({ ok: true, value: 'x\n' });
  expect(await feedSource.read(path('a.txt.gz', gzipSync('x\n')), never)).toEqual({ ok: true, value: 'x\n' });
  expect((await feedSource.read(path('cut.gz', gzipSync('x'.repeat(999)).subarray(0, 12)), never)).ok).toBe(false);
  expect(await feedSource.read(path('a.zip', 'PK\u0003\u0004'), never)).toEqual({ ok: false, trouble: 'a zip archive: unpack it first' });
  expect(await feedSource.read(folder, never)).toEqual({ ok: false, trouble: 'it is not a regular file' });
  expect((await feedSource.read('http://127.0.0.1:1/x', never)).ok).toBe(false);
});

it('a file that is no database of places is told', async () => {
  writeFileSync(join(folder, 'no.mmdb'), 'nothing');
  expect([(await openMmdb(join(folder, 'no.mmdb'))).ok, (await openMmdb(join(folder, 'none.mmdb'))).ok]).toEqual([false, false]);
});
