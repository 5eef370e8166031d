import type { CitedBy } from '../../detect/cited-line.ts';
import { isAccepted, openCited } from '../../detect/cited-line.ts';
import type { Event } from '../../domain/event.ts';
import type { Finding } from '../../domain/finding.ts';
import type { FindingId } from '../../domain/ids.ts';
import { isEntry, succeeded } from '../../domain/progress.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { serviceNamed } from '../../scan/services.ts';

/**
 * The service an incident came in by, as the parsers read the lines that show the entry; by what succeeded, and then
 * by what was tried, where nobody is shown to have come in. Null where the records do not tell.
 */
export function enteredService(incident: string, { incidents, findings, evidence }: SessionState): string | null {
  const ids: readonly FindingId[] = incidents.find(({ id }) => id === incident)?.findings ?? [];
  const members = findings.filter(({ id }) => ids.includes(id)).sort((a, b) => (a.first ?? Infinity) - (b.first ?? Infinity));
  const citedBy = openCited((id) => evidence.get(id) ?? null);
  const entries = members.filter((one) => isEntry(one) && succeeded(one));
  for (const some of [entries, members.filter(succeeded), members]) {
    for (const finding of some) {
      const service = serviceOf(finding, citedBy);
      if (service !== null) return service;
    }
  }
  return null;
}

/** Of the line that shows the login, else of any line cited. */
function serviceOf(finding: Finding, citedBy: CitedBy): string | null {
  const events = citedBy(finding).flatMap((cited) => cited.events).filter(({ forged }) => forged === null);
  const inOrder = [...events.filter(isAccepted), ...events];
  return inOrder.map(serviceIn).find((service) => service !== null) ?? null;
}

const serviceIn = (event: Event): string | null =>
  (event.kind === 'auth' ? serviceNamed(event.service) : event.kind === 'web' ? serviceNamed(event.kind) : null);
