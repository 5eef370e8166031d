import { openDetach } from '../../domain/detach.ts';
import type { WebEvent } from '../../domain/event.ts';
import type { FindingDraft, Progress } from '../../domain/finding.ts';
import type { Severity } from '../../domain/severity.ts';
import { remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun, Shared } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { Telling } from '../trail.ts';
import { citedLines } from '../trail.ts';
import type { ClassifyRequest } from '../web/classify.ts';
import { openClassifier } from '../web/classify.ts';
import { decodeText } from '../web/decode.ts';
import type { Ledger, Offender } from '../web/offender.ts';
import { answersThat, linesFor, noteRequest, offenderFields, openLedger, openOffender } from '../web/offender.ts';
import { isScript } from '../web/probe-paths.ts';
import type { ShellMark, Upload } from '../web/shell-marks.ts';
import { marksOf, noteUpload, tells, uploadBefore } from '../web/shell-marks.ts';
import type { SitePages } from '../web/site-pages.ts';
import { siteOf } from '../web/site-pages.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

const SCRIPTS = 16_384;
const SOURCES = 16;
/** What the extensions of scripts begin with: php, asp, jsp, cfm, cgi, pl. */
const SCRIPT_LETTERS: ReadonlySet<number> = new Set([97, 99, 106, 112]);
const LOWER = 32;
/** How much each mark speaks for a shell, and from when it counts as there, and as used. */
const WEIGHT: Readonly<Record<ShellMark, number>> = { named: 3, uploaded: 3, amongFiles: 2, commanded: 2, differs: 1, posted: 1 };
const THERE = 3;
const USED = 5;

interface Shell {
  readonly path: string;
  readonly requests: Offender;
  readonly sources: string[];
  readonly marks: Set<ShellMark>;
  upload: Telling | null;
  told: boolean;
}

export const webShell: Detector = {
  name: 'web-shell',
  looksFor: 'scripts that were uploaded and then used, and web shells by name or by the commands they take',
  kinds: ['web'],
  open: openWebShell,
};

interface State {
  readonly detach: (text: string) => string;
  readonly classify: ClassifyRequest;
  readonly shells: Keyed<Shell>;
  readonly seekers: Keyed<Offender>;
  readonly uploads: Upload[];
  readonly ledger: Ledger<Shell>;
  readonly dueSeekers: Offender[];
}

function openWebShell({ pages }: Shared): DetectorRun {
  const state: State = {
    detach: openDetach(), classify: openClassifier(), uploads: [], dueSeekers: [],
    ledger: openLedger<Shell>(({ requests }) => requests),
    shells: openKeyed<Shell>(SCRIPTS, ({ marks }) => marks.has('uploaded') || marks.has('commanded')),
    seekers: openKeyed<Offender>(STATE_LIMIT, () => false),
  };
  return {
    on: (event) => {
      if (event.kind === 'web' && event.source !== null && mayMatter(event)) look(state, event, event.source);
    },
    drain: (emit) => {
      for (const shell of state.ledger.take(pages)) {
        const draft = draftOf(shell, pages);
        if (draft) emit(draft);
      }
      for (const seeker of takeDue(state.dueSeekers)) emit(seekerDraft(seeker));
    },
    evicted: () => state.shells.evicted() + state.seekers.evicted(),
  };
}

function look(state: State, event: WebEvent, source: string): void {
  const path = decodeText(event.target ?? '');
  const family = event.suspicious ? state.classify(event.uri, null, null)?.family ?? null : null;
  const script = isScript(path);
  if (event.status >= 400) {
    if (script && family === 'web-shell') seek(state, event, source);
    return;
  }
  if (script && event.status < 300) use(state, event, { source, path, family });
  noteUpload(state.uploads, event, path, state.detach);
}

function seek({ seekers, dueSeekers, detach }: State, event: WebEvent, source: string): void {
  let seeker = seekers.get(source);
  if (!seeker) {
    seeker = openOffender(event, detach(source), 'web-shell');
    seekers.set(seeker.source, seeker);
  }
  noteRequest(seeker, event, 'uri', detach);
  markDue(dueSeekers, seeker);
}

interface Use {
  readonly source: string;
  readonly path: string;
  readonly family: string | null;
}

function use({ shells, uploads, ledger, detach }: State, event: WebEvent, { source, path, family }: Use): void {
  const upload = uploadBefore(uploads, event);
  const marks = marksOf(event, { path, family, upload });
  const key = `${siteOf(event)} ${path}`;
  let shell = shells.get(key);
  if (!shell && !tells(marks)) return;
  if (!shell) {
    shell = {
      path: detach(path.slice(0, 200)), requests: openOffender(event, detach(source), 'web-shell'), sources: [],
      marks: new Set(), upload: null, told: false,
    };
    shells.set(detach(key), shell);
  }
  noteRequest(shell.requests, event, 'uri', detach);
  remember(shell.sources, source, SOURCES, detach);
  for (const mark of marks) shell.marks.add(mark);
  if (marks.has('uploaded')) shell.upload ??= upload?.line ?? null;
  ledger.mark(shell);
}

