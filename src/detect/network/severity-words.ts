import type { AlertEvent } from '../../domain/event.ts';

export type AlertSeverity = AlertEvent['severity'];

const WORDS: Readonly<Record<string, AlertSeverity>> = {
  emergency: 'critical', emerg: 'critical', fatal: 'critical', critical: 'critical', crit: 'critical', 'very-high': 'critical',
  alert: 'high', high: 'high', severe: 'high', error: 'high', err: 'high', major: 'high',
  medium: 'medium', moderate: 'medium', warning: 'medium', warn: 'medium', minor: 'medium',
  low: 'low', notice: 'low', informational: 'info', information: 'info', info: 'info', debug: 'info', none: 'info',
  // Priorities as numbers, the worst first.
  '0': 'critical', '1': 'high', '2': 'medium', '3': 'low', '4': 'low', '5': 'low', '6': 'info', '7': 'info',
};

/** A product's own word for how bad it is; null where it is no such word. */
export const severityIn = (word: string | null): AlertSeverity | null =>
  (word === null ? null : WORDS[word.trim().toLowerCase().replace(/[ _]/g, '-')] ?? null);

/** A number up to ten, or a word. */
export const levelIn = (level: string): AlertSeverity | null =>
  (/^\d{1,2}$/.test(level) ? severityOfTen(Number(level)) : severityIn(level));

/** 0 to 10 as CEF and LEEF count, and CVSS. */
export function severityOfTen(value: number): AlertSeverity {
  if (value >= 9) return 'critical';
  if (value >= 7) return 'high';
  if (value >= 4) return 'medium';
  return value >= 1 ? 'low' : 'info';
}
