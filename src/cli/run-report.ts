import type { Incident } from '../domain/incident.ts';
import { findIncident } from '../session/desk/incidents.ts';
import { render, reportOf, toldOf } from '../session/desk/report.ts';
import type { StoredSession } from '../session/desk/stored.ts';
import { readSession } from '../session/desk/stored.ts';
import { EXIT } from '../session/exit-code.ts';
import type { House } from '../session/house.ts';
import type { ReportFlags } from './commands/report.ts';
import type { CliHost } from './host.ts';
import { deliver } from './output.ts';
import { need, toldSession } from './stored.ts';
import { UsageError } from './usage.ts';

export async function runReport(host: CliHost, asked: string, flags: ReportFlags): Promise<number> {
  const house = await host.house();
  const { stored, incident } = await subjectOf(host, house, asked);
  const text = render(await reportOf(house, toldOf(stored), incident), flags.format, flags.audience);
  await deliver(host, text, flags.output ?? null);
  return EXIT.none;
}

/** A session, one incident of a session, or an incident as last sighted. */
async function subjectOf(
  host: CliHost, house: House, asked: string,
): Promise<{ readonly stored: StoredSession; readonly incident: Incident | null }> {
  const [session = '', label] = asked.split('/');
  if (label !== undefined) return labelled(await toldSession(host, house, session), label);
  const stored = await readSession(house, asked);
  if (stored.ok) return { stored: await toldSession(host, house, stored.value.id), incident: null };
  const incident = await findIncident(house, asked);
  if (!incident.ok) throw new UsageError(`${stored.trouble}; ${incident.trouble}`);
  const last = incident.value.sightings.at(-1);
  if (!last) throw new UsageError(`${asked} was never sighted`);
  return labelled(need(await readSession(house, last.session)), last.label);
}

function labelled(stored: StoredSession, label: string): { readonly stored: StoredSession; readonly incident: Incident } {
  const incident = stored.state.incidents.find(({ id }) => id === label.toUpperCase());
  if (!incident) {
    const held = stored.state.incidents.map(({ id }) => id).join(', ');
    throw new UsageError(`session ${stored.id} holds no incident ${label}${held === '' ? '' : `; it holds ${held}`}`);
  }
  return { stored, incident };
}
