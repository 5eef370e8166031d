import { canonicalAddress } from '../address.ts';
import { dnsEvent } from '../event-makers.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'named';
const LOOKED_AT = 1_500;
/** Time, category and level of BIND's own channels; then who asked: `client @0x7f 192.0.2.1#3076 (example.com): view x: `. */
const CLIENT = /^(?:[\dT][\w.:+-]{7,40} (?:[\d:.]{8,15} )?)?(?:[a-z-]{2,30}: ){0,3}client (?:@0x[0-9a-f]{1,16} )?([0-9A-Fa-f:.]{2,45})(?:%\w{1,16})?#\d{1,5}(?:\/key \S{1,255})?(?: \([^)]{0,255}\))?: (?:view \S{1,100}: )?(.*)$/s;

/** ISC BIND: questions, and what it refused. */
export const named: Parser = {
  name: FORMAT,
  programs: ['named', 'bind', 'bind9', 'named-pkcs11'],
  claims: (record) => {
    const at = record.text.indexOf('client ', record.body);
    return at >= 0 && at - record.body < 90 && record.text.includes('#', at)
      && CLIENT.test(record.text.slice(record.body, record.body + LOOKED_AT));
  },
  taint: ['target'],
  open: (clock) => ({ feed: (record, emit) => readMessage(record, emit, clock) }),
};

interface Asked {
  readonly name: string | null;
  readonly type: string | null;
  readonly refused: boolean;
}

const UNREFUSED = { refused: false } as const;
const REFUSED = { refused: true } as const;

function readMessage(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const match = CLIENT.exec(text);
  if (!match) return 'quiet';
  const source = canonicalAddress(match[1] ?? '');
  const asked = askedIn(match[2] ?? '');
  if (!asked || source === null) return 'quiet';
  emit(dnsEvent(record, FORMAT, {
    time: record.time ?? timeIn(text, clock), source, target: nameOf(asked.name), outcome: asked.refused ? 'denied' : 'info',
    type: asked.type?.toUpperCase() ?? null, response: asked.refused ? 'REFUSED' : null, answers: [], suspicious: asked.refused,
  }));
  return 'event';
}

const nameOf = (name: string | null): string | null => (name === null ? null : name.toLowerCase().replace(/(?<=.)\.$/, ''));

/** The name stands in quotes or bare, class and type in either order. */
function askedIn(said: string): Asked | null {
  const query = /^query: (\S{1,255}) (?:IN|CH|HS|CLASS\d{1,5}) (\w{1,20})/.exec(said);
  if (query) return { name: query[1] ?? null, type: query[2] ?? null, ...UNREFUSED };
  const cached = /^query(?: \(cache\))?(?: '([^'/]{0,255})\/(\w{1,20})\/(?:IN|CH|HS)')?(?: denied\b|$)/.exec(said);
  if (cached) return { name: cached[1] ?? null, type: cached[2] ?? null, ...REFUSED };
  const transfer = /^(?:bad )?zone transfer(?: request:)? '([^'/]{0,255})\/(?:(AXFR|IXFR)\/)?IN'/.exec(said);
  if (transfer) return { name: transfer[1] ?? null, type: transfer[2] ?? 'AXFR', refused: /denied|bad zone|NOTAUTH/.test(said) };
  const failed = /^query failed \((REFUSED|SERVFAIL|NXDOMAIN|[\w ]{1,30})\) for (\S{1,255}?)\/(?:IN|CH)\/(\w{1,20}) at /.exec(said);
  if (failed) return { name: failed[2] ?? null, type: failed[3] ?? null, refused: failed[1] === 'REFUSED' };
  const update = /^(?:update(?: forwarding)?|notify|recursion|signer "[^"]{0,255}") (?:'([^'/]{0,255})(?:\/[A-Z]{1,10}){0,2}' )?(?:denied|refused)/.exec(said);
  if (update) return { name: update[1] ?? null, type: null, ...REFUSED };
  const limited = /^(?:would )?rate limit (?:drop|slip) (?:\w{1,12} )?response to \S{1,60}(?: for (\S{1,255}) IN (\w{1,20}))?/.exec(said);
  return limited ? { name: limited[1] ?? null, type: limited[2] ?? null, ...REFUSED } : null;
}
