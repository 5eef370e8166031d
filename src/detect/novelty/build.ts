import type { Baseline } from '../../domain/baseline.ts';
import { BASELINE_SCHEMA } from '../../domain/baseline.ts';
import { HOUR } from '../attempts.ts';
import type { Learner } from '../templates/learner.ts';
import type { Observation } from './observe.ts';

const WORD_LENGTH = 300;

/** A baseline from what was observed. */
export function baselineOf(
  about: Pick<Baseline, 'name' | 'built' | 'logs'>, seen: Observation, learner: Learner,
): Baseline {
  const { from, to } = seen.span();
  const hours = hoursBetween(from, to);
  return {
    schema: BASELINE_SCHEMA, ...about, from, to, lines: seen.lines(),
    templates: [...seen.templates].map(([{ program, words, count }, { counts }]) => ({
      program, words: words.map((word) => word.slice(0, WORD_LENGTH)), count, ...usual([...counts.values()], hours),
    })).sort((a, b) => b.count - a.count || (a.words.join(' ') < b.words.join(' ') ? -1 : 1)),
    logins: [...seen.logins.values()].map(({ parts: [user = '', place = '', method = ''] }): [string, string, string] => [user, place, method]),
    commands: [...seen.commands.values()].map(({ parts: [user = '', program = ''] }): [string, string] => [user, program]),
    limits: learner.beyond() > 0 ? [`${learner.beyond()} lines were of forms there was no room for`] : [],
  };
}

export const hoursBetween = (from: number | null, to: number | null): number =>
  (from === null || to === null ? 0 : Math.floor(to / HOUR) - Math.floor(from / HOUR) + 1);

/** Median of the counts of all hours, those without a line included, and the median distance from it. */
function usual(counts: readonly number[], hours: number): { readonly median: number; readonly spread: number } {
  const all = [...counts, ...Array.from({ length: Math.max(0, hours - counts.length) }, () => 0)];
  const median = medianOf(all);
  return { median, spread: medianOf(all.map((count) => Math.abs(count - median))) };
}

const medianOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
