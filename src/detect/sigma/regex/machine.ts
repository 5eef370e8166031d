import { openClasses } from './classes.ts';
import type { Step } from './program.ts';
import type { Before } from './simulate.ts';
import { holds, simulate } from './simulate.ts';

/** States remembered; past it the table is begun anew, so that no text can fill the memory. */
const MOST_STATES = 1_000;
/** And steps in all of them: sets of hundreds cost more to tell apart than to walk. */
const MOST_KEPT = 15_000;
/** Texts are looked at to here. */
const LONGEST = 65_536;

interface State {
  readonly steps: readonly number[];
  readonly before: Before;
  /** By class of the next character: the next state, or true where the pattern is found before it is read. */
  readonly next: (State | true | undefined)[];
}

/**
 * Runs a program over a text in one pass: all ways at once (Thompson 1968), the sets of ways met so far kept as the
 * states of an automaton. Time grows with the text alone, whatever the pattern; a text that meets ever new sets is
 * walked without keeping any.
 */
export function openMachine(steps: readonly Step[]): (text: string) => boolean {
  const classes = openClasses(steps);
  let states = new Map<string, State>();
  let kept = 0;
  let crowded = false;
  const isCrowded = (): boolean => crowded;
  const stateOf = (at: readonly number[], before: Before): State => {
    const key = `${before}${at.join(',')}`;
    const known = states.get(key);
    if (known) return known;
    if (states.size >= MOST_STATES || kept > MOST_KEPT) {
      states = new Map();
      kept = 0;
      crowded = true;
    }
    kept += at.length;
    const made: State = { steps: at, before, next: [] };
    states.set(key, made);
    return made;
  };
  const advance = (state: State, kind: number): State | true => {
    const after = classes.beforeOf(kind);
    const open = reach(steps, state, after);
    if (open === true) return true;
    const next = new Set<number>([0]);
    if (after !== null) for (const at of open) if (classes.reads(at, kind)) next.add(at + 1);
    return stateOf([...next].sort((a, b) => a - b), after ?? 'other');
  };
  return (text) => {
    const length = Math.min(text.length, LONGEST);
    const kindAt = (at: number): number => (at < length ? classes.of(text.charCodeAt(at)) : classes.end);
    crowded = false;
    let state = stateOf([0], 'start');
    for (let at = 0; at <= length; at += 1) {
      const kind = kindAt(at);
      const next = (state.next[kind] ??= advance(state, kind));
      if (next === true) return true;
      state = next;
      if (isCrowded()) return simulate({ steps, kindAt, length, ...classes }, at + 1, state.steps, state.before);
    }
    return false;
  };
}

/** Steps that read, reached without reading; true where the end of the program is. */
function reach(steps: readonly Step[], { steps: from, before }: State, after: Before | null): readonly number[] | true {
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
    else if (holds(step.place, before, after)) open.push(at + 1);
  }
  return reading;
}
