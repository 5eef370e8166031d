import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { ownMessage } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'freeswitch';
/** Behind the stamp may stand the processor's idle share, as of 1.10. */
const STAMP = /^(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} (?:\d{1,3}\.\d\d% )?(?=\[[A-Z]{3,8}\] )/;
const HEAD = /^\[[A-Z]{3,8}\] (?:\[\w{2,20}\] )?\[?[\w.]{3,60}\.(?:c|cpp):\d{1,6}\]? /;
const ADDRESS = String.raw`(?<host>[0-9A-Fa-f.:]{3,45})`;
/** What was asked for, and where: both as the client says. */
const WHO = String.raw`\[(?<user>.{0,320}?)(?:@.{0,255})?\]`;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`^SIP auth failure \\(\\w{3,12}\\) on sofia profile '[^']{1,60}' for ${WHO} from ip ${ADDRESS}$`), says: 'failure' },
  { pattern: new RegExp(`^SIP auth challenge \\(\\w{3,12}\\) on sofia profile '[^']{1,60}' for ${WHO} from ip ${ADDRESS}$`), says: 'notice' },
  { pattern: new RegExp(`^(?:Can't|Cannot) find user ${WHO} from ${ADDRESS}$`), says: 'stranger' },
  { pattern: new RegExp(`^IP ${ADDRESS} (?:Rejected|Denied) by (?:acl|register acl)`, 'i'), says: 'refused' },
  { pattern: new RegExp(`^(?:User )?(?<user>\\S{1,320}) authentication failed .{0,60}from ${ADDRESS}$`), says: 'failure' },
  { pattern: /^/, says: 'quiet' },
];

/** FreeSWITCH: SIP registrations and calls. */
export const freeswitch: Parser = {
  name: FORMAT,
  programs: ['freeswitch'],
  claims: ({ program, text }) => program === null && STAMP.test(text.slice(0, 60)),
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'sip', wordings: WORDINGS });
    return {
      feed: (record, emit) => {
        const text = record.body > 0 ? record.text.slice(record.body).replace(STAMP, '') : ownMessage(record, STAMP, clock);
        return read({ record, text: (text ?? record.text).replace(HEAD, '').trimEnd() }, emit);
      },
    };
  },
};
