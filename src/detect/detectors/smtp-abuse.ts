import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOUR } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import type { Offence, Offender } from '../mail/offences.ts';
import { offenceFields, openOffences } from '../mail/offences.ts';
import { between, plural } from '../wording.ts';

/** A connection that breaks off happens to every mail server; five within an hour happen to who is not one. */
const BREAKS = 5;
const WINDOW = HOUR;

export const smtpAbuse: Detector = {
  name: 'smtp-abuse',
  looksFor: 'one source that breaks the mail protocol again and again',
  kinds: ['auth'],
  open: () => openOffences({ of: offenceOf, least: BREAKS, window: WINDOW, draft: draftOf }),
};

const offenceOf = (event: Event): Offence | null =>
  (event.kind === 'auth' && event.action === 'probe' && event.suspicious && event.service === 'smtp'
    ? { kind: 'break', thing: null, weight: 1 } : null);

function draftOf(offender: Offender): FindingDraft {
  const { source, trail } = offender;
  return {
    ...offenceFields(offender), detector: smtpAbuse.name, category: 'discovery', family: 'smtp-protocol',
    title: `Mail protocol broken by ${source}`, confidence: 'medium', attack: [{ tactic: 'discovery', technique: 'T1046' }], taint: [],
    reason: `${source} broke the mail protocol or left in the middle of it ${plural(trail.count, 'time')} ${between(trail.first, trail.last)}.`,
    benign: 'A check of your own monitoring, an old device, or a mail server on a bad line.',
  };
}
