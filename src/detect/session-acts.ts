import type { AccountEvent, PrivilegeEvent, SystemEvent } from '../domain/event.ts';
import type { Attack, Category } from '../domain/finding.ts';
import { isRootGroup } from './account-names.ts';
import { capName, copyText } from './tally.ts';
import { tellingCommand } from './telling-commands.ts';
import type { Telling } from './trail.ts';
import { telling, timeOf } from './trail.ts';
import { at, quoted } from './wording.ts';

/** Longest phrase kept of one act. */
const PHRASE_LIMIT = 300;

/** One thing a session did. */
export interface Act {
  readonly line: Telling;
  readonly did: string;
  /** The same without its time, for a title. */
  readonly plain: string;
  readonly category: Category;
  readonly attack: Attack | null;
  /** Root rights, or something that outlives the session. */
  readonly grave: boolean;
  readonly becameRoot: boolean;
  readonly account: string | null;
}

/** Whose session it is, and whether it became root. */
export interface Actor {
  readonly user: string;
  readonly root: boolean;
}

const isBy = ({ user, root }: Actor, name: string | null): boolean =>
  name !== null && (capName(name) === user || (name === 'root' && root));

/** A session of another user was opened; that of sudo only restates its own record. */
const switchesUser = ({ action, program, user, asUser }: PrivilegeEvent): boolean =>
  action === 'session-open' && program !== 'sudo' && user !== asUser;

const TO_ROOT: Attack = { tactic: 'privilege-escalation', technique: 'T1548.003' };

/** What the actor did by sudo or su; null where another user did it or it restates a record. */
export function privilegeAct(actor: Actor, event: PrivilegeEvent): Act | null {
  if (!isBy(actor, event.user)) return null;
  const becomes = event.asUser ?? 'root';
  if (event.action === 'refused') return actOf(event, { phrase: `tried to become ${becomes} and was refused` });
  if (event.action !== 'run' && !switchesUser(event)) return null;
  return ranAct(event, becomes);
}

function ranAct(event: PrivilegeEvent, becomes: string): Act {
  const becameRoot = becomes === 'root';
  const told = event.command === null ? null : tellingCommand(event.command);
  const ran = event.command === null ? `became ${becomes}` : `ran ${quoted(event.command)} as ${becomes}`;
  return actOf(event, {
    category: told?.category ?? (becameRoot ? 'privilege-escalation' : 'execution'),
    phrase: told === null ? ran : `${ran} (${told.did})`,
    attack: told?.attack ?? (becameRoot ? TO_ROOT : null),
    grave: becameRoot || told?.lasts === true, becameRoot,
  });
}

const ACCOUNT_ACTS: Partial<Record<AccountEvent['action'], readonly [string, string]>> = {
  'user-added': ['created account', 'T1136.001'], 'password-changed': ['changed the password of', 'T1098'],
  'member-added': ['gave a group to', 'T1098.007'], unlocked: ['unlocked', 'T1098'], 'user-removed': ['removed', 'T1531'],
  'user-changed': ['changed account', 'T1098'],
};

/** cron itself says whose table was replaced, and by whom. */
export function scheduleAct(actor: Actor, event: SystemEvent): Act | null {
  if (event.action !== 'other' || event.command?.startsWith('crontab ') !== true || !isBy(actor, event.user)) return null;
  return actOf(event, {
    category: 'persistence', phrase: `changed the ${event.target ?? 'crontab'}`,
    attack: { tactic: 'persistence', technique: 'T1053.003' }, grave: true,
  });
}

/** What happened to accounts in the session; records rarely name who did it, so an unnamed act needs root rights. */
export function accountAct(actor: Actor, event: AccountEvent): Act | null {
  if (event.outcome === 'failure') return null;
  const self = event.action === 'password-changed' && event.target === actor.user;
  const unnamed = event.user === null && actor.root;
  if (!self && !unnamed && !isBy(actor, event.user)) return null;
  const known = ACCOUNT_ACTS[event.action];
  if (known === undefined || event.target === null) return null;
  const [did, technique] = known;
  const account = copyText(capName(event.target));
  return actOf(event, {
    category: 'account-change', phrase: `${did} ${account}${detailOf(event)}`, attack: { tactic: 'persistence', technique }, grave: isGrave(event), account,
  });
}

function detailOf({ action, uid, group }: AccountEvent): string {
  if (uid === 0) return ' with uid 0';
  return action === 'member-added' && group !== null ? ` (${group})` : '';
}

const isGrave = ({ action, group }: AccountEvent): boolean =>
  action === 'user-added' || action === 'password-changed' || (group !== null && isRootGroup(group));

function actOf(event: PrivilegeEvent | AccountEvent | SystemEvent, act: Partial<Act> & { readonly phrase: string }): Act {
  const time = timeOf(event);
  const when = Number.isNaN(time) ? '' : `${at(time)} `;
  // Copied, so that no chunk of the log is kept for it.
  const plain = copyText(act.phrase.slice(0, PHRASE_LIMIT));
  return {
    line: telling(event), did: `${when}${plain}`, plain, category: act.category ?? 'privilege-escalation', attack: act.attack ?? null, grave: act.grave ?? false,
    becameRoot: act.becameRoot ?? false, account: act.account ?? null,
  };
}
