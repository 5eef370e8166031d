import type { EventKind } from './event.ts';
import type { LogGap, LogRead } from './log.ts';
import type { SessionState } from './session-state.ts';

/** Kinds of record that tell of an intrusion, as a person calls them. */
const TOLD: readonly (readonly [EventKind, string])[] = [
  ['auth', 'logins'], ['privilege', 'privilege'], ['account', 'accounts'], ['web', 'web'], ['package', 'packages'],
];
/** What no version so far reads, whatever is given. */
export const NEVER_READ = 'memory, disk images and packet captures are not read by this version';

/** What a run does not speak about; every face tells of the same. */
export interface NotLookedAt {
  readonly gaps: readonly (LogGap & { readonly name: string; readonly log: string })[];
  readonly unparsed: readonly { readonly name: string; readonly path: string | null; readonly log: string; readonly lines: number; readonly of: number; readonly forms: readonly string[] }[];
  /** Opened, and not read to the end. */
  readonly unfinished: readonly string[];
  readonly unreadable: SessionState['unreadable'];
  /** Each names its log. */
  readonly troubles: readonly { readonly log: string; readonly what: string }[];
  /** Kinds of which not one record was read; empty where a read does not say what it held. */
  readonly missing: readonly string[];
}

export function notLookedAt({ logs, reads, unreadable }: Pick<SessionState, 'logs' | 'reads' | 'unreadable'>): NotLookedAt {
  const known = reads.map((read) => ({ read, info: logs.find(({ id }) => id === read.log) }));
  const named = known.map(({ read, info }) => ({ read, log: read.log, name: info?.name ?? read.log, path: info?.path ?? null }));
  return {
    gaps: named.flatMap(({ read, name, log }) => read.gaps.map((gap) => ({ ...gap, name, log }))),
    unparsed: named.filter(({ read }) => read.unparsed > 0)
      .map(({ read, name, path, log }) => ({ name, path, log, lines: read.unparsed, of: read.lines, forms: (read.unparsedForms ?? []).map(({ text }) => text) })),
    unfinished: logs.filter(({ id }) => !reads.some(({ log }) => log === id)).map(({ name }) => name),
    unreadable,
    troubles: named.flatMap(({ read, log }) => read.troubles.map((what) => ({ log, what }))),
    missing: missingIn(reads),
  };
}

function missingIn(reads: readonly LogRead[]): readonly string[] {
  if (reads.length === 0 || reads.some(({ kinds }) => kinds === undefined)) return [];
  const read = new Set(reads.flatMap(({ kinds }) => kinds ?? []));
  return TOLD.filter(([kind]) => !read.has(kind)).map(([, word]) => word);
}

/** `no records of accounts, web or packages were among them`; null where every kind was. */
export function missingText({ missing }: Pick<NotLookedAt, 'missing'>): string | null {
  const last = missing.at(-1);
  if (last === undefined) return null;
  const words = missing.length === 1 ? last : `${missing.slice(0, -1).join(', ')} or ${last}`;
  return `no record of ${words} was read`;
}
