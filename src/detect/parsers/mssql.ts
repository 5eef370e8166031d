import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf, ownMessage } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'mssql';
/** `2020-02-24 16:31:26.01 Logon       `: the column behind the time is twelve wide. */
const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{2,3} (?=(?:Logon|Server|Backup|spid\d{1,6}s?)\s{2,10}\S|[A-Z][\w ]{3,40}: Logon\s)/;
const CLIENT = String.raw`\[CLIENT: (?:(?<host>[0-9A-Fa-f.:]{3,45})|<(?<name>local machine|named pipe)>)\]$`;
/** The reason and the client are the server's, at the end of the line. */
const NAME = String.raw`(?:'(?<user>.{0,400})'\. )?`;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`^Logon\\s{1,12}Login failed for user ${NAME}Reason: Could not find a login .{0,300} ${CLIENT}`), says: 'stranger' },
  { pattern: new RegExp(`^Logon\\s{1,12}Login failed for user ${NAME}(?:Reason: .{0,400} )?${CLIENT}`), says: 'failure' },
  { pattern: new RegExp(`^Logon\\s{1,12}Login succeeded for user '(?<user>.{0,400})'\\. .{0,300}${CLIENT}`), says: 'success' },
  { pattern: new RegExp(`^Logon\\s{1,12}(?:The login packet|Length specified in network packet|A connection|The server was unable|Login failed)[^\\n]{0,400} ${CLIENT}`), says: 'probe' },
  { pattern: /^/, says: 'quiet' },
];

/** Microsoft SQL Server: its error log. */
export const mssql: Parser = {
  name: FORMAT,
  programs: ['sqlservr', 'mssql'],
  claims: ({ program, text }) => program === null && STAMP.test(text.slice(0, 80)),
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'mssql', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: (ownMessage(record, STAMP, clock) ?? messageOf(record)).trimEnd() }, emit) };
  },
};
