import type { Detach } from '../../domain/detach.ts';
import type { WebEvent } from '../../domain/event.ts';
import type { CitedLine } from '../../domain/finding.ts';
import type { NonEmpty } from '../../domain/result.ts';
import { remember } from '../attempts.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, timeOrNull } from '../trail.ts';
import type { Answer, Answered, SitePages } from './site-pages.ts';
import { answerOf } from './site-pages.ts';

const TARGETS = 16;
const HOSTS = 8;
const USERS = 16;
/** Answers kept for judging; of equal ones the first stands for all. */
const ANSWERS = 24;
/** Characters of a path that a finding lists. */
const TARGET_LENGTH = 200;

export interface JudgedAnswer extends Answer {
  readonly line: Telling;
  readonly target: string;
  times: number;
}

/** What is kept of one source that does one thing to a web site. */
export interface Offender {
  readonly source: string;
  readonly family: string;
  trail: Trail;
  readonly targets: string[];
  readonly hosts: string[];
  readonly users: string[];
  readonly fields: string[];
  /** Flaws asked for, by product and number. */
  readonly flaws: string[];
  readonly answers: JudgedAnswer[];
  good: number;
  errors: number;
  due: boolean;
  /** How its answers were judged when it was told last. */
  judged: string;
}

export const openOffender = (event: WebEvent, source: string, family: string): Offender => ({
  source, family, trail: { ...openTrail(event), count: 0 }, targets: [], hosts: [], users: [], fields: [], flaws: [], answers: [],
  good: 0, errors: 0, due: false, judged: '',
});

export function noteRequest(offender: Offender, event: WebEvent, field: string, detach: Detach): void {
  if (offender.trail.count === 0) offender.trail = openTrail(event);
  else extend(offender.trail, event);
  remember(offender.targets, (event.target ?? event.uri).slice(0, TARGET_LENGTH), TARGETS, detach);
  remember(offender.hosts, event.site ?? event.host, HOSTS, detach);
  remember(offender.users, event.user, USERS, detach);
  if (!offender.fields.includes(field)) offender.fields.push(field);
  if (event.status >= 200 && event.status < 300) offender.good += 1;
  if (event.status >= 500) offender.errors += 1;
  noteAnswer(offender, event, detach);
}

function noteAnswer(offender: Offender, event: WebEvent, detach: Detach): void {
  const { site, status, bytes, length } = answerOf(event);
  const known = offender.answers.find((one) => one.status === status && one.bytes === bytes && one.site === site);
  if (known) {
    known.times += 1;
    return;
  }
  if (offender.answers.length >= ANSWERS) {
    // Refusals make room: they are many and all alike.
    const refused = status < 300 ? offender.answers.findIndex((one) => one.status >= 300) : -1;
    if (refused < 0) return;
    offender.answers.splice(refused, 1);
  }
  offender.answers.push({
    site: detach(site), status, bytes, length, times: 1, line: telling(event),
    target: detach((event.target ?? event.uri).slice(0, TARGET_LENGTH)),
  });
}

/** The answers that the site's usual pages do not explain. */
export const answersThat = (offender: Offender, pages: SitePages, verdict: Answered): readonly JudgedAnswer[] =>
  offender.answers.filter((answer) => pages.judge(answer) === verdict);

/** Offenders that were answered with content are judged again at each drain: what is usual at a site is learnt on the way. */
export interface Ledger<One> {
  mark(one: One): void;
  /** What changed since the last call: in what was asked, or in how the answers look now. */
  take(pages: SitePages): readonly One[];
}

/** Offenders watched for a changed judgement. */
const WATCHED = 4_096;

export function openLedger<One>(offenderOf: (one: One) => Offender): Ledger<One> {
  const due: One[] = [];
  const watched = new Set<One>();
  return {
    mark: (one) => {
      const offender = offenderOf(one);
      if (offender.good > 0 && watched.size < WATCHED) watched.add(one);
      if (offender.due) return;
      offender.due = true;
      due.push(one);
    },
    take: (pages) => {
      const changed = [...watched].filter((one) => !offenderOf(one).due && judgementOf(offenderOf(one), pages) !== offenderOf(one).judged);
      const taken = [...due.splice(0), ...changed];
      for (const one of taken) {
        const offender = offenderOf(one);
        offender.due = false;
        offender.judged = judgementOf(offender, pages);
      }
      return taken;
    },
  };
}

const judgementOf = (offender: Offender, pages: SitePages): string =>
  offender.answers.map((answer) => pages.judge(answer)).join(' ');

/** Lines to cite: first, last and the answers that tell. */
export const linesFor = (offender: Offender, answers: readonly JudgedAnswer[]): NonEmpty<CitedLine> =>
  citedLines(offender.trail, answers.map(({ line }) => line));

/** The fields of a finding that any offender fills alike. */
export function offenderFields(offender: Offender) {
  return {
    sources: [offender.source], targets: [...offender.targets], users: [...offender.users], hosts: [...offender.hosts],
    count: Math.max(1, offender.trail.count), first: timeOrNull(offender.trail.first), last: timeOrNull(offender.trail.last),
    taint: [...offender.fields],
  };
}
