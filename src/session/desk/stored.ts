import type { Entry } from '../../domain/fact.ts';
import type { SessionId } from '../../domain/ids.ts';
import { sessionId } from '../../domain/ids.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { EMPTY_STATE, evolve } from '../../domain/session-state.ts';
import type { Head, JournalDamage } from '../../ports/journal.ts';
import type { House } from '../house.ts';

/** A session as its journal holds it. */
export interface StoredSession {
  readonly id: SessionId;
  readonly entries: readonly Entry[];
  readonly state: SessionState;
  readonly head: Head;
  readonly damage: readonly JournalDamage[];
}

/**
 * Finds a session by its whole id, by a beginning or an end that fits one alone, or `last`. Anything else is refused
 * with what would fit.
 */
export async function findSession(house: House, asked: string): Promise<Result<SessionId, string>> {
  const all = await house.journals.list();
  if (asked === 'last') {
    const last = all.at(-1);
    return last ? ok(last) : fail('no session is kept yet; soc triage FILE starts one');
  }
  const wanted = asked.toUpperCase();
  if (!/^[0-9A-Z]{1,26}$/.test(wanted)) return fail('a session is named by its id, a part of it, or `last`');
  const whole = sessionId.safeParse(wanted);
  if (whole.success && all.includes(whole.data)) return ok(whole.data);
  const fitting = all.filter((id) => id.startsWith(wanted) || id.endsWith(wanted));
  const [only] = fitting;
  if (only && fitting.length === 1) return ok(only);
  if (fitting.length > 1) return fail(`${asked} fits ${fitting.length} sessions: ${fitting.slice(0, 5).join(', ')}`);
  return fail(`no session ${asked}; soc sessions lists those kept`);
}

/** Reads a session back. Damage is told with it; a session that never began is refused. */
export async function readSession(house: House, asked: string): Promise<Result<StoredSession, string>> {
  const found = await findSession(house, asked);
  if (!found.ok) return found;
  const journal = await house.journals.open(found.value);
  const { entries, head, damage } = await journal.read();
  await journal.close();
  const state = entries.reduce((sum, { fact }) => evolve(sum, fact), EMPTY_STATE);
  if (!state.started && damage.length === 0) return fail(`session ${found.value} holds no facts`);
  return ok({ id: found.value, entries, state, head, damage });
}
