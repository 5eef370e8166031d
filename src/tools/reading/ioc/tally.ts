import type { Detach } from '../../../domain/detach.ts';
import { openDetach } from '../../../domain/detach.ts';
import type { Event } from '../../../domain/event.ts';
import type { CitedLine } from '../../../domain/finding.ts';
import type { Hit } from '../../../intel/matcher/hit.ts';
import type { Role } from '../../../intel/weigh/role.ts';
import { ROLES } from '../../../intel/weigh/role.ts';
import { taintOfEvent, TAINT_OF_TEXT } from '../taint-of-event.ts';

/** Values followed at once; a feed that names everybody must not fill memory. */
const VALUES = 5_000;
/** Lines, hosts, users and entries kept of one value in one role. */
const KEPT = 6;

/** One value as met so far, in one role. */
export interface Tallied {
  readonly kind: Hit['kind'];
  readonly value: string;
  readonly role: Role;
  /** Entries of feeds, `feed:note`, with whether the port was never shown. */
  readonly entries: Map<string, { readonly feed: number; readonly note: number; portUnseen: boolean }>;
  count: number;
  first: number | null;
  last: number | null;
  lastLine: CitedLine | null;
  readonly lines: CitedLine[];
  readonly hosts: Set<string>;
  readonly users: Set<string>;
  readonly sources: Set<string>;
  readonly taint: Set<string>;
}

export interface Tally {
  add(met: MetHit): void;
  /** Each value in the worst role it was met in. */
  worst(): readonly Tallied[];
  /** Values that were met and not followed. */
  left(): number;
}

export interface MetHit {
  readonly hit: Hit;
  readonly role: Role;
  readonly portUnseen: boolean;
  readonly event: Event | null;
  readonly place: { readonly log: number; readonly line: number; readonly offset: number };
}

export function openTally(): Tally {
  const values = new Map<string, Map<Role, Tallied>>();
  const left = new Set<string>();
  const detach = openDetach();
  return {
    add: (met) => {
      const key = `${met.hit.kind} ${met.hit.value}`;
      let roles = values.get(key);
      if (roles === undefined) {
        if (values.size >= VALUES) {
          if (left.size < VALUES) left.add(key);
          return;
        }
        roles = new Map<Role, Tallied>();
        values.set(detach(key), roles);
      }
      const one = roles.get(met.role) ?? fresh(met, detach);
      roles.set(met.role, one);
      count(one, met, detach);
    },
    worst: () => [...values.values()].flatMap((roles) => {
      const role = ROLES.find((name) => roles.has(name));
      const found = role === undefined ? undefined : roles.get(role);
      return found === undefined ? [] : [found];
    }),
    left: () => left.size,
  };
}

const fresh = ({ hit, role }: MetHit, detach: Detach): Tallied => ({
  kind: hit.kind, value: detach(hit.value), role, entries: new Map(), count: 0, first: null, last: null, lastLine: null, lines: [],
  hosts: new Set(), users: new Set(), sources: new Set(), taint: new Set(),
});

function count(one: Tallied, met: MetHit, detach: Detach): void {
  const { event, place } = met;
  noteEntry(one, met);
  const before = one.lastLine;
  // Several feeds, or several places of a line: it is one record.
  if (before !== null && samePlace(before, place)) return;
  one.count += event?.count ?? 1;
  noteTime(one, event?.time ?? null);
  const line: CitedLine = { ...place, role: one.lines.length === 0 ? 'first' : 'telling', time: event?.time ?? null };
  one.lastLine = { ...line, role: 'last' };
  if (one.lines.length < KEPT) one.lines.push(line);
  note(one, event, detach);
}

const samePlace = (a: MetHit['place'], b: MetHit['place']): boolean => a.log === b.log && a.line === b.line;

function noteEntry({ entries }: Tallied, { hit, portUnseen }: MetHit): void {
  const entry = `${hit.feed}:${hit.note}`;
  const known = entries.get(entry);
  if (known !== undefined) known.portUnseen &&= portUnseen;
  else if (entries.size < KEPT) entries.set(entry, { feed: hit.feed, note: hit.note, portUnseen });
}

function noteTime(one: Tallied, time: number | null): void {
  if (time === null) return;
  one.first = Math.min(one.first ?? time, time);
  one.last = Math.max(one.last ?? time, time);
}

function note(one: Tallied, event: Event | null, detach: Detach): void {
  for (const field of event === null ? TAINT_OF_TEXT : taintOfEvent(event)) one.taint.add(field);
  if (event === null) return;
  const put = (set: Set<string>, value: string | null): void => {
    if (value !== null && set.size < KEPT) set.add(detach(value));
  };
  put(one.hosts, event.host);
  put(one.users, event.user);
  put(one.sources, event.source);
}
