import { openDetach } from '../../domain/detach.ts';
import type { AuthEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { MINUTE } from '../attempts.ts';
import type { Detector, DetectorRun, Shared } from '../detector.ts';
import { capName } from '../tally.ts';
import type { Telling } from '../trail.ts';
import { citedLines, TELLING_LIMIT, timeOrNull, trailOf } from '../trail.ts';
import { between, listed, plural } from '../wording.ts';

/** Both records of a login are written within seconds; a slow directory takes longer. */
const TOGETHER = MINUTE;
/** Pairs that must be found, and their share of the session file's logins, before a lone one is odd. */
const PAIRS = 3;
const PAIRED_SHARE = 0.5;
/** A user whose logins nearly all reached the session file works at a terminal; other tools never do. */
const TERMINAL_SHARE = 0.8;
/** Logins of either kind that are kept, newest last. */
const KEPT = 2_048;
/** Logs without a zone differ from wtmp, which counts in UTC, by whole quarter hours. */
const QUARTER = 15 * MINUTE;
const WIDEST = 14 * 4;
const USERS_LISTED = 8;

interface Login extends Telling {
  readonly time: number;
  readonly user: string;
  readonly source: string;
  readonly host: string | null;
}

export const loginCrossCheck: Detector = {
  name: 'login-cross-check',
  looksFor: 'logins that stand in wtmp and not in the log of the service, or the other way round',
  kinds: ['auth'],
  successesOnly: true,
  open: openLoginCrossCheck,
};

function openLoginCrossCheck({ logs }: Shared): DetectorRun {
  const detach = openDetach();
  const seen = { sessions: [] as Login[], logins: [] as Login[], evicted: 0, changed: false };
  const keep = (list: Login[], event: AuthEvent): void => {
    if (event.time === null || event.user === null || event.source === null) return;
    const { log, line, offset, time } = event;
    list.push({ log, line, offset, time, user: detach(capName(event.user)), source: detach(event.source), host: event.host === null ? null : detach(event.host) });
    // Half of them at once: taking the first out moves all the others.
    if (list.length >= 2 * KEPT) seen.evicted += list.splice(0, KEPT).length;
    seen.changed = true;
  };
  const told = new Map<string, string>();
  return {
    on(event) {
      if (logs < 2 || event.kind !== 'auth' || event.action !== 'login' || event.outcome !== 'success' || event.service !== 'ssh' || event.forged !== null) return;
      if (event.program === 'wtmp') keep(seen.sessions, event);
      else if (event.primary && event.method !== null) keep(seen.logins, event);
    },
    drain(emit) {
      if (!seen.changed || seen.sessions.length === 0) return;
      seen.changed = false;
      for (const draft of compareHosts(seen.sessions, seen.logins)) {
        if (told.get(draft.key) === draft.reason) continue;
        told.set(draft.key, draft.reason);
        emit(draft);
      }
    },
    evicted: () => seen.evicted,
  };
}

/** Each host for itself; where wtmp does not say whose it is, it can be compared only while the logs are of one host. */
function compareHosts(sessions: readonly Login[], logins: readonly Login[]): readonly FindingDraft[] {
  const named = new Set(logins.flatMap(({ host }) => host ?? []));
  return [...new Set(sessions.map(({ host }) => host))].flatMap((host) => {
    if (host === null && named.size > 1) return [];
    const own = sessions.filter((session) => session.host === host);
    return compare(own, host === null ? logins : logins.filter((login) => login.host === host), host);
  });
}

function compare(sessions: readonly Login[], logins: readonly Login[], host: string | null): readonly FindingDraft[] {
  const shift = shiftBetween(sessions, logins);
  const common = spanOf(sessions, logins, shift);
  if (!common) return [];
  const own = sessions.filter(({ time }) => time >= common.from && time <= common.to);
  const others = logins.filter(({ time }) => time + shift >= common.from - TOGETHER && time + shift <= common.to + TOGETHER);
  const free = new Set(others);
  const lone = own.filter((session) => !takePair(free, session, shift));
  const pairs = own.length - lone.length;
  if (pairs < PAIRS || pairs < own.length * PAIRED_SHARE) return [];
  const atTerminal = terminalUsers(others, free);
  const missing = [...free].filter(({ user, time }) => atTerminal.has(user) && time + shift >= common.from && time + shift <= common.to);
  return [
    ...(lone.length > 0 ? [draftOf('without-log', lone, pairs, host)] : []),
    ...(missing.length > 0 ? [draftOf('without-session', missing, pairs, host)] : []),
  ];
}

/** The whole quarter hours by which most pairs differ; the smaller where two serve as well. */
function shiftBetween(sessions: readonly Login[], logins: readonly Login[]): number {
  const votes = new Map<number, number>();
  for (const session of sessions.slice(-64)) {
    for (const login of logins.slice(-256)) {
      if (login.user !== session.user || login.source !== session.source) continue;
      const quarters = Math.round((session.time - login.time) / QUARTER);
      if (Math.abs(quarters) > WIDEST || Math.abs(session.time - login.time - quarters * QUARTER) > TOGETHER) continue;
      votes.set(quarters, (votes.get(quarters) ?? 0) + 1);
    }
  }
  const best = [...votes].sort((a, b) => b[1] - a[1] || Math.abs(a[0]) - Math.abs(b[0]))[0];
  return (best?.[0] ?? 0) * QUARTER;
}

/** Where both speak, and a little less: the second record of what stands at the end is still to come. */
function spanOf(sessions: readonly Login[], logins: readonly Login[], shift: number): { readonly from: number; readonly to: number } | null {
  const ends = (list: readonly Login[], by: number) => list.reduce((span, { time }) =>
    ({ from: Math.min(span.from, time + by), to: Math.max(span.to, time + by) }), { from: Infinity, to: -Infinity });
  const [a, b] = [ends(sessions, 0), ends(logins, shift)];
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to) - 2 * TOGETHER];
  return from < to ? { from, to } : null;
}

