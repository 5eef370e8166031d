import type { AccountSaid } from '../event-of.ts';
import { accountEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import { isPam, readPam } from '../pam-message.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'accounts';
const PROGRAMS = [
  'useradd', 'adduser', 'userdel', 'deluser', 'usermod', 'groupadd', 'addgroup', 'groupdel', 'delgroup', 'groupmod',
  'gpasswd', 'passwd', 'chpasswd', 'chage', 'newusers', 'chfn', 'chsh', 'vipw', 'chgpasswd', 'shadow',
];
/** A user changes his own password, name and shell himself; the rest is root's. */
const WRITERS = { comms: new Set([...PROGRAMS, 'perl']), rootOnly: false };

/** shadow-utils, in the wordings of Debian and Red Hat. */
export const accounts: Parser = {
  name: FORMAT,
  programs: PROGRAMS,
  claims: null,
  taint: [],
  open: () => ({ feed: readRecord }),
};

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const message = record.text.slice(record.body, record.body + 1_000).trimEnd();
  const said = isPam(message, 0) ? fromPam(message) : fromWords(message);
  if (said === 'quiet') return 'quiet';
  if (!said) return { unparsed: `${record.program ?? FORMAT}: words that are not known` };
  emit(accountEvent(record, FORMAT, { ...NOTHING, ...said, forged: contradiction(record, WRITERS) }));
  return 'event';
}

type Said = Partial<AccountSaid> & Pick<AccountSaid, 'action'>;
const NOTHING: Omit<AccountSaid, 'action'> = {
  outcome: 'success', target: null, user: null, uid: null, group: null, shell: null, forged: null,
};

function fromPam(message: string): Said | 'quiet' | null {
  const pam = readPam(message, 0, message.length);
  if (!pam || pam.says === 'unknown') return null;
  if (pam.says === 'password-changed') return { action: 'password-changed', target: pam.user };
  if (pam.says === 'failure') return { action: 'password-changed', outcome: 'failure', target: pam.user };
  return 'quiet';
}

type Part = (name: string) => string | null;
type Wording = readonly [RegExp, (part: Part) => Said | 'quiet'];

const member = (action: 'member-added' | 'member-removed') => (part: Part): Said =>
  ({ action, target: part('who'), group: part('group'), user: part('by') });
const named = (action: AccountSaid['action']) => (part: Part): Said => ({ action, target: part('who') });
const changed = (part: Part): Said => ({ action: 'user-changed', target: part('who') });

/** Anchored and linear: names hold no quotes, commas or spaces. The copy for the shadow file is the same act again. */
const WORDINGS: readonly Wording[] = [
  [/^new user: name=(?<who>[^, ]{1,100}), UID=(?<uid>\d{1,10}), GID=\d{1,10}, home=[^,]{0,300}, shell=(?<shell>[^,]{0,200})/,
    (part) => ({ action: 'user-added', target: part('who'), uid: Number(part('uid')), shell: part('shell') || null })],
  [/^new group: name=(?<who>[^, ]{1,100}), GID=/, named('group-added')],
  [/^(?:add|added?) '(?<who>[^']{1,100})' to shadow group /, () => 'quiet'],
  [/^(?:add|added?) '(?<who>[^']{1,100})' to group '(?<group>[^']{1,100})'/, member('member-added')],
  [/^delete '(?<who>[^']{1,100})' from shadow group /, () => 'quiet'],
  [/^delete '(?<who>[^']{1,100})' from group '(?<group>[^']{1,100})'/, member('member-removed')],
  [/^(?:user|member) '?(?<who>[^' ]{1,100})'? added by '?(?<by>[^' ]{1,100})'? to group '?(?<group>[^' ]{1,100})'?$/, member('member-added')],
  [/^(?:user|member) '?(?<who>[^' ]{1,100})'? removed by '?(?<by>[^' ]{1,100})'? from group '?(?<group>[^' ]{1,100})'?$/, member('member-removed')],
  [/^members of group '?(?<group>[^' ]{1,100})'? set by '?(?<by>[^' ]{1,100})'? to (?<who>.{1,300})$/, member('member-added')],
  [/^delete user '(?<who>[^']{1,100})'/, named('user-removed')],
  [/^removed (?:shadow )?group '/, () => 'quiet'],
  [/^group '(?<who>[^']{1,100})' removed from \/etc\/gshadow/, () => 'quiet'],
  [/^group '(?<who>[^']{1,100})' removed(?: from \/etc\/group)?/, named('group-removed')],
  [/^group added to \/etc\/gshadow: /, () => 'quiet'],
  [/^group added to \/etc\/group: name=(?<who>[^, ]{1,100})/, named('group-added')],
  [/^(?:lock|locked) user '(?<who>[^']{1,100})'/, named('locked')],
  [/^unlock(?:ed)? user '(?<who>[^']{1,100})'/, named('unlocked')],
  [/^change user '(?<who>[^']{1,100})' password/, named('password-changed')],
  [/^change user '(?<who>[^']{1,100})' (?:UID|uid) from '(?:\d{1,10})' to '(?<uid>\d{1,10})'/,
    (part) => ({ action: 'user-changed', target: part('who'), uid: Number(part('uid')) })],
  [/^change user '(?<who>[^']{1,100})' shell from '[^']{0,200}' to '(?<shell>[^']{0,200})'/,
    (part) => ({ action: 'user-changed', target: part('who'), shell: part('shell') || null })],
  [/^changed user '(?<who>[^']{1,100})' shell to '(?<shell>[^']{0,200})'/,
    (part) => ({ action: 'user-changed', target: part('who'), shell: part('shell') || null })],
  [/^changed? user (?:name )?'(?<who>[^']{1,100})'/, changed],
  [/^changed password expiry for (?<who>\S{1,100})/, changed],
  [/^password for '?(?<who>[^' ]{1,100})'? changed by '?(?<by>[^' ]{1,100})'?/,
    (part) => ({ action: 'password-changed', target: part('who'), user: part('by') })],
  [/^password changed for '?(?<who>[^' ]{1,100})'?/, named('password-changed')],
  [/^password (?:status|expiry)|^password for (?<who>\S{1,100}) (?:locked|expired)/, () => 'quiet'],
  [/^can't (?:change|view or modify) password (?:for|information for) '?(?<who>[^' ]{1,100})'?/,
    (part) => ({ action: 'password-changed', outcome: 'failure', target: part('who') })],
  [/^failed (?:adding|to add) user '(?<who>[^']{1,100})'/,
    (part) => ({ action: 'user-added', outcome: 'failure', target: part('who') })],
  [/^group changed in |^(?:user|group) '[^']{1,100}' already exists|^failed |^cannot |^unable |^error |^gkr-pam: |^Adding |^\S{1,40} group /, () => 'quiet'],
];

function fromWords(message: string): Said | 'quiet' | null {
  for (const [pattern, read] of WORDINGS) {
    const match = pattern.exec(message);
    if (match) return read((name) => match.groups?.[name] ?? null);
  }
  return null;
}
