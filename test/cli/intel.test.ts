import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentSchema } from '../../src/domain/document.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';

const soc = installSoc();
const folder = folderForAll();

function place(name: string, files: Readonly<Record<string, string>>): { readonly home: string; readonly path: (file: string) => string } {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, file), text);
  return { home, path: (file) => join(home, file) };
}

const FEED = 'ioc,type,description\n45.0.2.9,ip,C2 server\nevil.example,domain,C2 \u001b[31mpanel\n';
const LOG = 'Mar  3 04:12:01 web7 sudo:   anna : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/curl http://a.evil.example/x\n';

it('intel import, list, lookup and remove: a feed comes, is asked, and goes', async () => {
  const { home, path } = place('round', { 'bad.csv': FEED });
  expect(await soc.run(['intel', 'import', path('bad.csv'), '--source', 'us'], { home })).toMatchObject({ code: 0, err: '', out: 'bad: 2 indicators (1 ipv4, 1 domain), read as csv\n' });
  expect((await soc.run(['intel', 'list'], { home })).out).toMatch(/^bad +2 {2}imported .*source us\n/);
  const { code, out } = await soc.run(['intel', 'lookup', 'hxxp://a[.]evil[.]example/x'], { home });
  expect([code, out.includes('bad: evil.example') || out.includes('bad: c2')]).toEqual([1, true]);
  expect(out).toContain('⟨1b⟩[31mpanel');
  expect(out).toContain('not seen in any session before');
  expect(await soc.run(['intel', 'lookup', '45.0.2.10'], { home })).toMatchObject({ code: 0 });
  expect((await soc.run(['intel', 'remove', 'bad'], { home })).code).toBe(0);
  expect((await soc.run(['intel', 'list'], { home })).out).toContain('no feed is imported');
});

it('intel match prints the lines that hold what a feed names', async () => {
  const { home, path } = place('match', { 'bad.csv': FEED, 'a.log': `${LOG}nothing here\nnotevil.example\n` });
  await soc.run(['intel', 'import', path('bad.csv')], { home });
  const { code, out } = await soc.run(['intel', 'match', path('a.log')], { home });
  expect([code, out.startsWith('a.log:1: evil.example (bad): Mar  3'), out.trim().split('\n').length]).toEqual([1, true, 1]);
});

it('a session looks its lines up, records the feeds, and cannot be run again without them', async () => {
  const { home, path } = place('session', { 'bad.csv': FEED, 'a.log': LOG });
  await soc.run(['intel', 'import', path('bad.csv')], { home });
  const { out } = await soc.run(['triage', path('a.log'), '--format', 'json'], { home });
  const document = documentSchema.parse(JSON.parse(out));
  expect(document.indicators.filter(({ matched }) => matched.length > 0)).toEqual([{ type: 'domain', value: 'evil.example', count: 1, matched: ['bad'] }]);
  expect(document.findings.map(({ detector, severity }) => [detector, severity])).toContainEqual(['detect_ioc', 'high']);
  expect(document.feeds.map(({ name, count }) => [name, count])).toEqual([['bad', 2]]);
  expect((await soc.run(['replay', 'last', '--verify'], { home })).code).toBe(0);
  expect((await soc.run(['intel', 'lookup', 'evil.example'], { home })).out).toMatch(/seen .*: 1 record /);
  await soc.run(['intel', 'remove', 'bad'], { home });
  const again = await soc.run(['replay', 'last', '--verify'], { home });
  expect([again.code, `${again.out}${again.err}`.includes('feed bad: it is not there any more')]).toEqual([2, true]);
});

it('what does not load changes nothing, and names file and line', async () => {
  const { home, path } = place('broken', { 'bad.csv': FEED, 'broken.json': '{\n "type": "bundle",\n "objects": [}\n' });
  await soc.run(['intel', 'import', path('bad.csv')], { home });
  const broken = await soc.run(['intel', 'import', path('broken.json'), '--name', 'bad'], { home });
  expect([broken.code, broken.err.includes(`${path('broken.json')}:3: not valid JSON`)]).toEqual([2, true]);
  rmSync(path('bad.csv'));
  const gone = await soc.run(['intel', 'update'], { home });
  expect([gone.code, gone.err.includes('no such file; nothing was changed')]).toEqual([2, true]);
  expect((await soc.run(['intel', 'lookup', '45.0.2.9'], { home })).code).toBe(1);
  const file = join(home, 'feeds', 'bad.feed');
  writeFileSync(file, readFileSync(file).subarray(0, 40));
  const damaged = await soc.run(['intel', 'list'], { home });
  expect(damaged.err).toContain('the feed bad is not used: it does not read back; import it again');
});

it('intel update fetches again from where a feed came', async () => {
  const { home } = place('served', {});
  let body = '45.0.2.9\n';
  const server = createServer((_request, answer) => { answer.end(body); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/lists/c2.txt`;
  try {
    expect((await soc.run(['intel', 'import', url, '--name', 'served'], { home })).code).toBe(0);
    body = '45.0.2.9\n45.0.2.10\n';
    expect((await soc.run(['intel', 'update', 'served'], { home })).out).toBe('served: 2 indicators (2 ipv4), read as plain; it held 1 before\n');
    body = '<html>error</html>';
    expect((await soc.run(['intel', 'update', 'served'], { home })).code).toBe(2);
    expect((await soc.run(['intel', 'lookup', '45.0.2.10'], { home })).code).toBe(1);
  } finally {
    server.close();
  }
});

it('intel lookup --file looks up the digests of a file', async () => {
  const { home, path } = place('file', { 'odd.bin': 'what was found\n', 'fine.bin': 'another\n' });
  const md5 = createHash('md5').update('what was found\n').digest('hex');
  writeFileSync(path('bad.txt'), `${md5}\n`);
  await soc.run(['intel', 'import', path('bad.txt')], { home });
  const hit = await soc.run(['intel', 'lookup', '--file', path('odd.bin')], { home });
  expect([hit.code, hit.out.includes(`${md5}  md5`), hit.out.includes('  bad: ')]).toEqual([1, true, true]);
  expect((await soc.run(['intel', 'lookup', '--file', path('fine.bin')], { home })).code).toBe(0);
  expect(await soc.run(['intel', 'lookup', '--file', path('none.bin')], { home })).toMatchObject({ code: 2 });
});
