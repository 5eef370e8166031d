import type { AccountEvent } from '../../domain/event.ts';
import { accountEvent } from '../event-of.ts';
import type { LogRecord } from '../record.ts';
import { bareName } from './people.ts';
import type { WinRecord } from './win-record.ts';

type Action = AccountEvent['action'];

const ACTIONS: ReadonlyMap<number, Action> = new Map<number, Action>([
  [4720, 'user-added'], [4722, 'user-changed'], [4723, 'password-changed'], [4724, 'password-changed'], [4725, 'user-changed'],
  [4726, 'user-removed'], [4738, 'user-changed'], [4740, 'locked'], [4767, 'unlocked'], [4781, 'user-changed'],
  [4727, 'group-added'], [4731, 'group-added'], [4754, 'group-added'], [4730, 'group-removed'], [4734, 'group-removed'],
  [4758, 'group-removed'], [4728, 'member-added'], [4732, 'member-added'], [4756, 'member-added'], [4729, 'member-removed'],
  [4733, 'member-removed'], [4757, 'member-removed'],
]);

/** Machines rename and renew themselves without anybody's doing. */
const isMachine = (name: string | null): boolean => name?.endsWith('$') ?? false;

/** A change of accounts or groups, as the Security log tells it. */
export function changeEvent(record: LogRecord, format: string, { eventId, fields }: WinRecord): AccountEvent | null {
  const action = ACTIONS.get(eventId);
  if (action === undefined) return null;
  const named = bareName(fields['TargetUserName'] ?? fields['NewTargetUserName']);
  const member = action === 'member-added' || action === 'member-removed';
  const target = member ? memberName(fields) : named;
  if (isMachine(target)) return null;
  return accountEvent(record, format, {
    action, outcome: 'success', target, user: bareName(fields['SubjectUserName']), uid: null, group: member ? named : null,
    shell: null, forged: null,
  });
}

/** A member is written as its place in the directory, `CN=name,OU=…`, or by its security id alone. */
function memberName(fields: WinRecord['fields']): string | null {
  const { MemberName: place, MemberSid: id } = fields;
  const name = place === undefined ? null : /^CN=((?:[^,\\]|\\.){1,256})/i.exec(place)?.[1] ?? bareName(place);
  return name ?? bareName(id);
}
