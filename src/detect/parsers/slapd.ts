import type { Earlier } from '../daemon/earlier.ts';
import { openEarlier } from '../daemon/earlier.ts';
import type { Groups, Wording } from '../daemon/messages.ts';
import { openMessages, part } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser, ParserRun } from '../parser.ts';

const FORMAT = 'slapd';
const CONNECTION = String.raw`^conn=(?<key>\d{1,12}) (?:op=\d{1,9} |fd=\d{1,9} )?`;
const BIND = /^conn=(?<conn>\d{1,12}) op=(?<op>\d{1,9}) BIND (?:dn="(?<user>.{0,500})" method=\d{1,4}|anonymous)/;
const RESULT = /^conn=(?<conn>\d{1,12}) op=(?<op>\d{1,9}) RESULT .{0,20}?tag=97 err=(?<err>\d{1,4})/;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`${CONNECTION}ACCEPT from (?:IP=\\[?(?<host>[0-9A-Fa-f.:]{3,45}?)\\]?:(?<port>\\d{1,5})|PATH=\\S{1,200}) `), says: 'quiet' },
  { pattern: new RegExp(`${CONNECTION}bound-no-such (?<user>.{0,500})$`), says: 'stranger' },
  { pattern: new RegExp(`${CONNECTION}bound-wrong (?<user>.{0,500})$`), says: 'failure' },
  { pattern: new RegExp(`${CONNECTION}bound-refused (?<user>.{0,500})$`), says: 'refused' },
  { pattern: new RegExp(`${CONNECTION}bound (?<user>.{1,500})$`), says: 'success' },
  { pattern: /^/, says: 'quiet' },
];
/** LDAP result codes: no such object, invalid credentials; what else refuses a bind. */
const VERDICTS: Readonly<Record<string, string>> = { 0: 'bound', 32: 'bound-no-such', 49: 'bound-wrong', 48: 'bound-refused', 50: 'bound-refused', 53: 'bound-refused' };

/** OpenLDAP: the address stands where the connection began, the name in the bind, the verdict in its result. */
export const slapd: Parser = {
  name: FORMAT,
  programs: ['slapd'],
  claims: null,
  taint: ['user'],
  open: openSlapd,
};

function openSlapd(): ParserRun {
  const binds = openEarlier();
  const read = openMessages({ format: FORMAT, service: 'ldap', wordings: WORDINGS });
  return {
    feed: (record, emit) => {
      const text = messageOf(record);
      const bind = BIND.exec(text)?.groups;
      if (bind) {
        binds.note(operation(bind), part(bind, 'user'));
        return 'quiet';
      }
      const result = RESULT.exec(text)?.groups;
      const said = result ? verdictOf(result, binds) : text;
      return said === null ? 'quiet' : read({ record, text: said }, emit);
    },
  };
}

const operation = (groups: Groups): string => `${part(groups, 'conn')}/${part(groups, 'op')}`;

/** What a result says of the bind it answers; null where it decides nothing. */
function verdictOf(result: Groups, binds: Earlier): string | null {
  const user = binds.of(operation(result)) ?? '';
  binds.forget(operation(result));
  const verdict = VERDICTS[part(result, 'err')];
  // An anonymous bind is everybody's.
  if (verdict === undefined || (verdict === 'bound' && user === '')) return null;
  return `conn=${part(result, 'conn')} ${verdict} ${user}`;
}
