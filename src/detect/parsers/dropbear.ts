import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'dropbear';
/** Dropbear may write its own process id and time before the message. */
const STAMP = /^\[\d{1,9}\] [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /;
const PEER = String.raw`(?<host>[0-9A-Fa-f.:]{3,45}):(?<port>\d{1,5})`;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`^(?:[Bb]ad|[Ee]xit|[Ll]ogin) (?:PAM )?(?:password )?attempt for nonexistent user(?: '(?<user>.{0,320})')? from ${PEER}$`), says: 'stranger' },
  { pattern: new RegExp(`^[Ll]ogin attempt (?:with wrong user .{0,320}|for nonexistent user(?: '(?<user>.{0,320})')?) from ${PEER}$`), says: 'stranger' },
  { pattern: new RegExp(`^[Bb]ad (?:PAM )?password attempt for '(?<user>.{0,320})' from ${PEER}$`), says: 'failure' },
  { pattern: new RegExp(`^(?<method>[Pp]assword|[Pp]ubkey|PAM password) auth succeeded for '(?<user>.{0,320}?)'(?: with (?:ssh-|ecdsa-|sk-)?\\S{0,40} ?key \\S{1,120})? from ${PEER}$`), says: 'success' },
  { pattern: new RegExp(`^[Pp]ubkey auth attempt with unknown algo for '(?<user>.{0,320})' from ${PEER}$`), says: 'probe' },
  { pattern: new RegExp(`^[Ee]xit before auth from <${PEER}>: (?:\\(user '(?<user>.{0,320})', \\d{1,4} fails\\): )?Max auth tries reached`), says: 'probe' },
  { pattern: new RegExp(`^[Ee]xit before auth(?: from <${PEER}>)?: \\(user '(?<user>.{0,320})', [1-9]\\d{0,3} fails\\)`), says: 'probe' },
  { pattern: new RegExp(`^[Ee]xit before auth from <${PEER}>: (?:Bad remote identification|Integrity error|String too long|bad buf|Bad buf|No matching algo|Failed to get remote version|Incompatible remote)`), says: 'probe' },
  { pattern: new RegExp(`^(?:Child connection from|[Ee]xit before auth from) <?${PEER}`), says: 'notice' },
  { pattern: /^(?:[Ee]xit|Running|Not backgrounding|premature|Early exit|Failed|Terminated|user '|User '|Pubkey auth|Exited|Timeout|wtmp|lastlog|Error|Disconnect)/, says: 'quiet' },
];

/** Dropbear, the SSH server of small devices. */
export const dropbear: Parser = {
  name: FORMAT,
  programs: ['dropbear'],
  claims: null,
  taint: ['user'],
  open: () => {
    const read = openMessages({ format: FORMAT, service: 'ssh', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: messageOf(record).replace(STAMP, '').trimEnd() }, emit) };
  },
};
