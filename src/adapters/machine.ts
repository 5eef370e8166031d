import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { LookAtMachine, MachineReport } from '../ports/machine.ts';
import { codeOf } from './system-error.ts';

/** Programs that make soc better where they are; none is needed. */
const PROGRAMS = [
  { name: 'journalctl', for: 'reading the journal: journalctl -o json | soc triage -' },
  { name: 'xz', for: 'reading .xz logs: xz -dc FILE | soc triage -' },
] as const;
const LOGS = ['/var/log/auth.log', '/var/log/secure', '/var/log/syslog', '/var/log/nginx/access.log',
  '/var/log/apache2/access.log'] as const;

export const lookAtMachine: LookAtMachine = async () => ({
  node: process.version,
  programs: await Promise.all(PROGRAMS.map(async (program) => ({ ...program, found: await onPath(program.name) }))),
  logs: await Promise.all(LOGS.map(logState)),
  root: process.getuid?.() === 0,
});

async function onPath(program: string): Promise<boolean> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = await Promise.all(folders.map((folder) => may(join(folder, program), constants.X_OK)));
  return found.some((why) => why === null);
}

async function logState(path: string): Promise<MachineReport['logs'][number]> {
  const why = await may(path, constants.R_OK);
  if (why === null) return { path, readable: true, why: '' };
  const told = why === 'ENOENT' ? 'not on this host' : 'not readable; join the group adm, or sudo cat it into soc triage -';
  return { path, readable: false, why: told };
}

/** Null where it may, else the system's code. */
async function may(path: string, mode: number): Promise<string | null> {
  try {
    await access(path, mode);
    return null;
  } catch (error) {
    return codeOf(error);
  }
}
