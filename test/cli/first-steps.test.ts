import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderForAll, installSoc } from '../support/run-soc.ts';

const soc = installSoc();
const folder = folderForAll();

it('doctor says what works here', async () => {
  const { code, out } = await soc.run(['doctor'], { home: join(folder, 'doctor') });
  expect(code).toBe(0);
  expect(out).toMatch(/^ok +node /m);
  expect(out).toMatch(/^ok +knowledge /m);
});

it('demo tells the shipped story in under ten seconds, ends with 0 and keeps nothing', async () => {
  const home = join(folder, 'demo');
  const { code, out } = await soc.run(['demo'], { home, limit: 10 });
  expect([code, out.startsWith('BREACHED')]).toEqual([0, true]);
  expect((await soc.run(['sessions'], { home })).out).toContain('no session is kept');
});

it('context init writes an example once; check and show accept it', async () => {
  const home = join(folder, 'context');
  expect((await soc.run(['context', 'init'], { home })).out).toContain('context.yaml');
  expect((await soc.run(['context', 'init'], { home })).code).toBe(2);
  expect((await soc.run(['context', 'check'], { home })).code).toBe(0);
  expect((await soc.run(['context', 'show'], { home })).code).toBe(0);
});

it('help and version end with 0; help names the main job first', async () => {
  const home = join(folder, 'help');
  const { code, out } = await soc.run(['--help'], { home });
  expect([code, /Commands:\s+triage/.test(out)]).toEqual([0, true]);
  expect((await soc.run(['--version'], { home })).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
