import type { Call } from './moves/move.ts';

/** Searches that more than one move asks for: the same words, so that the logs are read once for both. */
const ROWS = 6;

export const search = (args: Call['args']): Call => ({ tool: 'search_events', args: { ...args, limit: ROWS } });
export const acceptedFrom = (source: string): Call => search({ source, kind: 'auth', action: 'login', outcome: 'success' });
export const acceptedFor = (user: string): Call => search({ user, kind: 'auth', action: 'login', outcome: 'success' });
