import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { ownMessage } from '../daemon/own-log.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { openEarlier } from '../daemon/peers.ts';
import type { LogClock } from '../log-clock.ts';

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
  readonly peers: ReturnType<typeof openEarlier>;
  /** Names of failures whose connection has not named its client yet. */
  readonly names: ReturnType<typeof openEarlier>;
}

function openMongodb(clock: LogClock): ParserRun {
  const waiting: Waiting = { peers: openEarlier(), names: openEarlier() };
  const read = openMessages({ format: FORMAT, service: 'mongodb', wordings: WORDINGS });
  return {
    feed: (record, emit) => {
      const message = ownMessage(record, STAMP, clock) ?? '';
      const text = sayOf(message, waiting);
      return text === null ? 'quiet' : tell(record, text, read, emit);
    },
  };
}

// Four parameters on purpose: one call, and no object for each record.
const tell = (record: LogRecord, text: string, read: ReturnType<typeof openMessages>, emit: EmitEvent): Parsed =>
  read({ record, text }, emit);

function sayOf(message: string, { peers, names }: Waiting): string | null {
  const opened = OPENED.exec(message)?.groups;
  if (opened) {
    peers.note(`conn${opened['number'] ?? ''}`, opened['peer'] ?? '');
    return null;
  }
  const failed = COUNTED.exec(message)?.groups;
  if (failed) return sayFailure(failed, { peers, names });
  const done = AUTHENTICATED.exec(message)?.groups;
  const donePeer = done?.['peer'] ?? peers.of(done?.['conn'] ?? null);
  if (done && donePeer !== null) return `authenticated: user=${done['user'] ?? ''} peer=${donePeer}`;
  const ended = ENDED.exec(message)?.groups;
  const name = names.of(ended?.['conn'] ?? null);
  if (!ended || name === null) return null;
  names.forget(ended['conn'] ?? '');
  return `failed: ${name} peer=${ended['peer'] ?? ''}`;
}

function sayFailure(groups: Readonly<Record<string, string | undefined>>, { peers, names }: Waiting): string | null {
  const conn = groups['conn'] ?? '';
  const user = groups['sasl'] ?? groups['user'] ?? '';
  const why = /UserNotFound|Could not find user/.test(groups['why'] ?? groups['rest'] ?? '') ? 'UserNotFound' : 'wrong';
  const said = `${why} user=${user}`;
  const peer = groups['peer'] ?? groups['client'] ?? peers.of(conn);
  if (peer !== null) return `failed: ${said} peer=${peer}`;
  names.note(conn, said);
  return null;
}
