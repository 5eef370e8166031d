import { Trouble } from '../domain/trouble.ts';

/** The system's name for what went wrong (`ENOENT`, `EACCES` …); empty for anything else that was thrown. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What the system refused, as trouble with what it was about; anything else as it is. */
export function asTrouble(about: string, error: Error): Error {
  if (!/^E(?!RR_)[A-Z0-9]+$/.test(codeOf(error))) return error;
  // Node says `ENOSPC: no space left on device, write`: the words stand between.
  const words = /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message;
  return new Trouble(`${about}: ${words}`, { cause: error });
}

/** The act; what the system refuses in it is told as trouble about `about`. */
export async function orTrouble<Value>(about: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Error ? asTrouble(about, error) : error;
  }
}
