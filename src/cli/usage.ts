import { InvalidArgumentError } from 'commander';
import { SEVERITIES, type Severity } from '../domain/severity.ts';

/** The analyst asked for something that cannot be: exit code 2, no stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const FORMATS = ['note', 'ndjson', 'json', 'md', 'html'] as const;
export type FormatName = (typeof FORMATS)[number];

export function parseSeverity(text: string): Severity {
  const found = SEVERITIES.find((severity) => severity === text);
  if (!found) throw new InvalidArgumentError(`one of ${SEVERITIES.join(', ')}`);
  return found;
}

/** An option that may be given more than once. */
export const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const SPANS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** ISO 8601 (`2026-03-03T04:00Z`), or a span before now (`90m`, `6h`, `2d`). Epoch milliseconds. */
export const parseTime = (now: number) => (text: string): number => {
  const span = /^(\d{1,6})([mhd])$/.exec(text);
  if (span) return now - Number(span[1]) * (SPANS[span[2] ?? ''] ?? 0);
  const dated = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text);
  const time = dated ? Date.parse(/[T ]/.test(text) && !/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('an ISO 8601 time (2026-03-03T04:00Z), or a span before now (6h)');
  return time;
};

export function parsePositive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('a number above zero');
  return value;
}
