import { suppressed } from '../../domain/knowledge-view.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { FORMATS } from '../../report/formats/index.ts';
import type { Audience, Report } from '../../report/model.ts';
import { buildReport } from '../../report/model.ts';
import type { House } from '../house.ts';
import type { RunOutcome } from './run-session.ts';
import type { StoredSession } from './stored.ts';

export type { Audience, Report, ReportIncident, ReportLog } from '../../report/model.ts';
export { severityOf } from '../../report/model.ts';

type Told = Pick<RunOutcome, 'session' | 'state' | 'head'>;

/** The report of a finished run, the analyst's marks applied. */
export async function reportOf(house: House, told: Told, incident: Incident | null = null): Promise<Report> {
  return withMarks(await house.knowledge.read(), told, { now: house.clock.now(), incident });
}

function withMarks(
  { suppressions }: Knowledge, { session, state, head }: Told,
  { now, incident }: { readonly now: number; readonly incident: Incident | null },
): Report {
  return buildReport({
    session, state, chainHead: head.sha256, incident,
    silenced: (finding) => suppressed(finding, suppressions, now)?.reason ?? null,
  });
}

/** Writes a report in a format by its name; the names are those of the formats' own list. */
export function render(report: Report, format: string, audience: Audience): string {
  const found = FORMATS.find(({ name }) => name === format);
  if (!found) throw new Error(`no report format ${format}; there are ${FORMATS.map(({ name }) => name).join(', ')}`);
  return found.render(report, audience);
}

export const renderOutcome = async (house: House, told: Told, format: string): Promise<string> =>
  render(await reportOf(house, told), format, 'technical');

export const toldOf = ({ id, state, head }: StoredSession): Told => ({ session: id, state, head });
