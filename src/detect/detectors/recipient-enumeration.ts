import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOUR } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import type { Offence, Offender } from '../mail/offences.ts';
import { offenceFields, openOffences } from '../mail/offences.ts';
import { between, listed, plural } from '../wording.ts';

/** A newsletter to people who left misses a few; a dictionary misses many. */
const RECIPIENTS = 10;
const WINDOW = 6 * HOUR;

export const recipientEnumeration: Detector = {
  name: 'recipient-enumeration',
  looksFor: 'one source that asks for many mail addresses which do not exist',
  kinds: ['mail'],
  open: () => openOffences({ of: offenceOf, least: RECIPIENTS, window: WINDOW, draft: draftOf }),
};

const offenceOf = (event: Event): Offence | null =>
  (event.kind === 'mail' && event.action === 'rejected' && event.reason === 'recipient' && event.target !== null
    ? { kind: 'recipient', thing: event.target.toLowerCase(), weight: 1 } : null);

function draftOf(offender: Offender): FindingDraft {
  const { source, trail, targets, count } = offender;
  return {
    ...offenceFields(offender), detector: recipientEnumeration.name, category: 'user-enumeration', family: 'recipients',
    title: `Mail addresses tried from ${source}`, confidence: 'medium', count,
    attack: [{ tactic: 'reconnaissance', technique: 'T1589.002' }], taint: ['target'],
    reason: `${source} asked for ${plural(count, 'mail address', 'mail addresses')} that do not exist here (${listed(targets, 3)}) `
      + `${between(trail.first, trail.last)}.`,
    benign: 'A newsletter with an old list, or the bounces of mail that somebody sent in your name.',
  };
}
