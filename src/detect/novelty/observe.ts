import type { AuthEvent, Event } from '../../domain/event.ts';
import { HOUR, succeeded } from '../attempts.ts';
import { subnetOf } from '../subnet.ts';
import { capName, copyText } from '../tally.ts';
import type { Learner, Template } from '../templates/learner.ts';
import type { Shaped } from '../templates/tokens.ts';
import { shapeOf } from '../templates/tokens.ts';
import type { TextLine } from '../text-line.ts';
import type { Telling } from '../trail.ts';
import { telling } from '../trail.ts';

/** Pairs and triples kept of each kind. */
const PAIRS_LIMIT = 5_000;
/** Hours of one template that are counted apart: forty days. */
const HOURS_LIMIT = 960;
const SHELL_PREFIX = /^(?:\/(?:usr\/)?(?:local\/)?s?bin\/)?(?:env|nice|nohup|timeout|sudo)\s+/;

interface Hours {
  readonly counts: Map<number, number>;
  readonly first: Telling;
}

export interface Sighting {
  readonly parts: readonly string[];
  readonly first: Telling;
  readonly hosts: string[];
  last: number | null;
  count: number;
}

/** What some logs show, in the terms a baseline is written in. */
export interface Observation {
  read(text: string, line: TextLine): void;
  on(event: Event): void;
  readonly templates: ReadonlyMap<Template, Hours>;
  readonly logins: ReadonlyMap<string, Sighting>;
  readonly commands: ReadonlyMap<string, Sighting>;
  span(): { readonly from: number | null; readonly to: number | null };
  lines(): number;
}

export function openObservation(learner: Learner): Observation {
  const templates = new Map<Template, Hours>();
  const [logins, commands] = [new Map<string, Sighting>(), new Map<string, Sighting>()];
  // Records without a time stand at the time of the record before in their log.
  const times = new Map<number, number>();
  const seen = { lines: 0, from: Infinity, to: -Infinity, log: -1, line: -1 };
  return {
    templates, logins, commands,
    read(text, line) {
      if (seen.log === line.log && seen.line === line.line) return;
      [seen.log, seen.line] = [line.log, line.line];
      seen.lines += 1;
      if (line.time !== null) times.set(line.log, line.time);
      const time = times.get(line.log) ?? null;
      if (time !== null) [seen.from, seen.to] = [Math.min(seen.from, time), Math.max(seen.to, time)];
      const template = learner.see(lineShape(text, line));
      if (template) count(templates, template, { ...telling(line), time });
    },
    on(event) {
      if (succeeded(event)) noteLogin(logins, event);
      const command = programOf(event);
      if (command !== null && event.user !== null) note(commands, [event.user, command], event);
    },
    span: () => ({ from: Number.isFinite(seen.from) ? seen.from : null, to: Number.isFinite(seen.to) ? seen.to : null }),
    lines: () => seen.lines,
  };
}

/** Addresses asked for and arguments are new every day; what a site is asked to do and how it answers is not. */
function lineShape(text: string, line: TextLine): Shaped {
  if (line.kind === 'web') return { program: 'web', words: [line.method.slice(0, 16), 'answered', String(line.status)] };
  if (line.kind !== 'privilege' && line.kind !== 'process') return shapeOf(text);
  return { program: line.program ?? '', words: [line.kind, line.action, line.outcome] };
}

function count(templates: Map<Template, Hours>, template: Template, first: Telling): void {
  let hours = templates.get(template);
  if (!hours) templates.set(template, hours = { counts: new Map(), first });
  if (first.time === null) return;
  const hour = Math.floor(first.time / HOUR);
  const before = hours.counts.get(hour);
  if (before !== undefined || hours.counts.size < HOURS_LIMIT) hours.counts.set(hour, (before ?? 0) + 1);
}

function noteLogin(logins: Map<string, Sighting>, event: AuthEvent): void {
  if (event.user === null || event.source === null) return;
  note(logins, [event.user, subnetOf(event.source) ?? event.source, event.method ?? 'unknown method'], event);
}

/** The program a record says was run, without its arguments. */
function programOf(event: Event): string | null {
  const command = event.kind === 'privilege' && event.action === 'run' ? event.command
    : event.kind === 'process' && event.action === 'start' ? event.command ?? event.target : null;
  return command === null ? null : /^[^\s;|&]{1,200}/.exec(command.replace(SHELL_PREFIX, ''))?.[0] ?? null;
}

function note(sightings: Map<string, Sighting>, parts: readonly string[], event: Event): void {
  const key = parts.map(capName).join('\n');
  const known = sightings.get(key);
  if (known) {
    known.count += event.count;
    known.last = event.time ?? known.last;
  } else if (sightings.size < PAIRS_LIMIT) {
    sightings.set(copyText(key), {
      parts: parts.map((part) => copyText(capName(part))), first: telling(event), last: event.time, count: event.count,
      hosts: event.host === null ? [] : [copyText(event.host)],
    });
  }
}
