import type { Event, MailReason } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOUR } from '../attempts.ts';
import type { Detector } from '../detector.ts';
import type { Offence, Offender } from '../mail/offences.ts';
import { kindsOf, offenceFields, openOffences } from '../mail/offences.ts';
import { between, plural } from '../wording.ts';

/** A mail server set up wrongly is refused now and then; a sender of spam is refused on every try. */
const REFUSALS = 4;
const WINDOW = 6 * HOUR;
/** No mail server asks for a relay, or greets with a name that cannot be, without being set up so: two such are enough. */
const TELLING_WEIGHT = 2;
const TELLING: ReadonlySet<MailReason> = new Set(['relay', 'helo']);

/** Recipients that do not exist are counted apart; floods by themselves say nothing of what is sent. */
const WORDS: Readonly<Partial<Record<MailReason, string>>> = {
  relay: 'mail for others', listed: 'on a list of senders of spam', sender: 'a sender that cannot be', helo: 'a greeting that cannot be',
  client: 'a host that is not let in', content: 'spam or malware', rate: 'too much at once',
};

export const spamSource: Detector = {
  name: 'spam-source',
  looksFor: 'one source whose mails are refused again and again, or that looks for an open relay',
  kinds: ['mail'],
  open: () => openOffences({ of: offenceOf, least: REFUSALS, window: WINDOW, draft: draftOf }),
};

function offenceOf(event: Event): Offence | null {
  if (event.kind !== 'mail' || event.action !== 'rejected' || !event.suspicious || event.reason === null) return null;
  if (WORDS[event.reason] === undefined) return null;
  return { kind: event.reason, thing: null, weight: TELLING.has(event.reason) ? TELLING_WEIGHT : 1 };
}

function draftOf(offender: Offender): FindingDraft {
  const { source, trail } = offender;
  const relay = (offender.kinds.get('relay') ?? 0) * 2 >= trail.count;
  return {
    ...offenceFields(offender), detector: spamSource.name, category: 'spam', family: relay ? 'relay-probe' : 'spam-source',
    title: relay ? `Relay sought by ${source}` : `Mail refused from ${source}`, confidence: 'medium', attack: relay ? RELAY : SPAM,
    taint: ['from', 'target'],
    reason: `${source} was refused ${plural(trail.count, 'mail')} ${between(trail.first, trail.last)}: ${kindsOf(offender, WORDS)}.`,
    benign: 'A mail server or a device of a customer that is set up wrongly, or one that was put on a list by mistake.',
  };
}

const RELAY: FindingDraft['attack'] = [{ tactic: 'resource-development', technique: 'T1584' }, { tactic: 'reconnaissance', technique: 'T1595' }];
const SPAM: FindingDraft['attack'] = [{ tactic: 'initial-access', technique: 'T1566' }];
