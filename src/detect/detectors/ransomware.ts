import { openDetach } from '../../domain/detach.ts';
import type { FileEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { MINUTE, remember } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import { capName } from '../tally.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOf, timeOrNull } from '../trail.ts';
import { noteTime, openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** Files that get the same new ending within the window: more than a person renames, fewer than one folder holds. */
const RENAMES = 20;
const WINDOW = 5 * MINUTE;
/** Encryption takes all kinds of files; a conversion of pictures takes one. */
const KINDS = 3;
/** Notes are left in each folder; one file of such a name is a manual. */
const NOTE_FOLDERS = 3;
const ACTORS = 4_096;
const LISTED = 4;

/** Endings of copies, parts and rotation: whoever renames to them keeps the file. */
const KEPT_COPY = /^(?:bak\w*|backup|old|orig|save|sav|tmp|temp|part|partial|crdownload|download|filepart|swp|gz|xz|bz2|zst|zip|7z|lz4|gpg|asc|sha\d*|md5|done|processed|archived?|new|prev|rej|lock|lck|deleted|trash|log|txt|pdf|docx?|xlsx?|jpe?g|png|\d{1,8}|~)$/i;
const NOTE = /(?:^|[/\\])[^/\\]{0,60}(?:decrypt|recover|restore|ransom|unlock|readme|read_me|how[ _-]?to|instructions|help)[^/\\]{0,60}\.(?:txt|html?|hta|rtf)$/i;
/** Manuals are called so too. */
const TELLING_NOTE = /decrypt|ransom|unlock|(?:recover|restore)[^/\\]{0,20}(?:files?|data)|(?:files?|data)[^/\\]{0,20}(?:recover|restore)|how[ _-]?to[ _-]?(?:decrypt|recover|restore|back|get)/i;

/** Opening is all that some trails tell of writing. */
const LEAVES = new Set<FileEvent['action']>(['create', 'write', 'other']);

interface Actor {
  readonly key: string;
  readonly user: string | null;
  readonly source: string | null;
  readonly host: string | null;
  ending: string;
  readonly times: number[];
  readonly kinds: string[];
  readonly folders: string[];
  readonly notes: string[];
  /** Of the renames to `ending`. */
  trail: Trail;
  mass: boolean;
  readonly lines: Telling[];
  due: boolean;
}

export const ransomware: Detector = {
  name: 'ransomware',
  looksFor: 'many files of all kinds renamed to one new ending, and notes that tell how to get them back',
  kinds: ['file'],
  open: openRansomware,
};

function openRansomware(): DetectorRun {
  const detach = openDetach();
  const actors = openKeyed<Actor>(ACTORS, ({ mass, notes }) => mass || notes.length > 0);
  const due: Actor[] = [];
  const keep = (text: string | null): string | null => (text === null ? null : detach(capName(text)));
  const actorOf = (event: FileEvent): Actor => {
    const key = `${event.host ?? ''} ${capName(event.source ?? event.executable ?? '')} ${capName(event.user ?? '')}`;
    const known = actors.get(key);
    if (known) return known;
    const actor: Actor = {
      key: detach(key), user: keep(event.user), source: keep(event.source), host: keep(event.host), ending: '', times: [], kinds: [], folders: [],
      notes: [], trail: { ...openTrail(event), count: 0 }, mass: false, lines: [], due: false,
    };
    actors.set(actor.key, actor);
    return actor;
  };
  return {
    on(event) {
      if (event.kind !== 'file' || event.outcome === 'failure' || event.forged !== null || event.target === null) return;
      const told = event.action === 'rename' ? noteRename(actorOf, event, event.target, detach)
        : LEAVES.has(event.action) && isNote(event.target) ? noteNote(actorOf(event), event, event.target, detach) : null;
      if (told && (told.mass || told.folders.length >= NOTE_FOLDERS)) markDue(due, told);
    },
    drain(emit) {
      for (const actor of takeDue(due)) emit(draftOf(actor));
    },
    evicted: () => actors.evicted(),
  };
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
const endingOf = (name: string): string => (name.lastIndexOf('.') > 0 ? name.slice(name.lastIndexOf('.') + 1) : '');
const isNote = (path: string): boolean => NOTE.test(path) && TELLING_NOTE.test(baseName(path));

// Four parameters on purpose: each is a different thing.
function noteRename(actorOf: (event: FileEvent) => Actor, event: FileEvent, from: string, detach: (text: string) => string): Actor | null {
  const [before, after] = [baseName(from), baseName(event.newPath ?? '')];
  const ending = endingOf(after);
  const added = after.startsWith(before.replace(/\.[^.]{0,20}$/, ''));
  if (ending === '' || ending === endingOf(before) || !added || KEPT_COPY.test(ending)) return null;
  const actor = actorOf(event);
  if (actor.ending !== ending && !actor.mass) startOver(actor, event, detach(ending));
  if (actor.ending !== ending) return null;
  extend(actor.trail, event);
  remember(actor.kinds, endingOf(before).toLowerCase(), KINDS + LISTED, detach);
  if (actor.lines.length < TELLING_LIMIT) actor.lines.push(telling(event));
  const span = noteTime(actor.times, timeOf(event), RENAMES);
  actor.mass ||= span <= WINDOW && actor.kinds.length >= KINDS;
  return actor;
}

function startOver(actor: Actor, event: FileEvent, ending: string): void {
  actor.ending = ending;
  actor.times.length = 0;
  actor.kinds.length = 0;
  actor.lines.length = 0;
  actor.trail = { ...openTrail(event), count: 0 };
}

// Four parameters on purpose: each is a different thing.
function noteNote(actor: Actor, event: FileEvent, path: string, detach: (text: string) => string): Actor {
  if (actor.notes.length === 0 && actor.trail.count === 0) actor.trail = { ...openTrail(event), count: 0 };
  remember(actor.notes, baseName(path), LISTED, detach);
  remember(actor.folders, path.slice(0, Math.max(0, path.length - baseName(path).length)), NOTE_FOLDERS, detach);
  extend(actor.trail, event);
  if (actor.lines.length < TELLING_LIMIT) actor.lines.push(telling(event));
  return actor;
}

const byWhom = ({ user, source }: Actor): string =>
  `${user === null ? '' : `, by ${user}`}${source === null ? '' : ` from ${source}`}`;

function draftOf(actor: Actor): FindingDraft {
  const { mass, notes, user, source, host, trail, ending, kinds } = actor;
  const severe = mass && notes.length > 0;
  const told = [
    ...(mass ? [`${plural(trail.count, 'file')} of ${plural(kinds.length, 'kind')} got the ending .${ending}`] : []),
    ...(notes.length > 0 ? [`notes called ${listed(notes, LISTED)} were left`] : []),
  ];
  return {
    detector: ransomware.name, key: actor.key, category: 'ransomware', family: mass ? 'mass-rename' : 'notes',
    title: mass ? `Files of all kinds renamed to .${ending}` : 'Notes left that tell how to get files back',
    severity: severe ? 'critical' : 'high', confidence: severe ? 'high' : 'medium', progress: 'action',
    attack: [{ tactic: 'impact', technique: 'T1486' }], sources: source === null ? [] : [source], targets: [],
    users: user === null ? [] : [user], hosts: host === null ? [] : [host], count: Math.max(1, trail.count), first: timeOrNull(trail.first),
    last: timeOrNull(trail.last), lines: citedLines(trail, actor.lines), taint: ['target'],
    reason: `${told.join(', and ')}, ${between(trail.first, trail.last)}${byWhom(actor)}.`,
    benign: 'A tool that converts or encrypts whole folders on purpose; ask whoever the account belongs to at once.',
  };
}
