import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Surroundings } from './homes.ts';

const PASSWD = '/etc/passwd';

/** The part of this process's world that decides where home is. */
export const surroundings = (): Surroundings => ({
  env: process.env,
  uid: process.getuid?.() ?? null,
  homeFolder: homedir(),
  workingFolder: process.cwd(),
  passwd: existsSync(PASSWD) ? readFileSync(PASSWD, 'utf8') : '',
});
