import { openDetach } from '../../domain/detach.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOSTS_LISTED, remember } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { openGate } from '../injection/gate.ts';
import type { FindPloy } from '../injection/ploy.ts';
import { openFindPloy } from '../injection/ploy.ts';
import type { Ploy } from '../injection/rule.ts';
import type { TextLine } from '../text-line.ts';
import { copyText } from '../tally.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOrNull } from '../trail.ts';
import { between, listed, plural } from '../wording.ts';

/** Sources told of one by one; whoever plants such text from more addresses gets one finding for the rest. */
const SOURCES_LIMIT = 20;
const OTHERS = 'others';

const TRIES: Readonly<Record<Ploy, string>> = {
  override: 'to override its instructions', verdict: 'to dictate how records are judged', silence: 'to keep records from being reported',
  role: 'to speak as its operator or its protocol', dictation: 'to dictate what it answers', approval: 'to pass for approved work',
  leak: 'to have it send data elsewhere',
};

interface Writer {
  readonly key: string;
  readonly source: string | null;
  readonly trail: Trail;
  readonly ploys: Set<Ploy>;
  readonly lines: Telling[];
  readonly hosts: string[];
  readonly taint: Set<string>;
}

export const promptInjection: Detector = {
  name: 'prompt-injection',
  looksFor: 'text in records that tries to command a language model reading them',
  kinds: [],
  open: openPromptInjection,
};

/** Reads the text of lines, whatever became of them: such text works wherever it stands. */
function openPromptInjection(): DetectorRun {
  const detach = openDetach();
  const fieldIn = openGate();
  const writers = new Map<string, Writer>();
  const due = new Set<Writer>();
  let findPloy: FindPloy | null = null;
  const last = { log: -1, line: -1 };
  return {
    on: () => undefined,
    read(text, line) {
      const field = fieldIn(text, line);
      if (field === null || isSame(last, line)) return;
      const ploy = (findPloy ??= openFindPloy())(text);
      if (ploy === null) return;
      last.log = line.log;
      last.line = line.line;
      const writer = writerOf(writers, line);
      if (writer.lines.length < TELLING_LIMIT) writer.lines.push(telling(line));
      writer.ploys.add(ploy);
      writer.taint.add(field);
      if (line.kind !== 'line') remember(writer.hosts, line.host, HOSTS_LISTED, detach);
      due.add(writer);
    },
    drain(emit) {
      for (const writer of due) emit(draftOf(writer));
      due.clear();
    },
    evicted: () => 0,
  };
}

/** One line may have become several events. */
const isSame = (last: Place, { log, line }: Place): boolean => last.log === log && last.line === line;
type Place = Pick<TextLine, 'log' | 'line'>;

function writerOf(writers: Map<string, Writer>, line: TextLine): Writer {
  const source = line.kind === 'line' ? null : line.source;
  const own = `from ${source ?? 'nobody'}`;
  const key = writers.has(own) || writers.size < SOURCES_LIMIT ? own : OTHERS;
  const known = writers.get(key);
  const counted = { ...line, count: 1 };
  if (known) {
    extend(known.trail, counted);
    return known;
  }
  const writer: Writer = {
    key: copyText(key), source: source === null || key === OTHERS ? null : copyText(source), trail: openTrail(counted),
    ploys: new Set(), lines: [], hosts: [], taint: new Set(),
  };
  writers.set(writer.key, writer);
  return writer;
}

function draftOf({ key, source, trail, ploys, lines, hosts, taint }: Writer): FindingDraft {
  const who = source ?? (key === OTHERS ? 'Further sources' : 'Somebody');
  return {
    detector: promptInjection.name, category: 'prompt-injection', key, family: [...ploys][0] ?? null,
    title: `${who} wrote text meant for a model that reads this log`, severity: 'low', confidence: 'medium', progress: 'attempt',
    attack: [{ tactic: 'defense-evasion', technique: 'T1562' }],
    sources: source === null ? [] : [source], targets: [], users: [], hosts: [...hosts], count: trail.count,
    first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail, lines), taint: [...taint],
    reason: `${plural(trail.count, 'record')} ${between(trail.first, trail.last)} ${trail.count === 1 ? 'carries' : 'carry'} text that `
      + `tries ${listed([...ploys].map((ploy) => TRIES[ploy]), 4)}. Nothing here follows it: no text of a log changes a verdict.`,
    benign: 'A test of a language model, a discussion of one passing through a log, or a name chosen as a joke.',
  };
}