/** Most requests are for pages and pictures, and go by at the cost of a glance. */
function mayMatter({ method, target, suspicious }: WebEvent): boolean {
  if (suspicious || method === 'POST' || method === 'PUT') return true;
  const path = target ?? '';
  const dot = path.lastIndexOf('.');
  return (dot >= 0 && SCRIPT_LETTERS.has(path.charCodeAt(dot + 1) | LOWER) && isScript(path.toLowerCase())) || path.includes('%2');
}

function draftOf(shell: Shell, pages: SitePages): FindingDraft | null {
  const { requests, path, sources } = shell;
  const served = answersThat(requests, pages, 'served');
  const answers = served.length > 0 ? served : answersThat(requests, pages, 'cannot-tell');
  const marks = new Set(shell.marks);
  if (marks.has('commanded') && served.length >= 2) marks.add('differs');
  const judged = (answers.length === 0 ? null : judge(marks, served.length > 0)) ?? (shell.told ? WITHDRAWN : null);
  if (judged === null) return null;
  shell.told = true;
  const told = answers.map(({ line }) => line);
  return {
    ...offenderFields(requests), ...judged, ...wordsFor(shell, marks), sources: [...sources], targets: [path],
    detector: webShell.name, category: 'web-shell', family: familyOf(marks), key: `${requests.answers[0]?.site ?? ''} ${path}`,
    attack: [{ tactic: 'persistence', technique: 'T1505.003' }],
    lines: citedLines(requests.trail, shell.upload ? [shell.upload, ...told] : told),
  };
}

function wordsFor({ requests, path, sources }: Shell, marks: ReadonlySet<ShellMark>) {
  const { count, first, last } = requests.trail;
  return {
    confidence: marks.has('uploaded') || marks.has('differs') ? 'high' as const : 'medium' as const,
    title: marks.has('commanded') ? `Web shell used at ${path}` : `Web shell at ${path}`,
    reason: `${listed(sources, 3)} used ${path} in ${plural(Math.max(1, count), 'request')} ${between(first, last)}: ${because(marks)}.`,
    benign: 'An application that keeps scripts of its own in such a folder, or an upload by the owner.',
  };
}

function familyOf(marks: ReadonlySet<ShellMark>): string {
  if (marks.has('uploaded')) return 'uploaded';
  return marks.has('named') ? 'named' : 'in-use';
}

const BECAUSE: readonly (readonly [ShellMark, string])[] = [
  ['uploaded', 'it came to life after an upload'], ['named', 'it bears the name of a known web shell'],
  ['amongFiles', 'it lies in a folder for files, where no script belongs'], ['commanded', 'it was given commands'],
  ['differs', 'and answered each differently'], ['posted', 'it was sent data'],
];
const because = (marks: ReadonlySet<string>): string =>
  BECAUSE.filter(([mark]) => marks.has(mark)).map(([, words]) => words).join(', ');

/** What was told too early, before the site's usual pages were known. */
const WITHDRAWN = { severity: 'info', progress: 'attempt' } as const;

function judge(marks: ReadonlySet<ShellMark>, served: boolean): { readonly severity: Severity; readonly progress: Progress } | null {
  const weight = [...marks].reduce((sum, mark) => sum + WEIGHT[mark], 0);
  if (weight < THERE) return null;
  if (!served) return { severity: 'medium', progress: 'cannot-tell' };
  const acted = marks.has('commanded') || marks.has('posted');
  return acted && weight >= USED ? { severity: 'critical', progress: 'action' } : { severity: 'high', progress: 'access' };
}

/** Asking for shells that others may have left. */
function seekerDraft(seeker: Offender): FindingDraft {
  return {
    ...offenderFields(seeker), detector: webShell.name, category: 'web-scan', family: 'web-shell',
    key: `${seeker.source} seeks`, severity: 'low', progress: 'attempt', confidence: 'high',
    title: `${seeker.source} looks for web shells`, attack: [{ tactic: 'reconnaissance', technique: 'T1595.002' }],
    lines: linesFor(seeker, []),
    reason: `${seeker.source} asked for ${listed(seeker.targets, 3)}, ${plural(seeker.targets.length, 'name')} of known web `
      + `shells, ${between(seeker.trail.first, seeker.trail.last)}; none is there.`,
    benign: 'A scan by the owner, or a script of that name that once was here.',
  };
}
