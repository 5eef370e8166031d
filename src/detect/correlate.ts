import { fingerprintOf } from '../domain/digest.ts';
import type { Context } from '../domain/context.ts';
import type { Finding } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { atLeast, severityRank, worse } from '../domain/severity.ts';
import type { Fingerprint, SessionId } from '../domain/ids.ts';
import type { PriorKnowledge } from '../domain/prior-knowledge.ts';
import { incidentLabel } from '../domain/labels.ts';
import type { Incident, IncidentLink, VerdictWord } from '../domain/incident.ts';
import type { LogRead } from '../domain/log.ts';
import { isNonEmpty } from '../domain/result.ts';
import { isBackground } from '../domain/weather.ts';
import { canonicalPlace } from '../domain/within.ts';
import type { CitedBy, EvidenceOf } from './cited-line.ts';
import { openCited } from './cited-line.ts';
import { isEntry, succeeded } from '../domain/progress.ts';
import { incidentTypeOf } from './incident-type.ts';
import type { Node, RankedLink } from './links.ts';
import { linkOf, nodeOf } from './links.ts';
import type { Examined } from './predicates.ts';
import { examine } from './predicates.ts';
import { timelineOf, titleOf } from './story.ts';

export interface CorrelateOptions {
  readonly reads: readonly LogRead[];
  readonly context: Context;
  /** Incidents of this session so far: an incident that goes on keeps its id and its fingerprint. */
  readonly known: readonly Incident[];
  /** Incidents of earlier sessions that may go on in this one, which keep their fingerprints then. */
  readonly earlier?: readonly EarlierIncident[];
}

export interface EarlierIncident {
  readonly incident: Pick<Incident, 'fingerprint' | 'gotIn' | 'sources' | 'users' | 'hosts'>;
  /** Fingerprints of its findings. */
  readonly findings: readonly Fingerprint[];
}

/** Open ones, and those the session itself was taken in with: run again it must find the same, whatever became of them. */
export const earlierIn = ({ incidents }: PriorKnowledge, session: SessionId): readonly EarlierIncident[] => incidents
  .filter(({ state, sightings }) => state === 'open' || sightings.some((one) => one.session === session))
  .map(({ fingerprint, incident, findings }) =>
    ({ incident: { ...incident, fingerprint }, findings: findings.map((one) => one.fingerprint) }));

export interface Correlated {
  readonly incidents: readonly Incident[];
  readonly links: readonly IncidentLink[];
}

/** Guessing findings that join one incident: a distributed attack may leave thousands. */
const JOINING = 20;

/**
 * Findings that belong together, as incidents. Links rest on what an actor cannot help leaving behind: its address, the
 * account it took, the host it acts on; being scanned in the same hour is no link. What fails at low severity opens
 * nothing, and joins what the same source did later.
 */
export function correlate(
  findings: readonly Finding[], evidenceOf: EvidenceOf, options: CorrelateOptions,
): Correlated {
  const citedBy = openCited(evidenceOf);
  const nodes = findings.map((finding) => nodeOf(finding, citedBy, options.context)).sort(byTime);
  const core = nodes.filter(({ finding }) => !isBackground(finding));
  const groups = groupsOf(core, options.context).filter(({ nodes: members }) => opens(members));
  const joined = groups.map((group) => join(group, nodes, options.context));
  const alone = toldApart(joined.map((group) => build(group, findings, citedBy, options)), findings);
  const built = continued(alone, findings, options.earlier ?? []);
  const incidents = numbered(built, options.known);
  return { incidents, links: incidents.flatMap(({ links }) => links) };
}

interface Group {
  readonly nodes: readonly Node[];
  readonly links: readonly IncidentLink[];
}

const idNumber = ({ finding }: Node): number => Number(finding.id.slice(1));
const byTime = (a: Node, b: Node): number =>
  (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY) || idNumber(a) - idNumber(b);

/**
 * Connected parts. Of all links the ones that explain most are kept, as many as hold a part together (the method of
 * Kruskal's spanning tree): each says something that no other link of its incident says.
 */
function groupsOf(nodes: readonly Node[], context: Context): readonly Group[] {
  const parent = nodes.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    for (let up = parent[root]; up !== undefined && up !== root; up = parent[root]) root = up;
    parent[at] = root;
    return root;
  };
  const kept: Edge[] = [];
  for (const edge of edgesOf(nodes, context)) {
    const [one, other] = [rootOf(edge.i), rootOf(edge.j)];
    if (one === other) continue;
    parent[Math.max(one, other)] = Math.min(one, other);
    kept.push(edge);
  }
  const parts = new Map<number, { nodes: Node[]; links: IncidentLink[] }>();
  for (const [at, node] of nodes.entries()) {
    const part = parts.get(rootOf(at));
    if (part) part.nodes.push(node);
    else parts.set(rootOf(at), { nodes: [node], links: [] });
  }
  for (const { i, link } of kept.sort(byPlace)) parts.get(rootOf(i))?.links.push(link);
  return [...parts.values()];
}

