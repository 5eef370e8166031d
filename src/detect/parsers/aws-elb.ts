import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { MakeWebEvent } from '../web/web-record.ts';
import { numberOf, openWebEvents, orNull, splitRequest, withoutLastPort } from '../web/web-record.ts';

const NAME = 'aws-elb';
/** Kind (application balancers), time, balancer, client, target; three durations, both statuses, both sizes. */
const LINE = /^(?:(?:https?|h2|grpcs?|wss?) )?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z) ([\w./-]{1,255}) ([0-9A-Fa-f.:[\]]{2,64}:\d{1,5}|-) \S{1,255} -?[\d.]{1,20} -?[\d.]{1,20} -?[\d.]{1,20} (\d{3}|-) (?:\d{3}|-) \d{1,15} (\d{1,15}) "((?:[^"\\]|\\.)*)"(?: "((?:[^"\\]|\\.)*)")?/;

/** Access logs of Amazon's classic and application load balancers. */
export const awsElb: Parser = {
  name: NAME,
  programs: [],
  claims: (record) => /^(?:\w{2,5} )?\d{4}-\d\d-\d\dT[\d:.]{9,20}Z [\w./-]{1,255} \S{3,70} \S{1,255} -?\d/.test(record.text.slice(0, 640)),
  taint: ['uri', 'agent'],
  open: (clock) => openElb(clock),
};

function openElb(clock: LogClock): ParserRun {
  const make = openWebEvents(NAME);
  return { feed: (record, emit) => readLine(record, emit, { clock, make }) };
}

interface Tools {
  readonly clock: LogClock;
  readonly make: MakeWebEvent;
}

function readLine(record: LogRecord, emit: EmitEvent, { clock, make }: Tools): Parsed {
  const match = LINE.exec(record.text);
  if (!match) return { unparsed: 'not the fields of a load balancer' };
  const [, stamp = '', , client = '', status, bytes, request = '-', agent] = match;
  const { method, uri } = splitRequest(request.replace(/ - ?$/, ''));
  const { path, site } = withoutHost(uri);
  emit(make(record, {
    time: timeIn(stamp, clock), source: client === '-' ? null : canonicalAddress(withoutLastPort(client)), method, uri: path, site,
    status: numberOf(status) ?? 0, bytes: numberOf(bytes), agent: orNull(agent),
  }));
  return 'event';
}

/** The balancer writes whole addresses of its own site: the rest of them is what was asked for. */
function withoutHost(uri: string): { readonly path: string; readonly site: string | null } {
  const match = /^(?:https?|wss?):\/\/([^/?#]{1,255})(.*)$/s.exec(uri);
  if (!match) return { path: uri, site: null };
  const rest = match[2] ?? '';
  return { path: rest.startsWith('/') ? rest : `/${rest}`, site: (match[1] ?? '').replace(/:(?:80|443)$/, '').toLowerCase() };
}