function takePair(free: Set<Login>, session: Login, shift: number): boolean {
  for (const login of free) {
    if (login.user !== session.user || login.source !== session.source || Math.abs(login.time + shift - session.time) > TOGETHER) continue;
    free.delete(login);
    return true;
  }
  return false;
}

/** Users nearly all of whose logins opened a terminal. */
function terminalUsers(logins: readonly Login[], free: ReadonlySet<Login>): ReadonlySet<string> {
  const users = new Map<string, { all: number; paired: number }>();
  for (const login of logins) {
    const user = users.get(login.user) ?? { all: 0, paired: 0 };
    user.all += 1;
    if (!free.has(login)) user.paired += 1;
    users.set(login.user, user);
  }
  return new Set([...users].filter(([, { all, paired }]) => paired >= PAIRS && paired >= all * TERMINAL_SHARE).map(([user]) => user));
}

// Four parameters on purpose: two kinds of the same finding.
function draftOf(family: 'without-log' | 'without-session', lone: readonly Login[], pairs: number, host: string | null): FindingDraft {
  const trail = trailOf(lone);
  const users = [...new Set(lone.map(({ user }) => user))];
  const removed = family === 'without-log';
  return {
    detector: loginCrossCheck.name, key: host === null ? family : `${family} ${host}`, category: 'log-tampering', family, severity: removed ? 'medium' : 'low',
    title: removed ? 'Logins in wtmp that the log of the service does not hold' : 'Logins that left no record in wtmp', confidence: 'medium', progress: 'cannot-tell',
    attack: [{ tactic: 'defense-evasion', technique: 'T1070.002' }], sources: [], targets: users.slice(0, USERS_LISTED), users: [], hosts: host === null ? [] : [host],
    count: lone.length, first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail, lone.slice(0, TELLING_LIMIT)), taint: ['user'],
    reason: `${plural(lone.length, 'login')} of ${listed(users, USERS_LISTED)} ${between(trail.first, trail.last)} `
      + `${removed ? 'stand in wtmp, and the log of the service shows none of them' : 'stand in the log of the service and not in wtmp, where this user always is'}, `
      + `while ${plural(pairs, 'other login')} in the same span ${pairs === 1 ? 'has' : 'have'} both records.`,
    benign: removed ? 'Records dropped under load, or a log put together from parts.' : 'A login that opened no terminal: a copy of files, or a command run from afar.',
  };
}
