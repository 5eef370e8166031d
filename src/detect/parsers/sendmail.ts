import { openEarlier } from '../daemon/earlier.ts';
import type { Wording } from '../daemon/messages.ts';
import { openMessages, part } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser, ParserRun } from '../parser.ts';

const FORMAT = 'sendmail';
const TAGS = ['sendmail', 'sm-mta', 'sm-msp-queue', 'sm-que', 'sm-acceptingconnections', 'mta', 'sm-mta-v4', 'sm-mta-v6'];
const QUEUE = '(?:(?<id>[0-9A-Za-z]{10,20}): )?';
/** `mail.example.net [192.0.2.1] (may be forged)` */
const PEER = String.raw`(?:(?<name>[^\s[\],]{1,255}) )?\[(?:IPv6:)?(?<host>[^\s[\]]{1,64})\](?: \(may be forged\))?`;
const of = (pattern: string): RegExp => new RegExp(`^${QUEUE}${pattern}`);

const WORDINGS: readonly Wording[] = [
  // The account is what the client claims, and may hold a relay of its own: the last one is sendmail's.
  { pattern: of(`AUTH failure \\((?<method>[\\w-]{1,30})\\): (?:user not found|no user|unknown user).{0,1000}?(?:, user=(?<user>.{0,320}))?, relay=${PEER}$`), says: 'stranger' },
  { pattern: of(`AUTH failure \\((?<method>[\\w-]{1,30})\\): .{0,1000}?(?:, user=(?<user>.{0,320}))?, relay=${PEER}$`), says: 'failure' },
  { pattern: of(`AUTH=server, relay=${PEER}, authid=(?<user>.{1,320}), mech=(?<method>[\\w-]{1,30})`), says: 'success' },
  { pattern: of(`ruleset=(?:check_\\w{2,20}|trust_auth|tls_\\w{2,12}|try_tls|srv_features|Local_\\w{2,30}), .{0,600}?, relay=${PEER}, (?:reject|discard|quarantine)=(?<why>.{0,1000})`), says: 'rejected' },
  { pattern: of(`rejecting commands from ${PEER}(?: \\[[^\\]]{1,64}\\])? (?:due to|after)`), says: 'probe' },
  { pattern: of(`${PEER}: (?:EXPN|VRFY|ETRN) .{0,400} \\[rejected\\]`), says: 'probe' },
  { pattern: new RegExp(`^${QUEUE}${PEER}: (?:expn|vrfy|etrn|EXPN|VRFY) `), says: 'probe' },
  { pattern: of(`(?:[^\\s[\\],]{1,255} )?\\[(?<host>[^\\s[\\]]{1,64})\\](?: \\(may be forged\\))?: (?:possible SMTP attack|Possible SMTP RCPT flood|probable open proxy|too many bad recipients|Too many recipients)`), says: 'probe' },
  { pattern: of(`(?:possible SMTP attack|Possible SMTP RCPT flood|probable open proxy)[^[]{0,200}\\[(?<host>[^\\s[\\]]{1,64})\\]`), says: 'probe' },
  { pattern: of(`${PEER} did not issue (?:MAIL|[A-Z/]{3,40})`), says: 'probe' },
  { pattern: of(`lost input channel from ${PEER}.{0,60} after (?:startup|helo|ehlo|auth|rcpt|mail)`), says: 'probe' },
  { pattern: of(`(?:lost input channel|timeout waiting for input|collect: premature EOM: [\\w ]{0,60}|unexpected close on connection|NOQUEUE: connect|connect|STARTTLS=server, error: [\\w ]{0,60}) from ${PEER}`), says: 'notice' },
  { pattern: of(`STARTTLS=server, relay=${PEER}`), says: 'notice' },
  { pattern: of('(?:to|ctladdr)=(?<to>.{0,400}?), (?:ctladdr=.{0,200}, )?delay=.{0,600}, stat=Sent'), says: 'delivered' },
  { pattern: of('to=(?<to>.{0,400}?), (?:ctladdr=.{0,200}, )?delay=.{0,600}, stat=(?:Deferred|queued)'), says: 'deferred' },
  { pattern: of('to=(?<to>.{0,400}?), (?:ctladdr=.{0,200}, )?delay=.{0,600}, stat='), says: 'bounced' },
  { pattern: of('(?:alias|Milter|milter|clone|DSN|postmaster|done|SYSERR|SMTP outgoing|return to sender|sender notify|locked|removed|forward|\\w{0,20}: Milter|--- |<-- |--> |STARTTLS|tls_\\w{2,12}|makeconnection|starting daemon|restarting|daemon |gethost|discarded|NOQUEUE|Truncated|headers too large|Authentication-Warning|collect|timeout|timed out|started|rejecting |accepting |low on space|hash map|cannot|error|discard|header|ruleset=|queue)'), says: 'quiet' },
];
const RECEIVED = new RegExp(`^(?<id>[0-9A-Za-z]{10,20}): from=(?<from>.{0,400}?), size=\\d{1,12}, class=-?\\d{1,6}, (?:pri=\\d{1,9}, )?nrcpts=(?<nrcpts>\\d{1,6}), .{0,1000}?relay=${PEER}$`);
const FROM_HERE = /^[0-9A-Za-z]{10,20}: from=.{0,400}?, size=\d/;
const STRANGER = /^(?<id>[0-9A-Za-z]{10,20}): (?<to><[^<>]{0,320}>)\.\.\. (?:No such user|User unknown|Unknown user|User not found|Mailbox)/i;

const GREETED: readonly Wording[] = [
  ...WORDINGS, { pattern: RECEIVED, says: 'received' }, { pattern: FROM_HERE, says: 'quiet' },
];
/** A mail without recipients that were told to be unknown before: its end names who asked. */
const REFUSED: readonly Wording[] = [{ pattern: RECEIVED, says: 'rejected', reason: 'recipient' }];

/** Sendmail: MTA and submission. A mail's unknown recipients come before the line that names the relay. */
export const sendmail: Parser = {
  name: FORMAT,
  programs: TAGS,
  claims: null,
  taint: ['user', 'from', 'target'],
  open: openSendmail,
};

function openSendmail(): ParserRun {
  const unknown = openEarlier();
  const read = openMessages({ format: FORMAT, service: 'smtp', wordings: GREETED });
  const refuse = openMessages({ format: FORMAT, service: 'smtp', wordings: REFUSED });
  return {
    feed: (record, emit) => {
      const text = messageOf(record);
      const stranger = STRANGER.exec(text)?.groups;
      if (stranger) {
        unknown.note(part(stranger, 'id'), part(stranger, 'to'));
        return 'quiet';
      }
      const mail = RECEIVED.exec(text.slice(0, 4_096))?.groups;
      // Nobody was left to receive it: every recipient was refused.
      const refused = part(mail, 'nrcpts') === '0' && (unknown.of(part(mail, 'id')) !== null || /, size=[1-9]/.test(text));
      return (refused ? refuse : read)({ record, text }, emit);
    },
  };
}
