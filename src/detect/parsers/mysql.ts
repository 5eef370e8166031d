import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf, ownMessage } from '../daemon/own-log.ts';
import { timeIn } from '../generic/time.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'mysql';
/** `130324  0:04:00 `, `2020-04-16T05:13:40.861934Z 344 `, `2019-09-06  1:45:18 140581192722176 `, and the general log's. */
const STAMP = /^(?:\d{6} {1,2}\d{1,2}:\d\d:\d\d\s{1,8}(?:\d{1,20}\s{1,8})?|\d{4}-\d\d-\d\d[T ] ?\d{1,2}:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?\s{1,8}(?:\d{1,20}\s{1,8}|(?=\[\w{1,12}\] \[MY-)))(?=\[(?:Warning|Note|ERROR|System)\] |Connect\s|\[MY-)/;
const LEVEL = /^(?:\[(?:Warning|Note|ERROR|System)\] |Connect\s{1,4})?(?:\[MY-\d{6}\] )?(?:\[\w{3,12}\] )?/;
/** The client's name ends the claimed name: what follows it is the server's own, to the end of the line. */
const WHO = String.raw`'(?<user>.{0,320})'@'(?<host>[^'\s]{1,255})'`;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`^Access denied for user ${WHO}(?: \\(using password: (?:YES|NO)\\)| to database '.{0,128}'|; .{0,100})?\\.?$`), says: 'failure' },
  { pattern: new RegExp(`^(?:Host|IP address) '(?<host>[^'\\s]{1,255})'(?: \\([^()]{1,60}\\))? is (?:not allowed|blocked)`), says: 'probe' },
  { pattern: new RegExp(`^Account ${WHO} is (?:locked|expired)|^Access denied, .{0,100}`), says: 'refused' },
  { pattern: new RegExp(`^Aborted connection \\d{1,20} to db: '.{0,128}' user: '(?<user>.{0,128})' host: '(?<host>[^'\\s]{1,255})' \\(.{0,200}\\)$`), says: 'notice' },
  { pattern: /^/, says: 'quiet' },
];

/** MySQL and MariaDB: error log, or by syslog. */
export const mysql: Parser = {
  name: FORMAT,
  programs: ['mysqld', 'mariadbd', 'mysqld_safe', 'mysql', 'mariadb'],
  claims: ({ program, text }) => program === null && STAMP.test(text.slice(0, 80)),
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'mysql', wordings: WORDINGS });
    return {
      feed: (record, emit) => {
        record.time ??= timeIn(record.text.slice(0, 40), clock);
        const own = ownMessage(record, STAMP, clock) ?? messageOf(record).replace(STAMP, '');
        return read({ record, text: own.replace(LEVEL, '').trimEnd() }, emit);
      },
    };
  },
};
