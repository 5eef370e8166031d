import { GUESSING } from './category-groups.ts';
import type { Finding } from './finding.ts';
import { atLeast } from './severity.ts';

type Tried = Pick<Finding, 'progress' | 'severity' | 'adjusted'>;

/** Failed guessing, scanning and the like, which every host on the internet sees: told in one row. What the context explains is nobody's weather. */
export const isWeather = ({ progress, severity, adjusted }: Tried): boolean =>
  progress === 'attempt' && !atLeast(severity, 'medium') && (adjusted.length === 0 || severity !== 'info');

/** Never an incident by itself: weather, and what is only of note. */
export const isBackground = (finding: Tried): boolean => finding.severity === 'info' || isWeather(finding);

export interface WeatherCount {
  readonly sources: number;
  readonly attempts: number;
  /** Sources that guessed passwords or accounts. */
  readonly guessing: number;
}

/**
 * How many sources tried, and how often. Several findings can count the same tries: a source counts by its largest, and
 * what a finding of many sources counts beyond these is added once.
 */
export function weatherOf(findings: readonly Pick<Finding, 'category' | 'sources' | 'count'>[]): WeatherCount {
  const most = new Map<string, number>();
  const guessing = new Set<string>();
  const tries = (source: string): number => most.get(source) ?? 0;
  for (const { sources, count, category } of [...findings].sort((a, b) => a.sources.length - b.sources.length)) {
    const known = sources.reduce((sum, source) => sum + tries(source), 0);
    for (const [at, source] of sources.entries()) {
      most.set(source, tries(source) + (at === 0 ? Math.max(0, count - known) : 0));
      if (GUESSING.has(category)) guessing.add(source);
    }
  }
  return { sources: most.size, attempts: [...most.values()].reduce((sum, count) => sum + count, 0), guessing: guessing.size };
}