interface Edge extends RankedLink {
  readonly i: number;
  readonly j: number;
}

const byPlace = (a: Edge, b: Edge): number => a.i - b.i || a.j - b.j;

function edgesOf(nodes: readonly Node[], context: Context): readonly Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i < nodes.length; i += 1) {
    for (let j = i + 1; j < nodes.length; j += 1) {
      const [a, b] = [nodes[i], nodes[j]];
      const found = a && b ? linkOf(a, b, context) : null;
      if (found) edges.push({ ...found, i, j });
    }
  }
  return edges.sort((a, b) => a.rank - b.rank || byPlace(a, b));
}

/** A success opens an incident, and so does an attempt of weight by somebody; a doubt about the records alone does not. */
function opens(nodes: readonly Node[]): boolean {
  return nodes.some(({ finding: { progress, severity, sources } }) =>
    atLeast(severity, 'medium') && (progress === 'access' || progress === 'action' || sources.length > 0));
}

/** Adds the failed guessing and scanning of the same sources: the first stage of the story. */
function join(group: Group, all: readonly Node[], context: Context): Group {
  const inside = new Set(group.nodes.map(({ finding }) => finding.id));
  const found: { readonly node: Node; readonly link: IncidentLink }[] = [];
  for (const node of all) {
    if (found.length >= JOINING) break;
    if (inside.has(node.finding.id) || node.finding.progress !== 'attempt' || !isBackground(node.finding)) continue;
    const link = group.nodes.map((member) => sharesSource(node, member) ? linkOf(node, member, context) : null)
      .find((one) => one !== null);
    if (link) found.push({ node, link: link.link });
  }
  return {
    nodes: [...group.nodes, ...found.map(({ node }) => node)].sort(byTime),
    links: [...group.links, ...found.map(({ link }) => link)],
  };
}

const sharesSource = (a: Node, b: Node): boolean => [...a.sources].some((source) => b.sources.has(source));

type Unnumbered = Omit<Incident, 'id'>;

function build(
  group: Group, all: readonly Finding[], citedBy: CitedBy, options: CorrelateOptions,
): Unnumbered {
  const members = group.nodes.map(({ finding }) => finding);
  const core = coreOf(members);
  const examined = examine({ members, others: all, citedBy, reads: options.reads, context: options.context });
  const { verdict, severity } = judged(core, examined);
  const ids = members.map(({ id }) => id);
  if (!isNonEmpty(ids)) throw new Error('an incident without findings cannot be: groups are never empty');
  const who = {
    sources: distinct(core.flatMap(({ sources }) => sources.map(canonicalPlace))),
    users: distinct(core.flatMap(({ users }) => users)),
    hosts: distinct(core.flatMap(({ hosts }) => hosts)),
  };
  const type = incidentTypeOf(core);
  return {
    fingerprint: fingerprintOf([type, ...[who.hosts, who.users, who.sources].map((some) => some.join('\u0001'))]),
    type, title: titleOf(members, citedBy), verdict, severity, gotIn: examined.gotIn,
    findings: [ids[0], ...ids.slice(1)], links: [...group.links], predicates: examined.predicates,
    timeline: timelineOf(members, citedBy), ...who,
    first: least(members.flatMap(({ first }) => first ?? [])),
    last: greatest(members.flatMap(({ last }) => last ?? [])),
    attack: techniques(members),
  };
}

/** Who and where it is about: its successes where it has some, else what was tried with weight. */
function coreOf(members: readonly Finding[]): readonly Finding[] {
  const successes = members.filter(succeeded);
  return successes.length > 0 ? successes : members.filter((member) => !isBackground(member));
}

/** An incident got in or acted; whatever cannot be shown to have is suspicious, and then medium at most. */
function judged(
  core: readonly Finding[], { gotIn, acted }: Examined,
): { readonly verdict: VerdictWord; readonly severity: Severity } {
  const worst = core.map(({ severity }) => severity).reduce(worse, 'info');
  if (gotIn === 'yes' || acted) return { verdict: 'incident', severity: worst };
  return { verdict: 'suspicious', severity: atLeast(worst, 'medium') ? 'medium' : worst };
}

const distinct = (items: readonly string[]): string[] => [...new Set(items)].sort();
const least = (times: readonly number[]): number | null =>
  (times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)));
const greatest = (times: readonly number[]): number | null =>
  (times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b)));

