import { canonicalAddress } from '../address.ts';
import { dnsEvent } from '../event-makers.ts';
import { domainName, partsOf } from '../network/parts.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import { warningEvent } from '../network/device-events.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'dnsmasq';
const LOOKED_AT = 1_200;
/** With `log-queries=extra`: serial number and who asked. */
const SERIAL = /^\d{1,12} ([0-9A-Fa-f:.]{2,45})\/\d{1,5} /;
const QUERY = /^(?:query|auth|dnssec-query)\[(\w{1,20})\] (\S{0,255}) (?:from|to) ([0-9A-Fa-f:.]{2,45})(?:%\w{1,16})?$/;
const ANSWER = /^(?:reply|cached(?:-stale)?|config|(?:\/\S{1,255}|[a-z]{1,12} blacklisted|gravity blocked|(?:exactly|regex|special|rate-limited) (?:denied|blocked|blacklisted|domain)?)) (\S{0,255}) is (\S{0,255})/;
const REBIND = /^possible DNS-rebind attack detected: (\S{1,255})/;
const REFUSED = /^refused (?:query|a (?:query|zone transfer))|config error is REFUSED/;
const CODES = new Set(['NXDOMAIN', 'NODATA', 'NODATA-IPv4', 'NODATA-IPv6', 'SERVFAIL', 'REFUSED', 'DNSSEC']);

/** dnsmasq and Pi-hole: questions and answers. */
export const dnsmasq: Parser = {
  name: FORMAT,
  programs: ['dnsmasq', 'dnsmasq-dhcp', 'dnsmasq-tftp', 'pihole-ftl'],
  claims: null,
  taint: ['target'],
  open: () => ({ feed: readMessage }),
};

const UNASKED = { type: null, response: null, answers: [] as readonly string[], outcome: 'info' } as const;

function readMessage(record: LogRecord, emit: EmitEvent): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT).trimEnd();
  const serial = SERIAL.exec(text);
  const asker = serial ? canonicalAddress(serial[1] ?? '') : null;
  const said = serial ? text.slice(serial[0].length) : text;
  const query = QUERY.exec(said);
  if (query) {
    emit(dnsEvent(record, FORMAT, {
      ...UNASKED, source: asker ?? canonicalAddress(query[3] ?? ''), target: domainName(query[2] ?? null), type: (query[1] ?? '').toUpperCase(),
    }));
    return 'event';
  }
  const rebind = REBIND.exec(said);
  if (rebind) {
    emit(warningEvent(record, FORMAT, {
      product: 'dnsmasq', rule: 'dns-rebind', title: `Possible DNS rebinding by ${rebind[1] ?? ''}`, severity: 'low',
      source: asker, target: domainName(rebind[1] ?? null), blocked: true,
    }));
    return 'event';
  }
  return readAnswer(record, said, asker, emit);
}

// Four parameters on purpose: who asked stands before what is said.
function readAnswer(record: LogRecord, said: string, asker: string | null, emit: EmitEvent): Parsed {
  const answer = ANSWER.exec(said);
  if (!answer) {
    if (!REFUSED.test(said)) return 'quiet';
    emit(dnsEvent(record, FORMAT, { ...UNASKED, source: asker, target: null, outcome: 'denied', response: 'REFUSED', suspicious: asker !== null }));
    return 'event';
  }
  const part = partsOf(answer);
  const code = CODES.has(part(2)) ? part(2).replace(/-IPv[46]$/, '') : null;
  emit(dnsEvent(record, FORMAT, {
    ...UNASKED, source: asker, target: domainName(part(1)), response: code ?? 'NOERROR',
    answers: code === null && /^[^<]/.test(part(2)) ? [part(2)] : [], outcome: isBlocked(said, part(2)) ? 'denied' : 'info',
  }));
  return 'event';
}

/** A list of the owner answers with nowhere. */
const isBlocked = (said: string, answer: string): boolean =>
  !/^(?:reply|cached|config) /.test(said) && /^(?:0\.0\.0\.0|::)$/.test(answer);
