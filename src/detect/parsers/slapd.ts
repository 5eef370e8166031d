import { openDetach } from '../../domain/detach.ts';
import { addressWithoutPort } from '../address.ts';
import type { AuthSaid } from '../event-of.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';

const FORMAT = 'slapd';
const LOOKED_AT = 2_048;
/** Connections remembered; a directory server rarely holds more open. */
const CONNECTIONS = 8_192;

const ACCEPT = /^conn=(\d{1,12}) fd=\d{1,9} ACCEPT from IP=(\S{3,60}) /;
const BIND = /^conn=(\d{1,12}) op=\d{1,12} BIND (?:dn="(.{0,1024})" method=\d{1,4}|anonymous)/;
const BOUND = /^conn=(\d{1,12}) op=\d{1,12} RESULT (?:tag=97 err=|oid= err=0 .{0,80}BIND err=)(\d{1,4})\b/;
const CLOSED = /^conn=(\d{1,12}) fd=\d{1,9} closed/;
/** Result codes of LDAP (RFC 4511, appendix A): 0 is success, 14 a step of SASL; these refuse the name or the password. */
const NO_SUCH_OBJECT = 32;
const REFUSED: ReadonlySet<number> = new Set([NO_SUCH_OBJECT, 34, 48, 49, 50, 53]);

interface Connection {
  readonly source: string | null;
  user: string | null;
}

/** OpenLDAP: the address stands in the record of the connection, the name in that of the bind, the answer in a third. */
export const slapd: Parser = {
  name: FORMAT,
  programs: ['slapd'],
  claims: null,
  taint: ['user'],
  open: () => {
    const detach = openDetach();
    const connections = openKeyed<Connection>(CONNECTIONS, () => false);
    return { feed: (record, emit) => readLine(record, emit, { detach, connections }) };
  },
};

interface State {
  readonly detach: (text: string) => string;
  readonly connections: Keyed<Connection>;
}

function readLine(record: LogRecord, emit: EmitEvent, state: State): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  if (!text.startsWith('conn=')) return 'quiet';
  const bound = BOUND.exec(text);
  if (!bound) {
    noteLine(record.host ?? '', text, state);
    return 'quiet';
  }
  const said = answered(state.connections.get(keyOf(record.host ?? '', bound[1])) ?? NOBODY, Number(bound[2]));
  if (said === null) return 'quiet';
  emit(authEvent(record, FORMAT, said.said, { source: said.source, user: said.said.target, port: null, count: 1, forged: null }));
  return 'event';
}

const NOBODY: Connection = { source: null, user: null };

/** What a result code says of the bind before it; an anonymous bind that works is a question, not a login. */
function answered({ source, user }: Connection, code: number): { readonly said: AuthSaid; readonly source: string | null } | null {
  if (REFUSED.has(code)) return { said: { ...FAILED, target: user, unknownUser: code === NO_SUCH_OBJECT }, source };
  return code === 0 && user !== null ? { said: { ...ACCEPTED, target: user }, source } : null;
}

/** Each server counts its connections from 1000. */
const keyOf = (host: string, number: string | undefined): string => `${number ?? ''} ${host}`;

function noteLine(host: string, text: string, { detach, connections }: State): void {
  const accept = ACCEPT.exec(text);
  if (accept) {
    const source = addressWithoutPort(accept[2] ?? '');
    connections.set(detach(keyOf(host, accept[1])), { source: source === null ? null : detach(source), user: null });
    return;
  }
  const bind = BIND.exec(text);
  const connection = bind && connections.get(keyOf(host, bind[1]));
  if (bind && connection) connection.user = nameOf(bind[2] ?? '', detach);
  const closed = CLOSED.exec(text);
  if (closed) connections.delete(keyOf(host, closed[1]));
}

/** `uid=mira,ou=people,dc=example`: the first value names the account. */
function nameOf(dn: string, detach: (text: string) => string): string | null {
  const name = /^\w{1,20}=([^,+]{1,128})/.exec(dn)?.[1] ?? dn;
  return name === '' ? null : detach(name.slice(0, 128));
}

const LOGIN: AuthSaid = { ...QUIET_AUTH, action: 'login', service: 'ldap', method: 'password', primary: true };
const FAILED: AuthSaid = { ...LOGIN, outcome: 'failure', suspicious: true };
const ACCEPTED: AuthSaid = { ...LOGIN, outcome: 'success' };
