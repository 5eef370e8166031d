import type { Earlier } from '../daemon/earlier.ts';
import { openEarlier } from '../daemon/earlier.ts';
import type { Groups, Wording } from '../daemon/messages.ts';
import { openMessages, part } from '../daemon/messages.ts';
import { ownMessage } from '../daemon/own-log.ts';
import type { LogClock } from '../log-clock.ts';
import type { Parser, ParserRun } from '../parser.ts';

const FORMAT = 'mongodb';
/** `2016-11-20T00:04:00.110+0100 I ACCESS   [conn1] `, level and component as of 3.0. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4} (?:[DIWEF]\d? {1,3}[A-Z]{2,12}\s{1,8})?(?=\[[\w-]{2,40}\] )/;
const PEER = String.raw`(?<host>[0-9A-Fa-f.:]{3,45}):(?<port>\d{1,5})`;

/** What is said with the address beside it. */
const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`^failed: .{0,60}?UserNotFound.{0,200} user=(?<user>.{0,320}) peer=${PEER}$`), says: 'stranger' },
  { pattern: new RegExp(`^failed: .{0,300} user=(?<user>.{0,320}) peer=${PEER}$`), says: 'failure' },
  { pattern: new RegExp(`^authenticated: user=(?<user>.{0,320}) peer=${PEER}$`), says: 'success' },
];
const COUNTED = /^\[(?<conn>[\w-]{2,40})\] (?:SASL \S{1,30} authentication failed for (?<sasl>.{0,320}?) on \S{1,64} from client (?<peer>[0-9A-Fa-f.:]{3,45}:\d{1,5}) ; (?<why>.{0,300})|\s{0,2}Failed to authenticate (?<user>.{0,320}?) (?:with mechanism|from client (?<client>[0-9A-Fa-f.:]{3,45}:\d{1,5}))(?<rest>.{0,300}))/;
const OPENED = /^\[[\w-]{2,40}\] connection accepted from (?<peer>[0-9A-Fa-f.:]{3,45}:\d{1,5}) #(?<number>\d{1,12}) /;
const ENDED = /^\[(?<conn>conn\d{1,12})\] end connection (?<peer>[0-9A-Fa-f.:]{3,45}:\d{1,5}) /;
const AUTHENTICATED = /^\[(?<conn>[\w-]{2,40})\] Successfully authenticated as principal (?<user>.{1,320}) on (?<base>\S{1,64})(?: from client (?<peer>[0-9A-Fa-f.:]{3,45}:\d{1,5}))?/;

/** MongoDB before 4.4 writes text. A failure may leave the client out: its connection's first or last line names it. */
export const mongodb: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ program, text }) => program === null && text.charCodeAt(10) === 84 && STAMP.test(text.slice(0, 80)),
  taint: ['user'],
  open: openMongodb,
};

interface Waiting {
  readonly peers: Earlier;
  /** Names of failures whose connection has not named its client yet. */
  readonly names: Earlier;
}

function openMongodb(clock: LogClock): ParserRun {
  const waiting: Waiting = { peers: openEarlier(), names: openEarlier() };
  const read = openMessages({ format: FORMAT, service: 'mongodb', wordings: WORDINGS });
  return {
    feed: (record, emit) => {
      const text = sayOf(ownMessage(record, STAMP, clock) ?? '', waiting);
      return text === null ? 'quiet' : read({ record, text }, emit);
    },
  };
}

/** The message with the client beside it; null where it decides nothing, or nobody is named yet. */
function sayOf(message: string, waiting: Waiting): string | null {
  const opened = OPENED.exec(message)?.groups;
  if (opened) waiting.peers.note(`conn${part(opened, 'number')}`, part(opened, 'peer'));
  const failed = COUNTED.exec(message)?.groups;
  if (failed) return sayFailure(failed, waiting);
  const done = AUTHENTICATED.exec(message)?.groups;
  if (done) return saySuccess(done, waiting);
  const ended = ENDED.exec(message)?.groups;
  return ended ? sayEnd(ended, waiting) : null;
}

function saySuccess(groups: Groups, { peers }: Waiting): string | null {
  const peer = groups['peer'] ?? peers.of(part(groups, 'conn'));
  return peer === null ? null : `authenticated: user=${part(groups, 'user')} peer=${peer}`;
}

function sayEnd(groups: Groups, { names }: Waiting): string | null {
  const said = names.of(part(groups, 'conn'));
  names.forget(part(groups, 'conn'));
  return said === null ? null : `failed: ${said} peer=${part(groups, 'peer')}`;
}

function sayFailure(groups: Groups, { peers, names }: Waiting): string | null {
  const stranger = /UserNotFound|Could not find user/.test(part(groups, 'why') + part(groups, 'rest'));
  const said = `${stranger ? 'UserNotFound' : 'wrong'} user=${part(groups, 'sasl') || part(groups, 'user')}`;
  const peer = groups['peer'] ?? groups['client'] ?? peers.of(part(groups, 'conn'));
  if (peer !== null) return `failed: ${said} peer=${peer}`;
  names.note(part(groups, 'conn'), said);
  return null;
}
