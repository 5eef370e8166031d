import type { Finding } from '../../domain/finding.ts';
import type { LineEvidence } from '../../domain/evidence.ts';
import type { LoginWord } from '../cited-line.ts';
import { linesOf, loginLine, loginWord, methodIn, momentOf, speaksOf, timeOf } from '../cited-line.ts';
import { ledByGuessing } from '../story.ts';
import { GUESSING } from '../../domain/category-groups.ts';
import { GUESSED_BEFORE } from '../../domain/predicate-names.ts';
import type { Case, Condition } from './case.ts';
import { accessesOf, actsOf, citedBy, idsOf, met, notCheckable, unmet } from './case.ts';

/** An attempt this long before the guessing began is another visit of the same address. */
const EARLIER_VISIT = 60 * 60_000;

const accepted: Condition = {
  name: 'a login was accepted',
  weight: 'proof',
  check: (matter) => {
    const accesses = accessesOf(matter);
    const line = accesses.map((access) => loginLine(access, matter.evidenceOf)).find((found) => found !== null);
    if (accesses.length === 0) return unmet('no accepted login among these records');
    return met('the service says that it let them in', line ? [line.id] : idsOf(accesses));
  },
};

const guessed: Condition = {
  name: GUESSED_BEFORE,
  weight: 'strong',
  check: (matter) => {
    const { members, evidenceOf } = matter;
    const accesses = accessesOf(matter);
    if (accesses.length === 0) return notCheckable('there is no login to come before');
    const led = accesses.find((access) => ledByGuessing(access, members, evidenceOf));
    if (!led) return unmet('no failures from the same source before the login');
    const guesses = members.filter(({ category, sources }) =>
      GUESSING.has(category) && sources.some((source) => led.sources.includes(source)));
    const tries = Math.max(0, ...guesses.map(({ count }) => count));
    const refused = linesOf(led, evidenceOf).filter(({ text }) => loginWord(text) === 'refused');
    return met(tries > 0 ? `${tries} failures from the same source` : 'failures from the same source',
      [...guesses.flatMap(({ evidence }) => evidence.slice(0, 1)), ...refused.map(({ id }) => id), led.evidence[0]]);
  },
};

interface SeenLogin {
  readonly line: LineEvidence;
  readonly text: string;
  readonly own: boolean;
}

/** Logins in all cited lines and their neighbours, each text once. */
function seenLogins(matter: Case, word: LoginWord): readonly SeenLogin[] {
  const seen = new Map<string, SeenLogin>();
  for (const line of citedBy([...matter.members, ...matter.others], matter.evidenceOf)) {
    const near = [...line.before, ...line.after];
    for (const { text, lineNumber } of [line, ...near]) {
      if (loginWord(text) !== word) continue;
      const key = `${line.log}:${lineNumber}`;
      if (!seen.has(key) || lineNumber === line.lineNumber) seen.set(key, { line, text, own: lineNumber === line.lineNumber });
    }
  }
  return [...seen.values()];
}

const fromSource = ({ sources }: Finding, text: string): boolean => sources.some((source) => speaksOf(text, source));

const unusualMethod: Condition = {
  name: 'by password where others use keys',
  weight: 'grounds',
  check: (matter) => {
    const found = accessesOf(matter).flatMap((access) => {
      const line = loginLine(access, matter.evidenceOf);
      const method = line && methodIn(line.text);
      return line && method ? [{ access, line, method }] : [];
    });
    const login = found[0];
    if (!login) return notCheckable('the login record does not say how it was proved');
    if (login.method !== 'password') return unmet(`this login was by ${login.method}`, [login.line.id]);
    const habits = seenLogins(matter, 'accepted').filter(({ text }) => !fromSource(login.access, text));
    const keys = habits.filter(({ text }) => methodIn(text) === 'publickey');
    if (habits.length === 0) return notCheckable('habit unknown: no other login is cited');
    return keys.length === habits.length
      ? met(`by password, ${keys.length} others by key`, [login.line.id, ...keys.map(({ line }) => line.id)])
      : unmet('others also log in by password', habits.map(({ line }) => line.id));
  },
};

const newSource: Condition = {
  name: 'source not seen before',
  weight: 'grounds',
  check: (matter) => {
    const accesses = accessesOf(matter);
    const starts = accesses.flatMap(({ first }) => first ?? []);
    if (starts.length === 0) return notCheckable('no login with a time');
    const start = Math.min(...starts);
    const earlier = seenLogins(matter, 'accepted').find(({ line, text, own }) => {
      const time = timeOf(line);
      return own && time !== null && time < start - EARLIER_VISIT && accesses.some((access) => fromSource(access, text));
    });
    if (earlier) return unmet('it logged in earlier in these records', [earlier.line.id]);
    const from = Math.min(...matter.reads.flatMap((read) => read.from ?? []));
    return Number.isFinite(from) && start - from > EARLIER_VISIT
      ? met('no earlier login from it is known in these records', idsOf(accesses))
      : notCheckable('the records begin too short before it');
  },
};

const secondRecord: Condition = {
  name: 'a second record agrees',
  weight: 'support',
  check: (matter) => {
    const users = new Set(accessesOf(matter).flatMap((access) => access.users));
    if (users.size === 0) return notCheckable('no login to confirm');
    const session = seenLogins(matter, 'session').find(({ text }) => [...users].some((user) => speaksOf(text, user)));
    return session ? met('the session was opened by a second program too', [session.line.id])
      : notCheckable('no session record (PAM, wtmp) stands near the login');
  },
};

const actedAfter: Condition = {
  name: 'acted afterwards',
  weight: 'grounds',
  check: (matter) => {
    const logins = accessesOf(matter).flatMap((access) => momentOf(access, matter.evidenceOf) ?? []);
    const acts = actsOf(matter).filter(({ last }) => last !== null && logins.some((login) => last >= login));
    if (acts.length > 0) return met(`what followed: ${acts.map(({ category }) => category).join(', ')}`, idsOf(acts));
    return notCheckable('no act is on record; processes are not logged here');
  },
};

export const LOGIN_CONDITIONS: readonly Condition[] =
  [accepted, guessed, unusualMethod, newSource, secondRecord, actedAfter];
