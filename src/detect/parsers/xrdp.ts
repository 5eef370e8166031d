import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf, ownMessage } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'xrdp';
/** `[20220407-12:11:06] `, as xrdp.log and xrdp-sesman.log have it. */
const STAMP = /^\[\d{8}-\d\d:\d\d:\d\d\] (?=\[[A-Z]{4,5} ?\] )/;
const ADDRESS = String.raw`(?<host>[0-9A-Fa-f.:]{3,45})`;

const WORDINGS: readonly Wording[] = [
  // The name may hold a whole record of its own: the last is xrdp's.
  { pattern: new RegExp(`^AUTHFAIL: user=(?<user>.{0,600}) ip=${ADDRESS} time=\\d{9,11}$`), says: 'failure' },
  { pattern: new RegExp(`^(?:Received |A )?(?:connection|Socket \\d{1,6}: (?:AF_INET6?|connection))[\\w :]{0,60}(?:from|received from) (?:AF_INET6? )?${ADDRESS} port (?<port>\\d{1,5})`, 'i'), says: 'notice' },
  { pattern: /^(?:Socket|\+\+ |Access permitted for user|starting|Using|Security|A |Terminal|Calling|User|Session|Window|X server|CLIPRDR|connect|Cannot|Loading|TLS|SSL|Closed|display|login|listening|adding|Setting|xrdp|loaded|closing|mod|log|started|Found|Ignor|not |No |An |Unable|lib_|LOG|Client|dynamic|Bad|config|Create|rdp|returnvalue|failed|Error|main|sesman|got|Layout|Connection|Connected|Disconnect|Received)/i, says: 'quiet' },
];

/** xrdp and its session manager, in files of their own or by syslog. */
export const xrdp: Parser = {
  name: FORMAT,
  programs: ['xrdp', 'xrdp-sesman'],
  claims: ({ program, text }) => program === null && text.charCodeAt(0) === 91 && STAMP.test(text.slice(0, 40)),
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'rdp', wordings: WORDINGS });
    return {
      feed: (record, emit) => read({ record, text: (ownMessage(record, STAMP, clock) ?? messageOf(record)).replace(/^\[[A-Z]{4,5} ?\] /, '').trimEnd() }, emit),
    };
  },
};
