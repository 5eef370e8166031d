import { isAbsolute, join } from 'node:path';
import type { SessionId } from '../domain/ids.ts';
import type { Owner } from './private-disk.ts';

/** Where everything of one analyst is kept. */
export interface Homes {
  readonly context: string;
  readonly knowledge: string;
  readonly baselines: string;
  readonly desk: string;
  readonly sessions: string;
  /** Imported feeds of indicators. */
  readonly feeds: string;
  /** A database of where addresses are, where the analyst put one. */
  readonly geo: string;
  session(id: SessionId): SessionHome;
  /** Set under sudo: what is made then belongs to the calling user. */
  readonly owner: Owner | null;
}

export interface SessionHome {
  readonly folder: string;
  readonly journal: string;
  /** Names who works on the session now. */
  readonly running: string;
  readonly reports: string;
  readonly sources: string;
}

/** The part of the world that decides where home is. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null where the system has no user ids. */
  readonly uid: number | null;
  readonly homeFolder: string;
  readonly workingFolder: string;
  /** Text of /etc/passwd, empty where there is none. */
  readonly passwd: string;
}

/**
 * `$SOC_HOME` holds everything when set; else the context is in the XDG configuration folder and what was
 * learnt in the XDG data folder. Under sudo they are those of the calling user, or a session started with sudo would
 * be missing from the next one without.
 */
export function findHomes({ env, uid, homeFolder, workingFolder, passwd }: Surroundings): Homes {
  const caller = uid === 0 ? callerOf(env, passwd) : null;
  const user = caller?.folder ?? homeFolder;
  const all = whole(env['SOC_HOME'], workingFolder);
  const config = all ?? join(absolute(env['XDG_CONFIG_HOME']) ?? join(user, '.config'), 'soc');
  const data = all ?? join(absolute(env['XDG_DATA_HOME']) ?? join(user, '.local', 'share'), 'soc');
  const sessions = join(data, 'sessions');
  return {
    context: join(config, 'context.yaml'),
    knowledge: join(data, 'knowledge.json'),
    baselines: join(data, 'baselines'),
    desk: join(data, 'desk.jsonl'),
    sessions,
    feeds: join(data, 'feeds'),
    geo: join(config, 'geo.mmdb'),
    session: (id) => sessionHome(join(sessions, id)),
    owner: caller?.owner ?? null,
  };
}

const sessionHome = (folder: string): SessionHome => ({
  folder,
  journal: join(folder, 'journal.jsonl'),
  running: join(folder, 'running.lock'),
  reports: join(folder, 'reports'),
  sources: join(folder, 'sources'),
});

/** The XDG specification asks to ignore relative paths. */
const absolute = (path: string | undefined): string | null => (path !== undefined && isAbsolute(path) ? path : null);

/** Falling back to the usual place for a relative path would write where nobody asked for it. */
const whole = (path: string | undefined, workingFolder: string): string | null =>
  path === undefined || path === '' ? null : absolute(path) ?? join(workingFolder, path);

interface Caller {
  readonly owner: Owner;
  readonly folder: string;
}

/** Found by number: the name in `SUDO_USER` can be that of several entries. Null where the user is not listed here. */
function callerOf(env: Surroundings['env'], passwd: string): Caller | null {
  const asked = env['SUDO_UID'] ?? '';
  if (!/^[1-9][0-9]{0,9}$/.test(asked)) return null;
  for (const line of passwd.split('\n')) {
    const [, , uid, gid, , folder] = line.split(':');
    if (uid !== asked || gid === undefined || folder === undefined || !isAbsolute(folder)) continue;
    return { owner: { uid: Number(uid), gid: Number(gid) }, folder };
  }
  return null;
}
