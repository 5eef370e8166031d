import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf, ownMessage } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'asterisk';
/** `[2012-02-13 17:21:54] ` or `[Jun 12 15:13:54] `; by syslog without. */
const STAMP = /^\[(?:\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[+-]\d{4})?|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)\] (?=(?:NOTICE|SECURITY|WARNING|ERROR|VERBOSE|DEBUG|DTMF)\[)/;
/** `NOTICE[1638][C-00000fa9]: chan_sip.c:28926 handle_request_register: ` */
const HEAD = /^(?:NOTICE|SECURITY|WARNING|ERROR|VERBOSE|DEBUG)(?:\[[\w-]{1,30}\]){1,2}:? (?:[\w./-]{3,60}\.c:(?:\d{1,6} ?)?)?(?: ?(?:in )?\w{3,60}:)? {0,2}/;
const QUOTED = String.raw`'(?:(?:UDP|TCP|TLS|WSS?):)?\[?(?<host>[0-9A-Fa-f.]{3,45}|[0-9A-Fa-f:]{3,45}(?=\]))\]?(?::(?<port>\d{1,5}))?'`;
const ADDRESS = String.raw`\[?(?<host>\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]{3,45}(?=[\]) ]|$))\]?(?::(?<port>\d{1,5}))?`;
const REMOTE = String.raw`,RemoteAddress="IPV[46]/(?:UDP|TCP|TLS|WSS?)/(?<host>[0-9A-Fa-f.:]{3,45})/(?<port>\d{1,5})"`;
const EVENT = (names: string): RegExp =>
  new RegExp(`^SecurityEvent="(?:${names})",.{0,1500}?,AccountID="(?<user>.{0,320}?)",SessionID="[^\\n]{0,400}?",LocalAddress="IPV[46]/[^"/]{2,4}/[^"]{3,60}"${REMOTE}`);

const WORDINGS: readonly Wording[] = [
  { pattern: /^Registration from '(?<user>.{0,600})' failed for '(?:(?:UDP|TCP|TLS|WSS?):)?\[?(?<host>[0-9A-Fa-f.]{7,45}|[0-9A-Fa-f:]{3,45}(?=\]))\]?(?::(?<port>\d{1,5}))?' - (?:No matching peer found|Username\/auth name mismatch|Peer is not supposed to register|No such user|Not a local domain|No matching endpoint)/, says: 'stranger' },
  { pattern: new RegExp(`^Registration from '(?<user>.{0,600})' failed for ${QUOTED} - `), says: 'failure' },
  { pattern: new RegExp(`^Request (?:'[A-Z]{3,12}' )?from '(?<user>.{0,600})' failed for ${QUOTED} \\(callid: .{0,400}\\) - No matching endpoint`), says: 'stranger' },
  { pattern: new RegExp(`^Request (?:'[A-Z]{3,12}' )?from '(?<user>.{0,600})' failed for ${QUOTED} `), says: 'failure' },
  { pattern: new RegExp(`^(?:\\S{0,80} )?Call from '(?<user>.{0,320})' \\((?:(?:UDP|TCP|TLS|WSS?):)?${ADDRESS}\\) to extension '.{0,320}' rejected because `), says: 'probe' },
  { pattern: new RegExp(`^(?<user>.{0,100}): Call \\((?:(?:UDP|TCP|TLS|WSS?):)?${ADDRESS}\\) to extension '.{0,320}' rejected because `), says: 'probe' },
  { pattern: new RegExp(`^Host ${ADDRESS} failed (?:to authenticate|\\w{2,10} authentication) (?:as|for) '(?<user>.{0,320})'`), says: 'failure' },
  { pattern: new RegExp(`^No registration for peer '(?<user>.{0,320})' \\(from ${ADDRESS}\\)`), says: 'stranger' },
  { pattern: new RegExp(`^${ADDRESS} (?:failed to (?:authenticate|pass IP ACL) as|tried to authenticate with nonexistent user) '(?<user>.{0,320})'`), says: 'failure' },
  { pattern: new RegExp(`^(?:Failed to authenticate (?:user|device) |Sending fake auth rejection for (?:user|device) )(?<user>.{0,320});tag=\\S{1,120}$`), says: 'notice' },
  { pattern: new RegExp(`^(?:hacking attempt detected|Hacking attempt detected) ${QUOTED.replaceAll("'", "'?")}`), says: 'probe' },
  { pattern: new RegExp(`^Ext\\. s(?::\\d{1,4} in .{0,120})?: "Rejecting unknown SIP connection from ${ADDRESS}"$`), says: 'probe' },
  { pattern: new RegExp(`^(?:Rejecting unknown SIP connection from|Authentication failed for .{0,200} from|Unable to authenticate peer) ${ADDRESS}`), says: 'probe' },
  // Two addresses: one of them is in a field that the client wrote.
  { pattern: /^SecurityEvent="\w{3,40}",.{0,3000}?RemoteAddress=.{0,3000}?RemoteAddress=/, says: 'quiet' },
  { pattern: EVENT('InvalidAccountID'), says: 'stranger' },
  { pattern: EVENT('ChallengeResponseFailed|InvalidPassword|AuthMethodNotAllowed|UnexpectedAddress|RequestBadFormat'), says: 'failure' },
  { pattern: EVENT('FailedACL|InvalidTransport|SessionLimit|MemoryLimit|LoadAverageLimit|RequestNotAllowed|RequestNotSupported'), says: 'refused' },
  { pattern: EVENT('SuccessfulAuth'), says: 'success' },
  { pattern: EVENT('\\w{3,40}'), says: 'notice' },
  { pattern: /^/, says: 'quiet' },
];

/** Asterisk: SIP, IAX and manager logins, in its own log or by syslog. */
export const asterisk: Parser = {
  name: FORMAT,
  programs: ['asterisk'],
  claims: ({ program, text }) => program === null && text.charCodeAt(0) === 91 && STAMP.test(text.slice(0, 60)),
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'sip', wordings: WORDINGS });
    return {
      feed: (record, emit) => {
        const text = ownMessage(record, STAMP, clock) ?? messageOf(record).replace(STAMP, '');
        return read({ record, text: text.replace(HEAD, '').trim() }, emit);
      },
    };
  },
};
