import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'postfix';
/** `mail.example.net[192.0.2.1]`, `[192.0.2.1]:4022`: the name is the address's owner's own, and holds no bracket. */
const PEER = String.raw`(?<name>[^\s[\]]{0,255})\[(?<host>[^\s[\]]{1,64})\](?::(?<port>\d{1,5}))?`;
const QUEUE = String.raw`(?:(?<id>NOQUEUE|[0-9A-Za-z]{6,20}): )?`;
const WARNING = '(?:warning: )?';
const of = (pattern: string): RegExp => new RegExp(`^${pattern}`);

const WORDINGS: readonly Wording[] = [
  { pattern: of(`${WARNING}${PEER}: SASL [\\w-]{1,30} authentication failed: (?:Connection lost|[Tt]emporary|[Ii]nternal|generic failure|no mechanism|cannot connect)`), says: 'notice' },
  { pattern: of(`${WARNING}${PEER}: SASL (?<method>[\\w-]{1,30}) authentication failed: Invalid authentication mechanism`), says: 'probe' },
  { pattern: of(`${WARNING}${PEER}: SASL (?<method>[\\w-]{1,30}) authentication (?:failed|failure|aborted)(?:.{0,1000}, sasl_username=(?<user>.{0,255}))?`), says: 'failure' },
  { pattern: of(`${QUEUE}client=${PEER}, sasl_method=(?<method>[\\w-]{1,30}), sasl_username=(?<user>.{1,255}?)(?:, sasl_sender=.{0,255})?$`), says: 'success' },
  { pattern: of(`${QUEUE}client=${PEER}`), says: 'received' },
  { pattern: of(`${QUEUE}(?:milter-)?reject: [A-Z-]{3,20} from ${PEER}: (?<why>.{0,1000}?); (?:from=<(?<from>[^>]{0,320})> )?(?:to=<(?<to>[^>]{0,320})> )?proto=`), says: 'rejected' },
  { pattern: of(`${QUEUE}(?:milter-)?reject: [A-Z-]{3,20} from ${PEER}: (?<why>.{0,1000})`), says: 'rejected' },
  { pattern: of(`${QUEUE}(?:reject_warning|warn|hold|discard|redirect|filter|info|milter-\\w{1,12}|replace|prepend): [\\w-]{3,20} from ${PEER}: `), says: 'notice' },
  { pattern: of(`${QUEUE}lost connection after (?:CONNECT|DATA|END-OF-MESSAGE|BDAT|QUIT)\\b.{0,60} from ${PEER}`), says: 'notice' },
  { pattern: of(`${QUEUE}lost connection after [\\w -]{1,40} from ${PEER}`), says: 'probe' },
  { pattern: of(`${QUEUE}too many errors after [\\w -]{1,40} from ${PEER}`), says: 'probe' },
  { pattern: of(`${QUEUE}improper command pipelining after [\\w -]{1,40} from ${PEER}`), says: 'probe' },
  { pattern: of(`${QUEUE}${WARNING}(?:non-E?SMTP command|non-ESMTP client|bare (?:<LF>|newline)[\\w ]{0,30}|Illegal address syntax|dangling dot|unexpected command|bad command[\\w ]{0,20}) (?:received )?from ${PEER}`, ), says: 'probe' },
  { pattern: of(`${QUEUE}disconnect from ${PEER}(?= .{0,200}\\bauth=0/\\d)`), says: 'probe' },
  { pattern: of(`${QUEUE}${WARNING}[A-Z][\\w ]{3,50} limit exceeded: \\d{1,9} from ${PEER} for service`), says: 'probe' },
  { pattern: of(`(?:timeout after [\\w -]{1,40}|SSL_accept error|disconnect|connect|(?:Anonymous |Trusted |Untrusted |Verified )?TLS [\\w ]{3,40}|setting up TLS connection|Issuing session|lost input channel) from ${PEER}`), says: 'notice' },
  // postscreen
  { pattern: of(`(?:PREGREET|HANGUP) (?:\\d{1,9} )?after [\\d.]{1,12} from ${PEER}`), says: 'probe' },
  { pattern: of(`(?:NON-SMTP COMMAND|BARE NEWLINE|COMMAND PIPELINING|COMMAND (?:TIME|COUNT|LENGTH) LIMIT|DATA without valid RCPT) from ${PEER}`), says: 'probe' },
  { pattern: of(`(?:BLACKLISTED|DENYLISTED|DNSBL rank \\d{1,6} for|CONNECT from|PASS (?:NEW|OLD)|WHITELISTED|ALLOWLISTED|(?:WHITELIST|ALLOWLIST) VETO|DISCONNECT) ${PEER}`), says: 'notice' },
  // delivery
  { pattern: of(`(?<id>[0-9A-Za-z]{6,20}): to=<(?<to>[^>]{0,320})>, .{0,1000}\\bstatus=sent\\b`), says: 'delivered' },
  { pattern: of(`(?<id>[0-9A-Za-z]{6,20}): to=<(?<to>[^>]{0,320})>, .{0,1000}\\bstatus=(?:bounced|expired|undeliverable)\\b`), says: 'bounced' },
  { pattern: of(`(?<id>[0-9A-Za-z]{6,20}): to=<(?<to>[^>]{0,320})>, .{0,1000}\\bstatus=deferred\\b`), says: 'deferred' },
  { pattern: of(`(?<id>[0-9A-Za-z]{6,20}): (?:removed|from=<|message-id=|uid=|sender |resent-message-id=|skipped|host |lost connection with|conversation with|enabling |status=|relay=|info: )`), says: 'quiet' },
  { pattern: /^(?:warning|error|fatal|panic|info): |^(?:statistics: |daemon started|reload|terminating|refreshing|starting|stopping|postfix\/|cache |addr |table |using |close database|connect to |max |master|lost connection with|scache|Host offered|certificate |initializing|mynetworks|input_transaction|private\/|connection |warning|verify|addr|improper|Peer|SSL|TLS)/i, says: 'quiet' },
];

/** Postfix: smtpd under any service name, postscreen, and what became of each mail. */
export const postfix: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ program }) => program?.startsWith('postfix') === true,
  taint: ['user', 'from', 'target', 'helo'],
  open: () => {
    const read = openMessages({ format: FORMAT, service: 'smtp', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: messageOf(record) }, emit) };
  },
};
