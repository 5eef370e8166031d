import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, failed, lowered, MINUTE, STATE_LIMIT, succeeded, USERS_LISTED } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { Guessing, GuessRules } from '../guessing.ts';
import { accountsTried, countAttempt, guessFields, markDue, openGuessing, pacing, takeDue } from '../guessing.ts';
import { subnetOf } from '../subnet.ts';
import { citedLines, timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { noteTime, openKeyed } from '../window.ts';
import { listed, plural } from '../wording.ts';

/** A source with more tries than this is told by itself and says nothing about its neighbours. */
const QUIET_ATTEMPTS = 4;
/** A subnet is shared by strangers, so it takes more tries, from more addresses, than one source does. */
const ATTEMPTS = 10;
const SOURCES = 3;
const WINDOW = DAY;
/** In ten minutes strangers do not coincide: fewer tries will do. */
const FAST_ATTEMPTS = 6;
const FAST_SOURCES = 4;
const FAST_WINDOW = 10 * MINUTE;
const SOURCES_LISTED = 64;
const KEPT_SOURCES = 2;

interface Subnet extends Guessing {
  /** Quiet sources, and the number of their tries. */
  readonly members: Set<string>;
  tries: number;
  pace: 'fast' | 'slow' | null;
}

/** Subnet and tries of one source; a source without a subnet is never looked at again. */
interface Member {
  readonly subnet: Subnet | null;
  readonly name: string;
  tries: number;
}

interface State {
  readonly rules: GuessRules;
  readonly subnets: Keyed<Subnet>;
  readonly members: Keyed<Member>;
  readonly due: Subnet[];
}

export const rotatingSource: Detector = {
  name: 'rotating-source',
  looksFor: 'failed logins from addresses of one small subnet in turn, each with too few to stand out',
  kinds: ['auth', 'generic'],
  open: openRotatingSource,
};

function openRotatingSource(): DetectorRun {
  const subnets = openKeyed<Subnet>(STATE_LIMIT, ({ pace, members }) => pace !== null || members.size >= KEPT_SOURCES);
  const members = openKeyed<Member>(STATE_LIMIT, ({ tries }) => tries > QUIET_ATTEMPTS);
  const state: State = { rules: { limit: USERS_LISTED, detach: openDetach() }, subnets, members, due: [] };
  return {
    on(event) {
      if (event.source === null) return;
      if (failed(event)) noteFailure(state, event, event.source);
      else if (succeeded(event)) noteSuccess(members.get(event.source));
    },
    drain(emit) {
      for (const subnet of takeDue(state.due)) {
        if (subnet.members.size >= SOURCES) emit(draftOf(subnet));
      }
    },
    evicted: () => subnets.evicted() + members.evicted(),
  };
}

function memberOf({ rules, subnets, members }: State, event: Event, source: string): Member {
  const known = members.get(source);
  if (known) return known;
  const kept = rules.detach(source);
  const name = subnetOf(kept);
  let subnet = name === null ? null : subnets.get(name) ?? null;
  if (name !== null && subnet === null) {
    subnet = { ...openGuessing(event, name), members: new Set(), tries: 0, pace: null };
    subnets.set(name, subnet);
  }
  const member: Member = { subnet, name: kept, tries: 0 };
  members.set(kept, member);
  return member;
}

function noteFailure(state: State, event: Event, source: string): void {
  const member = memberOf(state, event, source);
  const { subnet } = member;
  if (subnet === null || member.tries > QUIET_ATTEMPTS) return;
  member.tries += event.count;
  if (member.tries > QUIET_ATTEMPTS) {
    leave(subnet, member, member.tries - event.count);
    return;
  }
  if (subnet.members.size < SOURCES_LISTED) subnet.members.add(member.name);
  subnet.tries += event.count;
  countAttempt(subnet, event, state.rules);
  if (subnet.pace !== 'fast') setPace(subnet, event);
  if (subnet.pace !== null) markDue(state.due, subnet);
}

function leave(subnet: Subnet, { name }: Member, counted: number): void {
  if (subnet.members.delete(name)) subnet.tries -= counted;
}

/** Somebody works from there: their mistyping is no attack. */
function noteSuccess(member: Member | undefined): void {
  if (!member?.subnet || member.tries > QUIET_ATTEMPTS || member.subnet.pace !== null) return;
  leave(member.subnet, member, member.tries);
  member.tries = 0;
}

function setPace(subnet: Subnet, event: Event): void {
  const time = timeOf(event);
  let span = Infinity;
  for (let times = Math.min(event.count, ATTEMPTS); times > 0; times -= 1) span = noteTime(subnet.times, time, ATTEMPTS);
  const sources = subnet.members.size;
  const recent = subnet.times.at(-FAST_ATTEMPTS) ?? NaN;
  if (time - recent <= FAST_WINDOW && sources >= FAST_SOURCES && subnet.tries >= FAST_ATTEMPTS) subnet.pace = 'fast';
  else if (sources < SOURCES || subnet.tries < ATTEMPTS) return;
  else if (span <= WINDOW || event.time === null) subnet.pace = 'slow';
}

function draftOf(subnet: Subnet): FindingDraft {
  const sources = [...subnet.members].sort();
  const attempts = Math.max(1, subnet.tries);
  return {
    ...guessFields(subnet), detector: rotatingSource.name, category: 'brute-force', key: subnet.name, family: 'subnet',
    title: `Password guessing from addresses of ${subnet.name} in turn`,
    confidence: lowered('medium', subnet.inferred),
    attack: [{ tactic: 'credential-access', technique: 'T1110.001' }],
    sources, count: attempts, lines: citedLines(subnet.trail),
    reason: `${plural(attempts, 'failed login')} from ${sources.length} addresses of ${subnet.name} `
      + `(${listed(sources, 4)})${accountsTried(subnet.users)} ${pacing(subnet.trail, attempts)}. None of these addresses `
      + `made more than ${QUIET_ATTEMPTS} tries: too few to count by itself.`,
    benign: 'Unrelated renters of one hosting provider, each scanning by itself.',
  };
}
