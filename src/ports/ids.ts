import type { SessionId } from '../domain/ids.ts';

/** Identity that is unique across machines and sorts by time. */
export interface Ids {
  session(): SessionId;
}
