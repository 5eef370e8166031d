import { canonicalAddress } from '../address.ts';
import { dnsEvent } from '../event-makers.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { domainName, orNull, partsOf } from '../network/parts.ts';
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

function readMessage(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const match = CLIENT.exec(text);
  if (!match) return 'quiet';
  const source = canonicalAddress(match[1] ?? '');
  const asked = askedIn(match[2] ?? '');
  if (!asked || source === null) return 'quiet';
  emit(dnsEvent(record, FORMAT, {
    time: record.time ?? timeIn(text, clock), source, target: domainName(asked.name), outcome: asked.refused ? 'denied' : 'info',
    type: asked.type?.toUpperCase() ?? null, response: asked.refused ? 'REFUSED' : null, answers: [], suspicious: asked.refused,
  }));
  return 'event';
}

/** Each wording's name in the first group and type in the second; the class stands in either order. */
const WORDINGS: readonly (readonly [RegExp, (said: string) => boolean])[] = [
  [/^query: (\S{1,255}) (?:IN|CH|HS|CLASS\d{1,5}) (\w{1,20})/, () => false],
  [/^query(?: \(cache\))?(?: '([^'/]{0,255})\/(\w{1,20})\/(?:IN|CH|HS)')?(?: denied\b|$)/, () => true],
  [/^(?:bad )?zone transfer(?: request:)? '([^'/]{0,255})\/(?:(AXFR|IXFR)\/)?IN'/, (said) => /denied|bad zone|NOTAUTH/.test(said)],
  [/^query failed \([\w ]{1,30}\) for (\S{1,255}?)\/(?:IN|CH)\/(\w{1,20}) at /, (said) => said.startsWith('query failed (REFUSED)')],
  [/^(?:update(?: forwarding)?|notify|recursion|signer "[^"]{0,255}") (?:'([^'/]{0,255})(?:\/[A-Z]{1,10}){0,2}' )?(?:denied|refused)/, () => true],
  [/^(?:would )?rate limit (?:drop|slip) (?:\w{1,12} )?response to \S{1,60}(?: for (\S{1,255}) IN (\w{1,20}))?/, () => true],
];

function askedIn(said: string): Asked | null {
  for (const [pattern, refuses] of WORDINGS) {
    const match = pattern.exec(said);
    if (!match) continue;
    const part = partsOf(match);
    return { name: orNull(part(1)), type: orNull(part(2)) ?? (said.includes('zone transfer') ? 'AXFR' : null), refused: refuses(said) };
  }
  return null;
}
