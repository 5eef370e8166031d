import type { Entry } from './fact.ts';
import { severityRank } from './severity.ts';
import type { Fingerprint, SessionId } from './ids.ts';
import type { GotIn, Incident, VerdictWord } from './incident.ts';
import { VERDICTS } from './incident.ts';
import type { IncidentSighting, Knowledge, KnownIncident } from './knowledge.ts';
import type { SessionState } from './session-state.ts';
import { bySession, textOrder } from './sightings.ts';

/** An incident as one session saw it. */
export interface SeenIncident {
  readonly incident: Incident;
  readonly sighting: IncidentSighting;
  readonly findings: KnownIncident['findings'];
}

/** The incidents of a session, each with every word the session gave on it. */
export function seenIncidents(entries: readonly Entry[], state: SessionState): ReadonlyMap<Fingerprint, SeenIncident> {
  const session = state.started?.session;
  const seen = new Map<Fingerprint, SeenIncident>();
  if (session === undefined) return seen;
  for (const { at, fact } of entries) {
    if (fact.type !== 'incident.raised' && fact.type !== 'incident.updated') continue;
    const { incident } = fact;
    const before = seen.get(incident.fingerprint)?.sighting;
    const verdicts = [...(before?.verdicts ?? []), { at, verdict: incident.verdict, gotIn: incident.gotIn }];
    const sighting = { session, label: incident.id, at: before?.at ?? at, verdicts: onlyChanges(verdicts), changed: [] };
    seen.set(incident.fingerprint, { incident, sighting, findings: findingsOf(incident, state) });
  }
  return seen;
}

function onlyChanges(verdicts: IncidentSighting['verdicts']): IncidentSighting['verdicts'] {
  return verdicts.filter((one, index) => {
    const before = verdicts[index - 1];
    return before === undefined || before.verdict !== one.verdict || before.gotIn !== one.gotIn;
  });
}

const findingsOf = (incident: Incident, state: SessionState): KnownIncident['findings'] =>
  incident.findings.flatMap((id) => {
    const finding = state.findings.find((one) => one.id === id);
    return finding === undefined ? [] : [{ fingerprint: finding.fingerprint, detector: finding.detector }];
  });

/** The known incidents with what one session saw in the place of what it saw before. In order of fingerprints. */
export function sightIncidents(
  known: readonly KnownIncident[], session: SessionId, seen: ReadonlyMap<Fingerprint, SeenIncident>,
): readonly KnownIncident[] {
  const names = new Set([...known.map((one) => one.fingerprint), ...seen.keys()]);
  return [...names].sort(textOrder).flatMap((name) =>
    resighted(known.find((one) => one.fingerprint === name), session, seen.get(name)) ?? []);
}

/** A sighting with the incident as it was seen then; only those of the last two sightings are kept. */
interface View {
  readonly sighting: IncidentSighting;
  readonly incident: Incident | null;
}

function resighted(known: KnownIncident | undefined, session: SessionId, seen: SeenIncident | undefined): KnownIncident | null {
  const views = withChanges(replaceView(viewsOf(known), session, seen));
  const last = views.at(-1);
  const incident = last?.incident ?? known?.incident;
  if (last === undefined || incident === undefined) return null;
  const teller = last.sighting.session === session ? seen : known;
  return {
    ...(known ?? UNJUDGED),
    fingerprint: incident.fingerprint,
    incident,
    previous: views.at(-2)?.incident ?? null,
    sightings: views.map((view) => view.sighting),
    changed: last.sighting.changed,
    findings: teller?.findings ?? [],
  };
}

function replaceView(views: readonly View[], session: SessionId, seen: SeenIncident | undefined): readonly View[] {
  const others = views.filter((view) => view.sighting.session !== session);
  if (seen === undefined) return others;
  const changed = views.find((view) => view.sighting.session === session)?.sighting.changed ?? [];
  const mine = { sighting: { ...seen.sighting, changed }, incident: seen.incident };
  return [...others, mine].sort((a, b) => bySession(a.sighting, b.sighting));
}

function viewsOf(known: KnownIncident | undefined): readonly View[] {
  if (known === undefined) return [];
  const { sightings, incident, previous } = known;
  const bodies = [incident, previous];
  return sightings.map((sighting, index) => ({ sighting, incident: bodies[sightings.length - 1 - index] ?? null }));
}

/** What changed is worked out where both sides are at hand, and stands as it was told where not. */
const withChanges = (views: readonly View[]): readonly View[] =>
  views.map((view, index) => {
    const before = views[index - 1];
    if (before === undefined) return { ...view, sighting: { ...view.sighting, changed: [] } };
    if (before.incident === null || view.incident === null) return view;
    return { ...view, sighting: { ...view.sighting, changed: changesBetween(before.incident, view.incident) } };
  });

