import type { PackageSaid } from '../event-of.ts';
import { packageEvent } from '../event-of.ts';
import type { LogClock } from '../log-clock.ts';
import { daysOf } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'dpkg';
const ACTIONS: Readonly<Record<string, PackageSaid['action']>> = {
  install: 'install', upgrade: 'upgrade', remove: 'remove', purge: 'remove', configure: 'configure',
};
const QUIET = new Set(['status', 'startup', 'trigproc', 'conffile', 'disappear']);
const SHAPE = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) ([a-z]{4,12}) (\S{1,300})(?: (\S{1,300}))?(?: (\S{1,300}))?/;

/** `/var/log/dpkg.log`, which has no syslog envelope: `2026-03-03 04:12:01 install nginx:amd64 <none> 1.22.1-9`. */
export const dpkg: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => record.program === null && isDpkg(record.text),
  taint: [],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

function isDpkg(text: string): boolean {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(10) !== 32 || text.charCodeAt(19) !== 32) return false;
  const word = SHAPE.exec(text)?.[7];
  return word !== undefined && (word in ACTIONS || QUIET.has(word));
}

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const parts = SHAPE.exec(record.text);
  if (!parts) return { unparsed: 'dpkg: words that are not known' };
  const number = (index: number): number => Number(parts[index]);
  record.time = clock.local(
    daysOf(number(1), number(2), number(3)), ((number(4) * 60 + number(5)) * 60 + number(6)) * 1_000,
  );
  const [word = '', name = '', before = '', after = ''] = parts.slice(7);
  const action = ACTIONS[word];
  if (!action) return 'quiet';
  const version = action === 'install' || action === 'upgrade' ? after : before;
  emit(packageEvent(record, FORMAT, {
    action, target: name.replace(/:[a-z0-9-]{1,20}$/, ''), version: version === '' || version === '<none>' ? null : version,
  }));
  return 'event';
}