function techniques(members: readonly Finding[]): Incident['attack'] {
  const all = members.flatMap(({ attack }) => attack).map((one) => [`${one.tactic} ${one.technique}`, one] as const);
  return [...new Map(all).values()];
}

const worstFirst = (a: Unnumbered, b: Unnumbered): number =>
  Number(b.verdict === 'incident') - Number(a.verdict === 'incident') || severityRank(a.severity) - severityRank(b.severity)
  || (a.first ?? Number.POSITIVE_INFINITY) - (b.first ?? Number.POSITIVE_INFINITY)
  || (a.fingerprint < b.fingerprint ? -1 : 1);

/** Two incidents of the same people and hosts are two: the later ones are named after their first finding, too. */
function toldApart(built: readonly Unnumbered[], all: readonly Finding[]): readonly Unnumbered[] {
  const taken = new Set<string>();
  const inTime = [...built].sort((a, b) => (a.first ?? Number.POSITIVE_INFINITY) - (b.first ?? Number.POSITIVE_INFINITY));
  const names = new Map(inTime.map((one) => {
    const again = taken.has(one.fingerprint);
    taken.add(one.fingerprint);
    const first = all.find(({ id }) => id === one.findings[0])?.fingerprint ?? '';
    return [one, again ? fingerprintOf([one.fingerprint, first]) : one.fingerprint];
  }));
  return built.map((one) => ({ ...one, fingerprint: names.get(one) ?? one.fingerprint }));
}

/**
 * The same incidents under the fingerprints they were known by: an incident names itself after all who took part, and
 * a grown log shows more of them. Each earlier one goes on as one only, told apart by how much they share.
 */
function continued(
  built: readonly Unnumbered[], all: readonly Finding[], earlier: readonly EarlierIncident[],
): readonly Unnumbered[] {
  const exact = new Set(built.map(({ fingerprint }) => fingerprint));
  const free = earlier.filter(({ incident }) => !exact.has(incident.fingerprint));
  const known = new Set(earlier.map(({ incident }) => incident.fingerprint));
  const pairs = built.filter(({ fingerprint }) => !known.has(fingerprint)).flatMap((one) => {
    const members = all.filter(({ id }) => one.findings.includes(id));
    return free.map((before) => ({ one, before, shared: sharedWith(members, before) }));
  }).filter(({ shared }) => shared > 0).sort((a, b) => b.shared - a.shared || (pairKey(a) < pairKey(b) ? -1 : 1));
  const names = new Map<Unnumbered, Fingerprint>();
  const taken = new Set<Fingerprint>();
  for (const { one, before: { incident: { fingerprint } } } of pairs) {
    if (names.has(one) || taken.has(fingerprint)) continue;
    names.set(one, fingerprint);
    taken.add(fingerprint);
  }
  return built.map((one) => ({ ...one, fingerprint: names.get(one) ?? one.fingerprint }));
}

const pairKey = ({ one, before }: { readonly one: Unnumbered; readonly before: EarlierIncident }): string =>
  `${before.incident.fingerprint} ${one.fingerprint}`;

/** Findings in common; and an entry on the same host, from the same source or as the same user, counts as one. */
function sharedWith(members: readonly Finding[], { incident, findings }: EarlierIncident): number {
  const common = members.filter(({ fingerprint }) => findings.includes(fingerprint)).length;
  const sameEntry = incident.gotIn === 'yes' && members.some((member) => isEntry(member) && succeeded(member)
    && member.hosts.some((host) => incident.hosts.includes(host))
    && (member.sources.some((source) => incident.sources.includes(canonicalPlace(source)))
      || member.users.some((user) => incident.users.includes(user))));
  return common + Number(sameEntry);
}

/** Known incidents keep their ids and fingerprints, by fingerprint or by a finding in common; new ones get the next, worst first. */
function numbered(built: readonly Unnumbered[], known: readonly Incident[]): readonly Incident[] {
  const free = new Map(known.map((one) => [one.id, one]));
  const take = (matches: (one: Incident) => boolean) => {
    const found = [...free.values()].find(matches);
    if (found) free.delete(found.id);
    return found ?? null;
  };
  let next = Math.max(0, ...known.map(({ id }) => Number(id.slice(1))));
  const sorted = [...built].sort(worstFirst);
  const exact = sorted.map((one) => take(({ fingerprint }) => fingerprint === one.fingerprint));
  return sorted.map((one, at) => {
    const kept = exact[at] ?? take(({ findings }) => findings.some((id) => one.findings.includes(id)));
    if (kept === null) next += 1;
    return { ...one, id: kept?.id ?? incidentLabel(next), fingerprint: kept?.fingerprint ?? one.fingerprint };
  });
}
