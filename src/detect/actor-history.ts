import type { Detach } from '../domain/detach.ts';
import type { Event, PrivilegeEvent } from '../domain/event.ts';
import { DAY, HOUR, SECOND, STATE_LIMIT, succeeded } from './attempts.ts';
import { capName } from './tally.ts';
import { tellingCommand } from './telling-commands.ts';
import { timeOf } from './trail.ts';
import { openKeyed } from './window.ts';

/** A few acts over a day, or many over some hours, and the log knows who works here. */
const FEW = 3;
const FEW_SPAN = DAY;
const MANY = 10;
const MANY_SPAN = 2 * HOUR;
/** An account tool writes its own record at once after sudo has logged its command. */
const NAMES_ACTOR = 10 * SECOND;
const HOSTS_KEPT = 1_024;

interface Seen {
  first: number;
  times: number;
}
interface LastRun {
  readonly user: string;
  readonly time: number;
}

export interface ActorHistory {
  note(event: Event): void;
  /** Whether this log had shown the user at work before `event`. */
  isEstablished(user: string, event: Event): boolean;
  /** Who ran an account tool by sudo on this host just before; null where nobody did. */
  behind(event: Event): string | null;
  evicted(): number;
}

/** Who worked here before, told from logins and sudo: an administrator at work is the usual reading of most changes. */
export function openActorHistory(detach: Detach): ActorHistory {
  const users = openKeyed<Seen>(STATE_LIMIT, ({ times }) => times >= FEW);
  const runs = openKeyed<LastRun>(HOSTS_KEPT, () => true);
  const count = (event: Event, user: string): void => {
    const name = capName(user);
    const seen = users.get(name);
    if (seen) seen.times += event.count;
    else users.set(detach(name), { first: timeOf(event), times: event.count });
  };
  const noteRun = (event: PrivilegeEvent, user: string): void => {
    count(event, user);
    if (event.command === null || tellingCommand(event.command)?.family !== 'accounts') return;
    runs.set(detach(event.host ?? ''), { user: detach(capName(user)), time: timeOf(event) });
  };
  return {
    note(event) {
      if (event.user === null || event.forged !== null) return;
      if (event.kind === 'privilege' && event.action === 'run') noteRun(event, event.user);
      else if (succeeded(event)) count(event, event.user);
    },
    isEstablished(user, event) {
      const seen = users.get(capName(user));
      if (!seen) return false;
      const span = timeOf(event) - seen.first;
      return (seen.times >= FEW && span >= FEW_SPAN) || (seen.times >= MANY && span >= MANY_SPAN);
    },
    behind(event) {
      const last = runs.get(event.host ?? '');
      return last && Math.abs(timeOf(event) - last.time) <= NAMES_ACTOR ? last.user : null;
    },
    evicted: () => users.evicted() + runs.evicted(),
  };
}
