/** Worst first; the order is the rank. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);
/** The worse of the two. */
export const worse = (a: Severity, b: Severity): Severity => (severityRank(a) <= severityRank(b) ? a : b);
export const atLeast = (severity: Severity, floor: Severity): boolean => severityRank(severity) <= severityRank(floor);
