import type { House } from '../session/house.ts';
import type { StoredSession } from '../session/desk/stored.ts';
import { readSession } from '../session/desk/stored.ts';
import type { Result } from '../domain/result.ts';
import type { CliHost } from './host.ts';
import { UsageError } from './usage.ts';

/** The value, or an end with exit code 2 that says why. */
export function need<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new UsageError(result.trouble);
  return result.value;
}

export const storedSession = async (house: House, asked: string): Promise<StoredSession> =>
  need(await readSession(house, asked));

/** A session to tell of: where its journal is damaged, that is said first. */
export async function toldSession(host: CliHost, house: House, asked: string): Promise<StoredSession> {
  const stored = await storedSession(house, asked);
  if (stored.damage.some(({ kind }) => kind !== 'torn-tail')) {
    await host.terminal.err(`soc: the journal of session ${stored.id} is damaged: what follows rests on what is left of it; `
      + `soc verify ${stored.id} names the facts\n`);
  }
  return stored;
}
