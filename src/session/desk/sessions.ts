import type { KnownSession } from '../../domain/knowledge.ts';
import { projectDesk } from '../../domain/project.ts';
import type { Fact } from '../../domain/fact.ts';
import { jsonText } from '../../domain/json-text.ts';
import { openMasker } from '../../domain/masker.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';
import { whyHeld } from '../../domain/retention.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { House } from '../house.ts';
import type { StoredSession } from './stored.ts';
import { findSession, readSession } from './stored.ts';

export interface ListedSession extends KnownSession {
  readonly bytes: number;
}

/** Newest first, masked. A session that died before it was remembered is listed from its journal. */
export async function listSessions(house: House): Promise<readonly ListedSession[]> {
  const { sessions, incidents } = await house.knowledge.read();
  const known = new Map(sessions.map((one) => [one.session, one]));
  const masker = openMasker();
  // A headline names accounts without saying that they are: the incidents know.
  masker.deep(incidents);
  const listed: ListedSession[] = [];
  for (const id of await house.journals.list()) {
    const row = known.get(id) ?? await fromJournal(house, id);
    if (row) listed.push({ ...masker.deep(row), bytes: await house.journals.size(id) });
  }
  return listed.reverse();
}

async function fromJournal(house: House, id: string): Promise<KnownSession | null> {
  const stored = await readSession(house, id);
  if (!stored.ok || !stored.value.state.started) return null;
  const { head } = stored.value;
  const state = openMasker().deep(stored.value.state);
  return {
    session: stored.value.id, started: state.started?.now ?? 0, ended: null, state: 'open',
    sources: state.logs.map(({ name }) => name), verdict: state.verdict?.verdict ?? null,
    headline: state.verdict?.headline ?? null, chainHead: head.sha256,
  };
}

/** Appends to the desk's journal and brings it into the knowledge store. */
export async function tellDesk(house: House, facts: readonly Fact[]): Promise<void> {
  const desk = await house.journals.desk();
  await desk.append(facts);
  const { entries } = await desk.read();
  await desk.close();
  await house.knowledge.update((knowledge) => projectDesk(knowledge, entries));
}

/** Removes a session, its summary kept. One with an open incident is refused without `force`. */
export async function removeSession(
  house: House, asked: string, force: boolean,
): Promise<Result<string, string>> {
  const found = await findSession(house, asked);
  if (!found.ok) return found;
  const stored = await readSession(house, found.value);
  const state = stored.ok ? stored.value.state : null;
  const why = whyHeld({ openIncident: await hasOpenIncident(house, found.value) });
  if (why !== null && !force) return fail(`${found.value} is kept: ${why}; use --force to remove it all the same`);
  const hold = await house.journals.hold(found.value);
  // Not released: it goes with the session's folder.
  if (!hold.ok) return fail(`${found.value}: ${hold.trouble}`);
  await tellDesk(house, [{
    type: 'session.removed', session: found.value, who: house.user, forced: force,
    summary: state?.verdict?.headline ?? 'no verdict', severity: state?.verdict?.severity ?? null,
  }]);
  await house.journals.remove(found.value);
  return ok(found.value);
}

async function hasOpenIncident(house: House, session: SessionId): Promise<boolean> {
  const { incidents } = await house.knowledge.read();
  return incidents.some(({ state, sightings }) =>
    state === 'open' && sightings.some((sighting) => sighting.session === session));
}

const EXPORT_SCHEMA = 'soc.session/1';

/** Everything of a session in one document: facts as journalled, chain head included. */
export const exportSession = ({ id, entries, head, damage }: StoredSession): string =>
  `${jsonText({ schema: EXPORT_SCHEMA, session: id, chainHead: head.sha256, damage, entries })}\n`;
