import { canonicalAddress } from '../address.ts';
import { dnsEvent } from '../event-makers.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { domainName } from '../network/parts.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'unbound';
const LOOKED_AT = 800;
/** `[1772511121] unbound[12:0] info: ` of its own files, `[12:0] info: ` behind a tag. */
const HEAD = /^(?:\[[\dT :.-]{9,30}\] (?:unbound|nsd)\[[\d:]{1,16}\]:? )?(?:\[[\d:]{1,16}\] )?(?:query|reply|info|notice|warning|error): ?(?:info: )?/;
const QUERY = /^([0-9A-Fa-f:.]{2,45}) (\S{1,255}) ([A-Z0-9]{1,12}) (?:IN|CH|HS)(?: ([A-Z]{4,12}) [\d.]{1,16} .{0,80})?$/;
const TRANSFER = /^axfr for (?:zone )?(\S{1,255}) from (?:client )?([0-9A-Fa-f:.]{2,45}) refused/;
const LIMITED = /^ratelimit block (\S{1,255}) type (\S{1,20}) target \S{1,60} query ([0-9A-Fa-f:.]{2,45}) \w{1,12}/;
const DENIED = /^(?:refused|denied) query from (?:ip4|ip6)? ?([0-9A-Fa-f:.]{2,45})/;

/** unbound and nsd: questions, answers, refused transfers. */
export const unbound: Parser = {
  name: FORMAT,
  programs: ['unbound', 'nsd'],
  claims: (record) => record.text.charCodeAt(0) === 91 && /^\[[\dT :.-]{9,30}\] (?:unbound|nsd)\[/.test(record.text.slice(0, 60)),
  taint: ['target'],
  open: (clock) => ({ feed: (record, emit) => readMessage(record, emit, clock) }),
};

interface Asked {
  readonly source: string | undefined;
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly response: string | null;
}

function readMessage(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const head = HEAD.exec(text);
  const asked = askedIn(head ? text.slice(head[0].length) : text);
  const source = asked ? canonicalAddress(asked.source ?? '') : null;
  if (!asked || source === null) return 'quiet';
  const refused = asked.response === 'REFUSED';
  emit(dnsEvent(record, FORMAT, {
    time: record.time ?? timeIn(text, clock), source, target: domainName(asked.name ?? null),
    type: asked.type?.toUpperCase() ?? null, response: asked.response, answers: [], outcome: refused ? 'denied' : 'info', suspicious: refused,
  }));
  return 'event';
}

function askedIn(said: string): Asked | null {
  const query = QUERY.exec(said.trimEnd());
  if (query) return { source: query[1], name: query[2], type: query[3], response: query[4] ?? null };
  const transfer = TRANSFER.exec(said);
  if (transfer) return { source: transfer[2], name: transfer[1], type: 'AXFR', response: 'REFUSED' };
  const limited = LIMITED.exec(said);
  if (limited) return { source: limited[3], name: limited[1], type: limited[2], response: 'REFUSED' };
  const denied = DENIED.exec(said);
  return denied ? { source: denied[1], name: undefined, type: undefined, response: 'REFUSED' } : null;
}