/** In the words an analyst reads; empty where nothing that matters changed. */
function changesBetween(before: Incident, after: Incident): string[] {
  const worsened = severityRank(after.severity) < severityRank(before.severity) ? 'rose' : 'fell';
  return [
    ...(before.verdict === after.verdict ? [] : [`verdict: ${before.verdict} → ${after.verdict}`]),
    ...(before.gotIn === after.gotIn ? [] : [`got in: ${before.gotIn} → ${after.gotIn}`]),
    ...(before.severity === after.severity ? [] : [`severity ${worsened}: ${before.severity} → ${after.severity}`]),
    ...(before.findings.length === after.findings.length ? [] : [`findings: ${before.findings.length} → ${after.findings.length}`]),
    ...newOnes('source', before.sources, after.sources),
    ...newOnes('user', before.users, after.users),
    ...newOnes('host', before.hosts, after.hosts),
  ];
}

const NAMES_SHOWN = 5;

function newOnes(what: string, before: readonly string[], after: readonly string[]): readonly string[] {
  const known = new Set(before);
  const added = after.filter((name) => !known.has(name));
  if (added.length === 0) return [];
  const more = added.length > NAMES_SHOWN ? ` and ${added.length - NAMES_SHOWN} more` : '';
  return [`new ${what}${added.length === 1 ? '' : 's'}: ${added.slice(0, NAMES_SHOWN).join(', ')}${more}`];
}

type Standing = Pick<KnownIncident, 'state' | 'into' | 'judged' | 'reason' | 'owner' | 'notes'>;
const UNJUDGED: Standing = { state: 'open', into: null, judged: null, reason: null, owner: null, notes: [] };
type Mark = Knowledge['marks'][number];
type Verdict = IncidentSighting['verdicts'][number];

/** Where each incident stands, from all sightings and the analysts' marks in order of time. */
export const standAll = (incidents: readonly KnownIncident[], marks: Knowledge['marks']): KnownIncident[] =>
  incidents.map((known) => ({ ...known, ...standing(known, marks.filter((mark) => mark.fact.incident === known.fingerprint)) }));

/** `worst` so far, and `accepted`: how bad it was when it was closed; null where it had not been seen before. */
interface Course extends Standing {
  readonly worst: number | null;
  readonly accepted: number | null;
}

function standing(known: KnownIncident, marks: readonly Mark[]): Standing {
  const seen = known.sightings.flatMap((sighting) => sighting.verdicts);
  // Stable, and sightings first: what is shown and judged in the same millisecond was seen before it was judged.
  const steps = [...seen.map((verdict) => ({ at: verdict.at, verdict })), ...marks.map((mark) => ({ at: mark.at, mark }))]
    .sort((a, b) => a.at - b.at);
  const start: Course = { ...UNJUDGED, worst: null, accepted: null };
  const { worst: _worst, accepted: _accepted, ...now } = steps.reduce<Course>(
    (course, step) => ('mark' in step ? marked(course, step.mark) : sightedAgain(course, step.verdict)), start);
  return now;
}

/** What is closed stays closed when it is seen again, unless it got worse than what the analyst accepted. */
function sightedAgain(course: Course, verdict: Verdict): Course {
  const bad = badness(verdict.verdict, verdict.gotIn);
  const worst = Math.max(course.worst ?? bad, bad);
  if (course.state === 'open') return { ...course, worst };
  const accepted = course.accepted ?? bad;
  if (bad <= accepted) return { ...course, worst, accepted };
  const was = course.judged === null ? course.state : `${course.state} as ${course.judged}`;
  const reason = `reopened by itself: was ${was}, then seen with a worse verdict (${verdict.verdict}, got in: ${verdict.gotIn})`;
  return { ...course, worst, accepted: null, state: 'open', into: null, judged: null, reason };
}

function marked(course: Course, { at, fact }: Mark): Course {
  switch (fact.type) {
    case 'incident.noted': return { ...course, notes: [...course.notes, { at, who: fact.who, text: fact.text }] };
    case 'incident.assigned': return { ...course, owner: fact.to };
    case 'incident.closed':
      return { ...course, state: 'closed', into: null, judged: fact.verdict, reason: fact.reason, accepted: course.worst };
    case 'incident.merged':
      return { ...course, state: 'merged', into: fact.into, judged: 'duplicate', reason: fact.reason, accepted: course.worst };
    case 'incident.reopened':
      return { ...course, state: 'open', into: null, judged: null, reason: fact.reason, accepted: null };
    default: return fact satisfies never;
  }
}

const GOT_IN_RISING: readonly GotIn[] = ['no-sign', 'cannot-tell', 'yes'];

/** Orders verdicts: the word first, then how sure it is that somebody got in. */
const badness = (verdict: VerdictWord, gotIn: GotIn): number =>
  (VERDICTS.length - VERDICTS.indexOf(verdict)) * GOT_IN_RISING.length + GOT_IN_RISING.indexOf(gotIn);
