import type { Baseline } from '../../domain/baseline.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, HOUR } from '../attempts.ts';
import { openLearner } from '../templates/learner.ts';
import type { TextLine } from '../text-line.ts';
import { foldedDraft, loginDraft, commandDraft, ratesDraft, templatesDraft } from './drafts.ts';
import type { ChangedRate } from './drafts.ts';
import { hoursBetween } from './build.ts';
import type { Sighting } from './observe.ts';
import { openObservation } from './observe.ts';

/** Findings of one kind told one by one; the rest is one more. */
const TOLD = 5;
/** An hour is unusual from so many distances above the median (1.4826 × the median distance is one standard deviation). */
const DISTANCES = 6;
const SIGMA = 1.4826;
/** And from so many times the median, and lines: a quiet program that says ten words more has not changed. */
const TIMES = 4;
const LINES = 50;
/** A baseline shorter than this knows no habits. */
const HABIT = DAY;

/** Holds what is read against a baseline. */
export interface Comparison {
  read(text: string, line: TextLine): void;
  on(event: Event): void;
  drain(): readonly FindingDraft[];
}

export function openComparison(baseline: Baseline): Comparison {
  const learner = openLearner();
  for (const template of baseline.templates) learner.know(template);
  const seen = openObservation(learner);
  return {
    read: seen.read, on: seen.on,
    drain: () => {
      const weak = hoursBetween(baseline.from, baseline.to) * HOUR <= HABIT;
      const fresh = [...seen.templates].filter(([template]) => !template.known).map(([template, { first }]) => ({ template, first }));
      const rates = changedRates(baseline, seen.templates);
      const users = new Set(baseline.logins.map(([user]) => user));
      const logins = unknown(seen.logins, baseline.logins).filter(({ parts: [user = ''] }) => users.has(user));
      const workers = new Set(baseline.commands.map(([user]) => user));
      const commands = unknown(seen.commands, baseline.commands).filter(({ parts: [user = ''] }) => workers.has(user));
      return [
        ...(fresh.length > 0 ? [templatesDraft(fresh, baseline, weak)] : []),
        ...(rates.length > 0 ? [ratesDraft(rates, baseline)] : []),
        ...told(logins, (one) => loginDraft(one, baseline, weak), 'login'),
        ...told(commands, (one) => commandDraft(one, baseline, weak), 'command'),
      ];
    },
  };
}

function unknown(seen: ReadonlyMap<string, Sighting>, known: readonly (readonly string[])[]): readonly Sighting[] {
  const before = new Set(known.map((parts) => parts.join('\n')));
  return [...seen].filter(([key]) => !before.has(key)).map(([, sighting]) => sighting)
    .sort((a, b) => a.count - b.count || (a.first.time ?? 0) - (b.first.time ?? 0));
}

/** The rarest one by one, the rest as one finding. */
function told(sightings: readonly Sighting[], draft: (one: Sighting) => FindingDraft, what: 'login' | 'command'): readonly FindingDraft[] {
  const rest = sightings.slice(TOLD);
  return [...sightings.slice(0, TOLD).map(draft), ...(rest.length > 0 ? [foldedDraft(rest, what)] : [])];
}

function changedRates(
  { templates }: Baseline, seen: ReturnType<typeof openObservation>['templates'],
): readonly ChangedRate[] {
  const usual = new Map(templates.map(({ program, words, median, spread }) => [`${program} ${words.join(' ')}`, { median, spread }]));
  return [...seen].flatMap(([template, { counts, first }]) => {
    const known = template.known ? usual.get(`${template.program} ${template.words.join(' ')}`) : undefined;
    if (!known) return [];
    const [hour, most] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
    const high = Math.max(LINES, known.median * TIMES, known.median + DISTANCES * SIGMA * known.spread);
    return most > high ? [{ template, first, hour: hour * HOUR, most, median: known.median }] : [];
  }).sort((a, b) => b.most / Math.max(1, b.median) - a.most / Math.max(1, a.median));
}
