import { openDetach } from '../../domain/detach.ts';
import type { WebEvent } from '../../domain/event.ts';
import type { Confidence, FindingDraft, Progress } from '../../domain/finding.ts';
import type { Severity } from '../../domain/severity.ts';
import { DAY, MINUTE, remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, timeOf, timeOrNull } from '../trail.ts';
import { isLoginPath } from '../web/login-pages.ts';
import { saysCrawler } from '../web/scanner-agents.ts';
import { noteTime, openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** So many refused logins in this time are more than a forgotten password. */
const FAST = 5;
const FAST_WINDOW = 5 * MINUTE;
/** Over a day it takes more. */
const SLOW = 20;
/** A client without a name that is refused page after page may only have lost its session: it takes them at once. */
const NAMELESS_WINDOW = 2 * MINUTE;
/** Who asks for one page at an even pace, seconds apart, is a program that waits for its turn: a monitor, a poller. */
const POLLING_GAP = 5_000;
/** Times of a log are whole seconds. */
const UNEVEN = 2_000;
/** A success counts as guessed only after so many refusals. */
const BEFORE_SUCCESS = 5;
/** Answers to a wrong password are alike; sizes may differ by a token or a repeated name. */
const ALIKE = 32;

type Refusal = 'refused' | 'accepted' | 'unclear';

interface Guesser {
  readonly source: string;
  trail: Trail;
  readonly times: number[];
  failures: number;
  /** Those that were surely meant as logins. */
  meant: number;
  /** Size of the page that says the password was wrong, where it comes with status 200. */
  usual: number | null;
  accepted: Telling | null;
  unclear: Telling | null;
  readonly targets: string[];
  readonly users: string[];
  readonly hosts: string[];
  told: boolean;
  due: boolean;
}

export const webLogin: Detector = {
  name: 'web-login',
  looksFor: 'password guessing at login pages, and a success after it',
  kinds: ['web'],
  open: openWebLogin,
};

function openWebLogin(): DetectorRun {
  const detach = openDetach();
  const guessers = openKeyed<Guesser>(STATE_LIMIT, ({ told }) => told);
  const due: Guesser[] = [];
  return {
    on: (event) => {
      if (event.kind !== 'web' || event.source === null || !isAttempt(event)) return;
      let guesser = guessers.get(event.source);
      if (!guesser) {
        guesser = openGuesser(event, detach(event.source));
        guessers.set(guesser.source, guesser);
      }
      note(guesser, event);
      remember(guesser.targets, (event.target ?? '').slice(0, 200), 8, detach);
      remember(guesser.users, event.user, 16, detach);
      remember(guesser.hosts, event.site ?? event.host, 8, detach);
      if (guesser.told) markDue(due, guesser);
    },
    drain: (emit) => {
      for (const guesser of takeDue(due)) emit(draftOf(guesser));
    },
    evicted: () => guessers.evicted(),
  };
}

/** A form sent to a login page, or an answer to the server's own password question; many logs leave the name out. */
function isAttempt(event: WebEvent): boolean {
  if (event.status === 401) return event.suspicious || event.agent === null || !saysCrawler(event.agent);
  if (event.method === 'POST') return isForm(event);
  return event.user !== null && event.status >= 200 && event.status < 300;
}

const isForm = ({ method, target }: WebEvent): boolean => method === 'POST' && isLoginPath(target ?? '');

const openGuesser = (event: WebEvent, source: string): Guesser => ({
  source, trail: { ...openTrail(event), count: 0 }, times: [], failures: 0, meant: 0, usual: null, accepted: null, unclear: null,
  targets: [], users: [], hosts: [], told: false, due: false,
});

function note(guesser: Guesser, event: WebEvent): void {
  if (!guesser.told && timeOf(event) - guesser.trail.last > DAY) startOver(guesser);
  const answer = answerTo(guesser, event);
  if (answer === 'refused') {
    if (guesser.failures === 0) guesser.trail = openTrail(event);
    else extend(guesser.trail, event);
    guesser.failures += 1;
    if (event.user !== null || isForm(event)) guesser.meant += 1;
    if (isGuessing(guesser, noteTime(guesser.times, timeOf(event), FAST))) guesser.told = true;
    return;
  }
  if (guesser.failures < BEFORE_SUCCESS) {
    if (answer === 'accepted') startOver(guesser);
    return;
  }
  guesser[answer] ??= telling(event);
  guesser.told = true;
}

/** Names and forms are meant as logins; a bare refusal counts when many come at once. */
function isGuessing(guesser: Guesser, took: number): boolean {
  const { failures, meant } = guesser;
  if (failures < FAST) return false;
  if (meant >= FAST) return took <= FAST_WINDOW || Number.isNaN(took) || meant >= SLOW;
  return took <= NAMELESS_WINDOW && !isPolling(guesser);
}

function isPolling({ times, targets }: Guesser): boolean {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return targets.length <= 1 && Math.min(...gaps) >= POLLING_GAP && Math.max(...gaps) - Math.min(...gaps) <= UNEVEN;
}

function startOver(guesser: Guesser): void {
  guesser.failures = guesser.meant = 0;
  guesser.times.length = 0;
  guesser.trail.count = 0;
}

/** Refusals by status: a wrong password, a form that is none, a limit, a login page that is not there. */
const isRefusal = (status: number): boolean => status >= 400;

/** Applications that answer 200 to a wrong password answer a right one with a redirect; others tell by status alone. */
function answerTo(guesser: Guesser, { status, bytes, method }: WebEvent): Refusal {
  if (isRefusal(status)) return 'refused';
  if (status >= 300) return guesser.usual !== null ? 'accepted' : 'unclear';
  const byStatus = guesser.failures > 0 && guesser.usual === null;
  if (method !== 'POST' || bytes === null) return byStatus ? 'accepted' : 'unclear';
  if (byStatus) return 'accepted';
  // The first page with status 200 sets what a refusal looks like.
  guesser.usual ??= bytes;
  return Math.abs(bytes - guesser.usual) <= ALIKE ? 'refused' : 'unclear';
}

interface Verdict {
  readonly severity: Severity;
  readonly progress: Progress;
  readonly confidence: Confidence;
  readonly said: string;
}

function verdictOn({ accepted, unclear }: Guesser): Verdict {
  if (accepted) {
    return { severity: 'high', progress: 'access', confidence: 'medium', said: 'then one was answered as a login that worked' };
  }
  if (unclear) {
    return {
      severity: 'medium', progress: 'cannot-tell', confidence: 'low',
      said: 'then one was answered differently, which may be a login that worked',
    };
  }
  return { severity: 'low', progress: 'attempt', confidence: 'medium', said: 'none was answered differently' };
}

function draftOf(guesser: Guesser): FindingDraft {
  const { source, trail } = guesser;
  const success = guesser.accepted ?? guesser.unclear;
  const { said, ...verdict } = verdictOn(guesser);
  const failures = Math.max(1, guesser.failures);
  const inside = verdict.progress === 'access';
  return {
    ...verdict, detector: webLogin.name, category: 'brute-force', family: 'web-login', key: source,
    title: inside ? `Web login guessed from ${source}` : `Password guessing at a web login from ${source}`,
    attack: [{ tactic: 'credential-access', technique: 'T1110.001' }, ...(inside ? [{ tactic: 'initial-access', technique: 'T1078' }] : [])],
    sources: [source], targets: [...guesser.targets], users: [...guesser.users], hosts: [...guesser.hosts],
    count: failures, first: timeOrNull(trail.first), last: timeOrNull(trail.last),
    lines: citedLines(trail, success ? [success] : []), taint: guesser.users.length > 0 ? ['user'] : [],
    reason: `${source} was refused ${plural(failures, 'time')} at ${listed(guesser.targets, 2)} ${between(trail.first, trail.last)}; ${said}.`,
    benign: 'Someone who forgot a password, a program with an old one, or many people behind one address.',
  };
}
