import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOUR } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import type { Offence, Offender } from '../mail/offences.ts';
import { kindsOf, offenceFields, openOffences } from '../mail/offences.ts';
import { between, plural } from '../wording.ts';

/** Who has a client that does not fit tries it two or three times, and then looks for the reason. */
const BREAKS = 4;
const WINDOW = HOUR;
/** Told apart by detectors of their own. */
const ELSEWHERE_SERVICE = 'smtp';
const ELSEWHERE_FORMAT = 'honeypot';

export const protocolAbuse: Detector = {
  name: 'protocol-abuse',
  looksFor: 'one source that breaks the protocol of a login service again and again, or is turned away before it logs in',
  kinds: ['auth'],
  open: () => openOffences({ of: offenceOf, least: BREAKS, window: WINDOW, draft: draftOf }),
};

const offenceOf = (event: Event): Offence | null =>
  (event.kind === 'auth' && event.action === 'probe' && event.suspicious && event.service !== ELSEWHERE_SERVICE
    && event.format !== ELSEWHERE_FORMAT ? { kind: event.service, thing: null, weight: 1 } : null);

function draftOf(offender: Offender): FindingDraft {
  const { source, trail } = offender;
  return {
    ...offenceFields(offender), detector: protocolAbuse.name, category: 'discovery', family: 'login-protocol',
    title: `Login protocol broken by ${source}`, confidence: 'medium', attack: [{ tactic: 'discovery', technique: 'T1046' }], taint: [],
    reason: `${source} broke the protocol of a login service (${kindsOf(offender, {})}), or was turned away before any login, `
      + `${plural(trail.count, 'time')} ${between(trail.first, trail.last)}.`,
    benign: 'A client too old for this server, an inventory scan of your own, or a monitor that opens the port and says nothing.',
  };
}
