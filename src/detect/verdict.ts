import { AGAINST_RECORDS, GUESSING } from '../domain/category-groups.ts';
import type { Finding } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { atLeast, severityRank, worse } from '../domain/severity.ts';
import { headlineOf, reasonsOf } from '../domain/incident-verdict.ts';
import type { GotIn, Incident, SessionVerdict } from '../domain/incident.ts';
import type { LogGap, LogRead } from '../domain/log.ts';
import type { SessionState } from '../domain/session-state.ts';
import { spanText } from '../domain/times.ts';

const HOUR = 3_600_000;
/** Lines not understood, of those that are not known to be harmless: from here on nothing can be said of a log. */
const MOSTLY_UNPARSED = 0.4;
/** One log of three that is empty or not understood hides as much as one that could not be opened. */
const LOGS_DARK = 1 / 3;
/** A gap counts against the whole session when it is at least this long and this share of what its log spans. */
const LONG_GAP = HOUR;
const GAP_SHARE = 0.1;
/** A gap of half a day is long whatever the log spans. */
const ANY_LONG_GAP = 12 * HOUR;
const ODDITIES_TOLD = 5;

export type VerdictInput = Pick<SessionState, 'findings' | 'weather' | 'incidents' | 'reads' | 'unreadable' | 'logs'>;

/**
 * The word for the session. An incident stands whatever else is missing. Without one, what could not be read decides:
 * a blind spot is never `nothing-found`. Attempts beside a blind spot: an attack of weight stays `suspicious`, with
 * got-in `cannot-tell`; failed guessing alone, which is everywhere, becomes `inconclusive`.
 */
export function sessionVerdict(input: VerdictInput): SessionVerdict {
  const blind = blindSpots(input);
  const worst = worstIncident(input.incidents);
  if (worst?.verdict === 'incident') return breached(worst, input, blind);
  if (worst) return suspected(worst, input, blind);
  return blind.length > 0 ? inconclusive(input, blind) : untroubled(input);
}

const worstIncident = (incidents: readonly Incident[]): Incident | null =>
  [...incidents].sort((a, b) => Number(b.verdict === 'incident') - Number(a.verdict === 'incident')
    || severityRank(a.severity) - severityRank(b.severity) || Number(a.id.slice(1)) - Number(b.id.slice(1)))[0] ?? null;

function breached(worst: Incident, { incidents }: VerdictInput, blind: readonly string[]): SessionVerdict {
  return {
    verdict: 'incident', severity: worst.severity, gotIn: mostIn(incidents), headline: headlineOf(worst, incidents.length - 1),
    reasons: [...reasonsOf(worst), ...blind],
  };
}

function suspected(worst: Incident, input: VerdictInput, blind: readonly string[]): SessionVerdict {
  const told = mostIn(input.incidents);
  return {
    verdict: 'suspicious', severity: worst.severity,
    gotIn: told === 'no-sign' && blind.length > 0 ? 'cannot-tell' : told,
    headline: headlineOf(worst, input.incidents.length - 1), reasons: [...reasonsOf(worst), ...blind],
  };
}

function inconclusive({ findings, weather }: VerdictInput, blind: readonly string[]): SessionVerdict {
  return {
    verdict: 'inconclusive', severity: worstSeverity(findings), gotIn: 'cannot-tell',
    headline: blind[0] ?? 'the records do not say', reasons: [...blind, ...weatherLine({ findings, weather })],
  };
}

/** Everything was read and no incident stands: oddities and attempts are suspicious, notes alone are nothing. */
function untroubled(input: VerdictInput): SessionVerdict {
  const { findings, weather } = input;
  const odd = findings.filter(({ severity }) => severity !== 'info');
  if (odd.length === 0) {
    return {
      verdict: 'nothing-found', severity: worstSeverity(findings), gotIn: 'no-sign',
      headline: `no finding in ${grouped(linesIn(input.reads))} lines${ofHosts(input.reads)}`,
      reasons: ['every log was read to its end and no detector found anything that counts'],
    };
  }
  const unclear = odd.find((one) => one.progress !== 'attempt' && atLeast(one.severity, 'medium'));
  const oddities = odd.filter(({ progress }) => progress !== 'attempt').slice(0, ODDITIES_TOLD);
  const telling = unclear?.title ?? weatherLine({ findings: odd, weather })[0] ?? worstOf(odd)?.title ?? '';
  return {
    verdict: 'suspicious', severity: capped(worstSeverity(odd)), gotIn: unclear ? 'cannot-tell' : 'no-sign',
    headline: `${soleHost(input.reads)}${telling}`,
    reasons: [
      ...odd.some(({ progress }) => progress === 'attempt') ? ['no attempt is on record as accepted'] : [],
      ...weatherLine({ findings: odd, weather }), ...oddities.map(({ title, severity }) => `${title} (${severity})`),
    ],
  };
}

function soleHost(reads: readonly LogRead[]): string {
  const hosts = [...new Set(reads.flatMap((read) => read.hosts))];
  return hosts.length === 1 ? `${hosts[0] ?? ''}: ` : '';
}

