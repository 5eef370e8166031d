import type { Step } from './program.ts';
import { NEWLINE, WORDS } from './tree.ts';
import type { Place, Ranges } from './tree.ts';

/** States remembered; past it the table is begun anew, so that no text can fill the memory. */
const MOST_STATES = 1_000;
/** Texts are looked at to here. */
const LONGEST = 65_536;
/** Steps walked for one text where ways are ever new: some 50 ms. Past it the text does not match. */
const MOST_WORK = 3_000_000;

/** What stands before a character, as far as places ask. */
type Before = 'start' | 'word' | 'newline' | 'other';

interface State {
  readonly steps: readonly number[];
  readonly before: Before;
  /** By class of the next character: the next state, or true where the pattern is found before it is read. */
  readonly next: (State | true | undefined)[];
}

/**
 * Runs a program over a text in one pass: all ways at once (Thompson 1968), the sets of ways met so far kept as the
 * states of an automaton. Time grows with the text alone, whatever the pattern.
 */
export function openMachine(steps: readonly Step[]): (text: string) => boolean {
  const classes = openClasses(steps);
  const anchored = steps[0]?.do === 'check' && steps[0].place === 'text-start';
  let states = new Map<string, State>();
  let work = 0;
  const stateOf = (at: readonly number[], before: Before): State => {
    const key = `${before}${at.join(',')}`;
    const known = states.get(key);
    if (known) return known;
    if (states.size >= MOST_STATES) states = new Map();
    const made: State = { steps: at, before, next: [] };
    states.set(key, made);
    return made;
  };
  const advance = (state: State, kind: number): State | true => {
    const sign = kind === classes.end ? null : classes.kinds[kind] ?? null;
    const open = reach(steps, state, sign);
    work += state.steps.length;
    if (open === true) return true;
    work += open.length;
    const after: number[] = [];
    if (sign !== null) for (const at of open) if (reads(steps[at], sign.code)) after.push(at + 1);
    if (!anchored) after.push(0);
    return stateOf([...new Set(after)].sort((a, b) => a - b), sign === null ? 'other' : sign.before);
  };
  const step = (state: State, kind: number): State | true => (state.next[kind] ??= advance(state, kind));
  return (text) => {
    let state = stateOf([0], 'start');
    work = 0;
    const length = Math.min(text.length, LONGEST);
    for (let at = 0; at < length; at += 1) {
      const next = step(state, classes.of(text.charCodeAt(at)));
      if (next === true) return true;
      if ((anchored && next.steps.length === 0) || work > MOST_WORK) return false;
      state = next;
    }
    return step(state, classes.end) === true;
  };
}

interface Sign {
  readonly code: number;
  readonly before: Before;
}

/** Steps that read, reached without reading; true where the end of the program is. */
function reach(steps: readonly Step[], { steps: from, before }: State, next: Sign | null): readonly number[] | true {
  const seen = new Uint8Array(steps.length + 1);
  const open = [...from];
  const reading: number[] = [];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen[at] === 1) continue;
    seen[at] = 1;
    const step = steps[at];
    if (!step) continue;
    if (step.do === 'found') return true;
    if (step.do === 'read') reading.push(at);
    else if (step.do === 'jump') open.push(step.to);
    else if (step.do === 'split') open.push(step.to, step.or);
    else if (holds(step.place, before, next)) open.push(at + 1);
  }
  return reading;
}

function holds(place: Place, before: Before, next: Sign | null): boolean {
  switch (place) {
    case 'text-start': return before === 'start';
    case 'text-end': return next === null;
    case 'line-start': return before === 'start' || before === 'newline';
    case 'line-end': return next === null || next.before === 'newline';
    case 'word-edge': return (before === 'word') !== (next?.before === 'word');
    case 'no-word-edge': return (before === 'word') === (next?.before === 'word');
    default: return place satisfies never;
  }
}

const reads = (step: Step | undefined, code: number): boolean => step?.do === 'read' && has(step.ranges, code);
const has = (ranges: Ranges, code: number): boolean => ranges.some(([from, to]) => code >= from && code <= to);

const ASCII = 128;

/** Characters that no step and no place tells apart are one class. */
function openClasses(steps: readonly Step[]) {
  const edges = new Set<number>([0]);
  const cut = (ranges: Ranges): void => {
    for (const [from, to] of ranges) {
      edges.add(from);
      edges.add(to + 1);
    }
  };
  for (const step of steps) if (step.do === 'read') cut(step.ranges);
  cut(WORDS);
  cut(NEWLINE);
  const starts = [...edges].sort((a, b) => a - b).filter((edge) => edge <= 0xffff);
  const kinds = starts.map((code): Sign => ({
    code, before: has(WORDS, code) ? 'word' : has(NEWLINE, code) ? 'newline' : 'other',
  }));
  const find = (code: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const quick = Uint16Array.from({ length: ASCII }, (_, code) => find(code));
  return { kinds, end: kinds.length, of: (code: number): number => (code < ASCII ? quick[code] ?? 0 : find(code)) };
}
