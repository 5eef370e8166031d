import type { Detach } from '../../domain/detach.ts';
import type { ProcessEvent } from '../../domain/event.ts';
import { SECOND } from '../attempts.ts';
import { timeOf } from '../trail.ts';
import { noteTime, openKeyed } from '../window.ts';
import type { Act } from './act-story.ts';

/** The two ends of a pipe start together. */
const TOGETHER = 3 * SECOND;
/** A shell that removes its traces does it file by file, faster than a person types. */
const REMOVALS = 8;
const REMOVED_WITHIN = 5 * SECOND;
const PARENTS = 4_096;
const INTERPRETER = /^(?:(?:ba|da|z|k|a)?sh|python[\d.]*|perl[\d.]*|ruby|php[\d.]*|lua|node)$/;
const DECODER = /^(?:base64|base32|uudecode|xxd|openssl)$/;

interface Parent {
  decoded: number;
  interpreted: number;
  readonly removals: number[];
}

const DECODED: Act = {
  family: 'decoded-run', category: 'execution', severity: 'medium', attack: { tactic: 'defense-evasion', technique: 'T1140' },
  did: 'decoded something and started an interpreter with it', benign: 'A script that decodes a secret beside other work.',
};
const REMOVAL: Act = {
  family: 'removal-burst', category: 'defense-evasion', severity: 'low', attack: { tactic: 'defense-evasion', technique: 'T1070.004' },
  did: 'removed many files one by one in seconds', benign: 'A script that cleans up after itself.',
};

interface ProcessSeries {
  /** What this start tells together with those of the same parent just before. */
  note(event: ProcessEvent): Act | null;
  evicted(): number;
}

/** Starts that tell nothing alone: the ends of a pipe, the steps of cleaning up. */
export function openProcessSeries(detach: Detach): ProcessSeries {
  const parents = openKeyed<Parent>(PARENTS, () => false);
  const parentOf = (event: ProcessEvent, id: string): Parent => {
    const key = `${event.log} ${event.host ?? ''} ${id}`;
    const known = parents.get(key);
    if (known) return known;
    const parent: Parent = { decoded: NaN, interpreted: NaN, removals: [] };
    parents.set(detach(key), parent);
    return parent;
  };
  return {
    note(event) {
      if (event.action !== 'start' || event.parentPid === null || event.time === null) return null;
      const program = nameOf(event);
      if (program === 'rm' || program === 'unlink' || program === 'shred') return noteRemoval(parentOf(event, event.parentPid), event);
      const kind = decodes(program, event) ? 'decoded' : readsInput(program, event) ? 'interpreted' : null;
      if (kind === null) return null;
      const parent = parentOf(event, event.parentPid);
      parent[kind] = event.time;
      return Math.abs(parent.decoded - parent.interpreted) <= TOGETHER ? DECODED : null;
    },
    evicted: () => parents.evicted(),
  };
}

const nameOf = ({ program, target }: ProcessEvent): string => {
  const path = target ?? program ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
};

const decodes = (program: string, { command }: ProcessEvent): boolean =>
  DECODER.test(program) && (command === null ? program.startsWith('base') : /\s(?:-d|-D|--decode|-r|-di)\b/.test(command));

/** An interpreter without a script runs what comes through the pipe. */
const readsInput = (program: string, { command }: ProcessEvent): boolean =>
  INTERPRETER.test(program) && (command === null || /^\S{1,100}(?:\s+-[silx-]{0,4})*\s*$/.test(command));

function noteRemoval(parent: Parent, event: ProcessEvent): Act | null {
  return noteTime(parent.removals, timeOf(event), REMOVALS) <= REMOVED_WITHIN ? REMOVAL : null;
}
