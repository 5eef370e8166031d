import { addressWithoutPort } from '../address.ts';
import { alertEvent, mailEvent } from '../event-makers.ts';
import { writtenByHand } from '../forgery.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'mail-filter';
const LOOKED_AT = 2_048;

/** `(10-2) Blocked INFECTED (Name) {DiscardedInbound}, ORIGINATING [client]:port [claimed] <from> -> <to>`; the client stands first. */
const AMAVIS = /^\([\w-]{3,60}\) Blocked (?<kind>[A-Z]{3,12}(?:-[A-Z0-9]{1,12}){0,2})(?: \((?<what>[^()[\]]{1,200})\))?(?: \{[^{}]{0,200}\})?,(?: [A-Z][\w/-]{0,40}){0,6} \[(?<host>[0-9A-Fa-f.:]{2,45})\]/;
/** `Message ID from CLIENT (sender) to domains is spam (blacklisted)` */
const SPAM = /^Message [\w.-]{4,60} from (?<host>[0-9A-Fa-f.:]{2,45}) \(.{0,600}\) to \S{1,600} is spam(?<why>[ ,(].{0,60})/;
/** `Infected message ID came from CLIENT` */
const INFECTED = /^Infected message [\w.-]{4,60} came from (?<host>[0-9A-Fa-f.:]{2,45})\s*$/;
/** What is harmful by itself; anything else is mail that nobody wants. */
const HARMFUL = /^(?:INFECTED|BANNED)$/;
/** A rule of the house about the form of a mail accuses nobody. */
const FORM = /^(?:BAD-HEADER|OVERSIZED|UNCHECKED|MTA-BLOCKED|OTHER|CLEAN|TEMPFAIL)/;

/** Programs that look into mails for a mail server: amavis and MailScanner. */
export const mailFilter: Parser = {
  name: FORMAT,
  programs: ['amavis', 'amavisd', 'amavisd-new', 'mailscanner'],
  claims: null,
  taint: ['title'],
  open: () => ({ feed: readMessage }),
};

function readMessage(record: LogRecord, emit: EmitEvent): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const amavis = AMAVIS.exec(text)?.groups;
  if (amavis) return sayAmavis(record, amavis, emit);
  const infected = INFECTED.exec(text)?.groups;
  if (infected) return sayHarmful(record, { product: 'mailscanner', title: 'infected message', host: infected['host'] ?? '' }, emit);
  const spam = SPAM.exec(text)?.groups;
  return spam ? sayUnwanted(record, spam['host'] ?? '', /blacklist/i.test(spam['why'] ?? '') ? 'listed' : 'content', emit) : 'quiet';
}

function sayAmavis(record: LogRecord, groups: Readonly<Record<string, string | undefined>>, emit: EmitEvent): Parsed {
  const { kind = '', what = '', host = '' } = groups;
  if (FORM.test(kind)) return 'quiet';
  return HARMFUL.test(kind) ? sayHarmful(record, { product: 'amavis', title: `${kind.toLowerCase()} mail${what === '' ? '' : ` (${what})`}`, host }, emit)
    : sayUnwanted(record, host, 'content', emit);
}

function sayHarmful(
  record: LogRecord, { product, title, host }: { readonly product: string; readonly title: string; readonly host: string }, emit: EmitEvent,
): Parsed {
  const source = addressWithoutPort(host);
  emit(alertEvent(record, FORMAT, {
    product, rule: title, title, severity: 'low', techniques: ['T1566.001'], blocked: true, outcome: 'denied', source, suspicious: source !== null,
    forged: writtenByHand(record),
  }));
  return 'event';
}

// Four parameters on purpose: each is a different thing.
function sayUnwanted(record: LogRecord, host: string, reason: 'content' | 'listed', emit: EmitEvent): Parsed {
  const source = addressWithoutPort(host);
  emit(mailEvent(record, FORMAT, {
    action: 'rejected', outcome: 'denied', reason, source, from: null, messageId: null, suspicious: source !== null, forged: writtenByHand(record),
  }));
  return 'event';
}
