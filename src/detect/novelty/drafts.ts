import type { Baseline } from '../../domain/baseline.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import type { Template } from '../templates/learner.ts';
import { textOf } from '../templates/learner.ts';
import type { Telling } from '../trail.ts';
import { citedLines, openTrail, trailOf } from '../trail.ts';
import { at, listed, plural, quoted } from '../wording.ts';
import type { Sighting } from './observe.ts';

const DETECTOR = 'novelty';
const SHOWN = 5;

export interface ChangedRate {
  readonly template: Template;
  readonly first: Telling;
  /** Start of the hour, epoch milliseconds, and its lines; the usual number of an hour. */
  readonly hour: number;
  readonly most: number;
  readonly median: number;
}

type Shared = 'detector' | 'confidence' | 'progress' | 'sources' | 'targets' | 'users' | 'hosts';
const SHARED: Pick<FindingDraft, Shared> = {
  detector: DETECTOR, confidence: 'low', progress: 'cannot-tell', sources: [], targets: [], users: [], hosts: [],
};

const against = ({ name, built }: Baseline): string => `the baseline ${name} (built ${at(built)})`;

function linesOf(places: readonly Telling[]): Pick<FindingDraft, 'lines' | 'first' | 'last'> {
  const known = [...places].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  return { lines: citedLines(trailOf(known), known), first: known[0]?.time ?? null, last: known.at(-1)?.time ?? null };
}

/** All forms of lines that are new, as one finding; low where a program is new, too. */
export function templatesDraft(
  fresh: readonly { readonly template: Template; readonly first: Telling }[], baseline: Baseline, weak: boolean,
): FindingDraft {
  const rarest = [...fresh].sort((a, b) => a.template.count - b.template.count || (a.first.time ?? 0) - (b.first.time ?? 0)).slice(0, SHOWN);
  const programs = new Set(baseline.templates.map(({ program }) => program));
  const newPrograms = new Set(fresh.flatMap(({ template: { program } }) => (programs.has(program) ? [] : [program])));
  const shown = rarest.map(({ template }) => `${quoted(textOf(template))} (${plural(template.count, 'line')})`).join('; ');
  return {
    ...SHARED, key: 'templates', category: 'policy', family: 'template', attack: [],
    title: `${plural(fresh.length, 'form')} of lines never seen before`, severity: newPrograms.size > 0 && !weak ? 'low' : 'info',
    count: fresh.reduce((sum, { template }) => sum + template.count, 0), ...linesOf(rarest.map(({ first }) => first)), taint: ['text'],
    reason: `${plural(fresh.length, 'form')} of lines ${fresh.length === 1 ? 'is' : 'are'} not in ${against(baseline)}`
      + `${newPrograms.size > 0 ? `, of ${plural(newPrograms.size, 'program')} it does not know` : ''}; the rarest: ${shown}.`,
    benign: 'A new version, a new setting, or work that falls into no ordinary day.',
  };
}

export function ratesDraft(rates: readonly ChangedRate[], baseline: Baseline): FindingDraft {
  const shown = rates.slice(0, SHOWN).map(({ template, hour, most, median }) =>
    `${quoted(textOf(template))} came ${plural(most, 'time')} in the hour from ${at(hour)}, usually ${median}`).join('; ');
  return {
    ...SHARED, key: 'rates', category: 'policy', family: 'rate', attack: [], severity: 'info',
    title: `${plural(rates.length, 'kind')} of lines came far more often than usual`, count: rates.reduce((sum, { most }) => sum + most, 0),
    ...linesOf(rates.slice(0, SHOWN).map(({ first }) => first)), taint: ['text'],
    reason: `Against ${against(baseline)}: ${shown}${rates.length > SHOWN ? `; and ${rates.length - SHOWN} more` : ''}.`,
    benign: 'A busy day, a job that ran at another hour, a retry that never ends.',
  };
}

const seenAt = ({ first, last, count }: Sighting): Pick<FindingDraft, 'lines' | 'first' | 'last' | 'count'> => ({
  lines: citedLines(openTrail({ ...first, count })), first: first.time, last: last ?? first.time, count,
});

export function loginDraft(sighting: Sighting, baseline: Baseline, weak: boolean): FindingDraft {
  const [user = '', place = '', method = ''] = sighting.parts;
  return {
    ...SHARED, ...seenAt(sighting), key: `login ${sighting.parts.join(' ')}`, category: 'suspicious-login', family: 'login',
    title: `${user} logged in from a place or in a way the baseline does not know`, severity: weak ? 'info' : 'low',
    attack: [{ tactic: 'initial-access', technique: 'T1078' }], users: [user], hosts: [...sighting.hosts], taint: ['user'],
    reason: `${user} logged in from ${place} by ${method}, ${plural(sighting.count, 'time')}; ${against(baseline)} knows the user and not this.`,
    benign: 'A person on a journey or a new connection, a key where a password was before.',
  };
}

export function commandDraft(sighting: Sighting, baseline: Baseline, weak: boolean): FindingDraft {
  const [user = '', program = ''] = sighting.parts;
  return {
    ...SHARED, ...seenAt(sighting), key: `command ${sighting.parts.join(' ')}`, category: 'execution', family: 'command',
    title: `${user} ran a program the baseline does not know of this user`, severity: weak ? 'info' : 'low',
    attack: [{ tactic: 'execution', technique: 'T1059' }], users: [user], hosts: [...sighting.hosts], taint: ['command'],
    reason: `${user} ran ${quoted(program)}, ${plural(sighting.count, 'time')}; ${against(baseline)} knows commands of the user and not this one.`,
    benign: 'Work that does not come every day.',
  };
}

/** What the limit leaves out of a kind. */
export function foldedDraft(rest: readonly Sighting[], what: 'login' | 'command'): FindingDraft {
  const login = what === 'login';
  return {
    ...SHARED, key: `${what}s`, category: login ? 'suspicious-login' : 'execution', family: what, severity: 'info',
    title: `${plural(rest.length, `further ${what}`)} the baseline does not know`,
    attack: [login ? { tactic: 'initial-access', technique: 'T1078' } : { tactic: 'execution', technique: 'T1059' }],
    count: rest.reduce((sum, { count }) => sum + count, 0), ...linesOf(rest.slice(0, SHOWN).map(({ first }) => first)),
    taint: [login ? 'user' : 'command'], reason: `New to it: ${listed(rest.map(({ parts }) => quoted(parts.join(' '))), SHOWN)}.`,
    benign: 'Many at once are rather a change of the network or of how work is done.',
  };
}
