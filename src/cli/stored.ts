import type { House } from '../session/house.ts';
import type { StoredSession } from '../session/desk/stored.ts';
import { readSession } from '../session/desk/stored.ts';
import type { Result } from '../domain/result.ts';
import { UsageError } from './usage.ts';

/** The value, or an end with exit code 2 that says why. */
export function need<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new UsageError(result.trouble);
  return result.value;
}

export const storedSession = async (house: House, asked: string): Promise<StoredSession> =>
  need(await readSession(house, asked));