const capped = (severity: Severity | null): Severity | null =>
  (severity !== null && atLeast(severity, 'medium') ? 'medium' : severity);
const worstSeverity = (findings: readonly Finding[]): Severity | null =>
  (findings.length === 0 ? null : findings.map(({ severity }) => severity).reduce(worse));
const worstOf = (findings: readonly Finding[]): Finding | null =>
  [...findings].sort((a, b) => severityRank(a.severity) - severityRank(b.severity))[0] ?? null;

function mostIn(incidents: readonly Incident[]): GotIn {
  const said = new Set(incidents.map(({ gotIn }) => gotIn));
  return said.has('yes') ? 'yes' : said.has('cannot-tell') ? 'cannot-tell' : 'no-sign';
}

const plural = (count: number, one: string): string => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;
const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
const linesIn = (reads: readonly LogRead[]): number => reads.reduce((sum, { lines }) => sum + lines, 0);

function ofHosts(reads: readonly LogRead[]): string {
  const hosts = [...new Set(reads.flatMap((read) => read.hosts))];
  return hosts.length === 0 ? '' : hosts.length === 1 ? ` of ${hosts[0] ?? ''}` : ` of ${hosts.length} hosts`;
}

/** `30 sources guessed, none got in`; empty where nobody guessed. */
function weatherLine({ findings, weather }: Pick<VerdictInput, 'findings' | 'weather'>): readonly string[] {
  const guesses = findings.filter(({ category, progress }) => GUESSING.has(category) && progress === 'attempt');
  const sources = weather?.guessing ?? new Set(guesses.flatMap((guess) => guess.sources)).size;
  return sources === 0 ? [] : [`${plural(sources, 'source')} guessed, none got in`];
}

/** Why nothing found would not mean that nothing happened. The first is the headline. */
function blindSpots(input: VerdictInput): readonly string[] {
  const { logs, reads, unreadable, findings } = input;
  const files = logs.length + unreadable.filter(({ path }) => !logs.some((log) => log.path === path)).length;
  if (reads.length === 0) return ['nothing could be read', ...unreadable.map(({ path, why }) => `${path}: ${why}`)];
  return [
    ...emptiness(reads),
    ...unreadable.length === 0 ? [] : [`${unreadable.length} of ${plural(files, 'file')} could not be read`,
      ...unreadable.map(({ path, why }) => `${path}: ${why}`)],
    ...unread(input),
    ...notUnderstood(reads),
    ...reads.flatMap((read) => longGaps(read)),
    ...reads.flatMap(({ troubles }) => troubles),
    // Forged records are known for what they are and the others stand; cleared ones are gone.
    ...findings.filter(({ category, severity, taint }) =>
      AGAINST_RECORDS.has(category) && atLeast(severity, 'medium') && !taint.includes('all'))
      .map(({ title }) => `the records themselves are in doubt: ${title}`),
  ];
}

const emptiness = (reads: readonly LogRead[]): readonly string[] => {
  const empty = reads.filter(({ lines }) => lines === 0).length;
  if (empty / reads.length < LOGS_DARK) return [];
  return [empty === reads.length ? 'the log is empty' : `${empty} of ${plural(reads.length, 'log')} are empty`];
};

/** Opened, and never read to its end: an aborted run. */
function unread({ logs, reads }: VerdictInput): readonly string[] {
  const left = logs.filter(({ id }) => !reads.some(({ log }) => log === id));
  return left.map(({ name }) => `${name} was not read to its end`);
}

const unparsedShare = ({ lines, quiet, unparsed }: Pick<LogRead, 'lines' | 'quiet' | 'unparsed'>): number =>
  (lines - quiet <= 0 ? 0 : unparsed / (lines - quiet));

function notUnderstood(reads: readonly LogRead[]): readonly string[] {
  const all = reads.reduce((sum, read) => ({
    lines: sum.lines + read.lines, quiet: sum.quiet + read.quiet, unparsed: sum.unparsed + read.unparsed,
  }), { lines: 0, quiet: 0, unparsed: 0 });
  const dark = reads.filter((read) => unparsedShare(read) >= MOSTLY_UNPARSED).length;
  const bad = unparsedShare(all) >= MOSTLY_UNPARSED || dark / reads.length >= LOGS_DARK;
  return bad ? [`${grouped(all.unparsed)} of ${plural(all.lines, 'line')} were not understood`] : [];
}

function longGaps({ gaps, from, to }: LogRead): readonly string[] {
  const span = from === null || to === null ? 0 : to - from;
  const long = ({ from: start, to: end, explained }: LogGap): boolean => explained === null
    && (end - start >= ANY_LONG_GAP || (end - start >= LONG_GAP && end - start >= span * GAP_SHARE));
  return gaps.filter(long).map((gap) => `the log is silent for ${spanText(gap.to - gap.from)} after line ${gap.afterLine}`);
}
