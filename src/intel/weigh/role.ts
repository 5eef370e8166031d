import type { Event, EventOf } from '../../domain/event.ts';
import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import { isPrivate } from '../../domain/within.ts';

/**
 * What the record shows the indicator to be, worst first: somebody came in from it, something here reached it, it is on
 * the host, something tried to reach it, the text alone says so, it knocked, it was merely written.
 */
export const ROLES = ['came-in', 'contacted', 'on-host', 'tried', 'said', 'knocked', 'mentioned'] as const;
export type Role = (typeof ROLES)[number];

/** A value as it was met. */
export interface Met {
  readonly kind: IndicatorKind;
  readonly value: string;
  /** What stands before it in its line. */
  readonly before: string;
}

const THINGS: ReadonlySet<IndicatorKind> = new Set(['md5', 'sha1', 'sha256', 'sha512', 'path', 'file-name']);
const isThing = ({ kind }: Met): boolean => THINGS.has(kind);

/** By the fields of the event, which a parser took from their places; a line nobody understood says less. */
export function roleOf(event: Event | null, met: Met): Role {
  if (event === null) return roleInText(met);
  switch (event.kind) {
    case 'auth': return roleOfLogin(event, met);
    case 'privilege': return holds(event.command, met) ? reached(met) : 'mentioned';
    case 'process': return holds(event.command, met) || holds(event.target, met) || isThing(met) ? reached(met) : 'mentioned';
    case 'file': return isThing(met) ? 'on-host' : 'mentioned';
    case 'network': return roleOfConnection(event, met);
    case 'dns': return roleOfLookup(event, met);
    case 'web': return roleOfRequest(event, met);
    case 'mail': return is(event.target, met) && event.action === 'delivered' ? 'contacted' : 'knocked';
    case 'alert': return roleOfAlert(event, met);
    case 'windows': return roleOfWindows(event, met);
    case 'generic': case 'system': return is(event.source, met) ? 'knocked' : roleInText(met);
    case 'account': case 'package': return 'mentioned';
    default: return event satisfies never;
  }
}

const reached = (met: Met): Role => (isThing(met) ? 'on-host' : 'contacted');

/** The field is the value, or a name below it; of a URL, what leads to it. */
function is(field: string | null | undefined, { kind, value }: Met): boolean {
  if (field === null || field === undefined) return false;
  const [written, wanted] = [field.toLowerCase(), value.toLowerCase()];
  if (kind === 'domain') return written === wanted || written.endsWith(`.${wanted}`);
  if (kind === 'ip-port') return written === wanted || written === wanted.replace(/^\[?([^\]]*?)\]?:\d+$/, '$1');
  return written === wanted;
}

const holds = (field: string | null | undefined, met: Met): boolean =>
  field?.toLowerCase().includes(met.value.toLowerCase().replace(/^\[?([0-9a-f.:]+?)\]?:\d+$/, met.kind === 'ip-port' ? '$1' : '$&')) === true;

function roleOfLogin(event: EventOf<'auth'>, met: Met): Role {
  const here = is(event.source, met) || (met.kind === 'ssh-key' && event.key === met.value);
  if (!here) return 'mentioned';
  return event.action === 'login' && event.outcome === 'success' && event.forged === null ? 'came-in' : 'knocked';
}

function roleOfConnection({ source, target, action, direction }: EventOf<'network'>, met: Met): Role {
  if (is(target, met)) return action === 'blocked' ? 'tried' : 'contacted';
  if (!is(source, met)) return 'mentioned';
  return direction === 'outbound' ? 'said' : 'knocked';
}

/** A name that is asked for is about to be reached; one that was refused or does not exist is not. */
function roleOfLookup({ source, target, answers, response }: EventOf<'dns'>, met: Met): Role {
  const answered = response === null || response === 'NOERROR';
  if (is(target, met) || answers.some((answer) => is(answer, met))) return answered ? 'contacted' : 'tried';
  return is(source, met) ? 'knocked' : 'mentioned';
}

/** Whoever asks a web server writes the path; where the server is a proxy, it is where a machine of ours went. */
function roleOfRequest(event: EventOf<'web'>, met: Met): Role {
  const { source, forwarded, status } = event;
  if (is(source, met) || forwarded?.split(/[\s,]+/).some((one) => is(one, met)) === true) return 'knocked';
  if (source === null || !isPrivate(source) || !wentTo(event, met)) return 'mentioned';
  return status >= 400 || status === 0 ? 'tried' : 'contacted';
}

/** Whether the request, as one to a proxy, names the value as where to. */
function wentTo({ uri, method }: EventOf<'web'>, met: Met): boolean {
  const place = /^(?:https?|ftp):\/\/([^/?#]+)/i.exec(uri)?.[1] ?? (method === 'CONNECT' ? uri : null);
  if (place === null) return false;
  const host = place.replace(/^[^@]*@/, '').replace(/:\d+$/, '');
  return is(host, met) || (met.kind === 'url' && holds(uri, met)) || (met.kind === 'ip-port' && is(place, met));
}

function roleOfAlert({ source, target, blocked }: EventOf<'alert'>, met: Met): Role {
  if (isThing(met)) return 'on-host';
  if (is(target, met)) return blocked ? 'tried' : 'contacted';
  return is(source, met) ? 'knocked' : 'mentioned';
}

const WENT_TO = /^(?:destinationip|destinationhostname|queryname|destaddress|remoteaddress|remotehost)$/i;
const CAME_FROM = /^(?:ipaddress|sourceip|sourceaddress|sourcenetworkaddress|workstation(?:name)?)$/i;
const RAN = /^(?:commandline|parentcommandline|scriptblocktext|image|hashes|hash|targetfilename|imagepath|servicefilename)$/i;
const LOGON = 4624;

function roleOfWindows({ fields, eventId }: EventOf<'windows'>, met: Met): Role {
  for (const [name, value] of Object.entries(fields)) {
    if (WENT_TO.test(name) && is(value, met)) return 'contacted';
    if (CAME_FROM.test(name) && is(value, met)) return eventId === LOGON ? 'came-in' : 'knocked';
    if (RAN.test(name) && holds(value, met)) return reached(met);
  }
  return 'mentioned';
}

const TO = /(?:\b(?:dst|dest|destination|daddr|raddr|remote|server|query|qname|host|sni|server_name|url|domain|connect(?:ing|ed)?|to)(?:[._-]?(?:ip|addr|address|host|hostname|name))?|id\.resp_h|->|→|query\[[A-Z]{1,6}\])["']?\s*(?:[=:]\s*)?["'[(]?(?:[a-z]{2,5}:\/\/)?(?:[\w-]+\.)*$/i;
const FROM = /(?:\b(?:src|source|saddr|from|client|rhost|peer)(?:[._-]?(?:ip|addr|address|host))?|id\.orig_h)["']?\s*(?:[=:]\s*)?["'[(]?$/i;
/** Columns of Zeek's records of connections and of names: who began, and where to. */
const ZEEK = /^\d{9,10}\.\d+\t[^\t]+\t/;
const ZEEK_FROM = 2;

/** By the words before it. Whoever can write into the line can write these too: nothing of it weighs more than a hint. */
function roleInText(met: Met): Role {
  const { before } = met;
  if (ZEEK.test(before)) return before.split('\t').length - 1 === ZEEK_FROM ? 'knocked' : 'said';
  const near = before.slice(-60);
  if (isThing(met)) return 'said';
  if (FROM.test(near)) return 'knocked';
  return TO.test(near) ? 'said' : 'mentioned';
}
