import { AGAINST_RECORDS, GUESSING, LOGINS, WEB } from '../domain/category-groups.ts';
import type { Context } from '../domain/context.ts';
import type { Finding } from '../domain/finding.ts';
import { atLeast } from '../domain/severity.ts';
import type { IncidentLink } from '../domain/incident.ts';
import { assetOf, sharedPlaceOf } from '../domain/known-places.ts';
import { spanText } from '../domain/times.ts';
import { canonicalPlace, sameHost, subnetOf, withinAny } from '../domain/within.ts';
import type { CitedBy } from './cited-line.ts';
import { momentOf } from './cited-line.ts';
import { isEntry } from '../domain/progress.ts';

const HOUR = 3_600_000;
/** One address is one actor this long; dynamic addresses change hands within days. */
const SAME_SOURCE = 72 * HOUR;
/** Guessing counts as what led to a login this long before it. */
const LED_TO = 14 * 24 * HOUR;
/** What an account does this long after a login is still read as that login's doing. */
const ACTS_AFTER = 12 * HOUR;
/** A host and a time alone tie an act to an access only this long, and only for root or an unnamed actor. */
const NAMELESS_ACT = HOUR;
/** Addresses of one /24 are one actor only within this time, and only on the same account. */
const SAME_SUBNET = HOUR;
/** Clocks of two logs of one host may differ by this much. */
const SKEW = 2_000;
/** Evidence cited for a link, from each side. */
const CITED = 2;

/** Accounts that web servers run under: an act of theirs after a web attack is the attack's. */
const WEB_ACCOUNTS: ReadonlySet<string> = new Set([
  'www-data', 'apache', 'httpd', 'nginx', 'http', 'www', 'wwwrun', 'caddy', 'tomcat', 'jetty', 'php-fpm', '_www',
]);
const SUPERUSERS: ReadonlySet<string> = new Set(['root', 'Administrator', 'toor']);

/** A finding with what linking asks of it, worked out once. */
export interface Node {
  readonly finding: Finding;
  /** When it counts: a login's own time, the first sign of anything else. */
  readonly at: number | null;
  readonly sources: ReadonlySet<string>;
  readonly subnets: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  /** Many people stand behind its sources. */
  readonly shared: boolean;
}

export function nodeOf(finding: Finding, citedBy: CitedBy, context: Context): Node {
  const sources = finding.sources.map(canonicalPlace);
  return {
    finding, at: momentOf(finding, citedBy), sources: new Set(sources),
    subnets: new Set(sources.flatMap((source) => subnetOf(source) ?? [])),
    users: new Set(finding.users), shared: sharedPlaceOf(sources, context) !== null,
  };
}

/** Earlier and later of two findings; null where there is no tie. */
type Tie = (earlier: Node, later: Node, context: Context) => string | null;

/** A link and how much it explains: the lower, the more. */
export interface RankedLink {
  readonly link: IncidentLink;
  readonly rank: number;
}

export function linkOf(a: Node, b: Node, context: Context): RankedLink | null {
  const distance = (b.at ?? 0) - (a.at ?? 0);
  const orders = distance >= 0 ? [[a, b], [b, a]] as const : [[b, a], [a, b]] as const;
  for (const [earlier, later] of Math.abs(distance) <= SKEW ? orders : orders.slice(0, 1)) {
    for (const [rank, tie] of TIES.entries()) {
      const because = tie(earlier, later, context);
      if (because !== null) return { rank, link: written(earlier.finding, later.finding, because) };
    }
  }
  return null;
}

function written(a: Finding, b: Finding, because: string): IncidentLink {
  const evidence = [a, b].flatMap((finding) => finding.evidence.slice(0, CITED));
  return { a: a.id, b: b.id, because, evidence: [...new Set(evidence)] };
}

/** Time from the end of the one to the start of the other, 0 where they overlap; null where either has no time. */
function apart({ finding: a }: Node, { finding: b }: Node): number | null {
  if (a.first === null || a.last === null || b.first === null || b.last === null) return null;
  return Math.max(0, b.first - a.last, a.first - b.last);
}

const within = (distance: number | null, limit: number): boolean => distance !== null && distance <= limit;
const common = (a: ReadonlySet<string>, b: ReadonlySet<string>): string | null => {
  for (const one of a) if (b.has(one)) return one;
  return null;
};
/** Records without a host are of the one host the log came from. */
export const hostsMeet = (a: Finding, b: Finding): boolean =>
  a.hosts.length === 0 || b.hosts.length === 0 || a.hosts.some((one) => b.hosts.some((other) => sameHost(one, other)));
const gotIn = ({ finding }: Node): boolean => isEntry(finding);
/** Something was done on the host; what is unclear by itself may be clear after a break-in. */
const onHost = ({ finding: { category } }: Node): boolean => !WEB.has(category) && !LOGINS.has(category);
const acted = (node: Node): boolean => node.finding.progress === 'action'
  || (node.finding.progress === 'cannot-tell' && onHost(node) && !AGAINST_RECORDS.has(node.finding.category));
/** The record names nobody, or root, or only the account that was acted on. */
const isNameless = ({ finding, users }: Node): boolean =>
  [...users].every((user) => SUPERUSERS.has(user) || finding.targets.includes(user));
const after = (earlier: Node, later: Node): number | null =>
  earlier.at === null || later.at === null ? null : later.at - earlier.at;
const follows = (earlier: Node, later: Node, limit: number): boolean => {
  const distance = after(earlier, later);
  return distance !== null && distance >= -SKEW && distance <= limit;
};
const later = (a: Node, b: Node): string => spanText(Math.max(0, after(a, b) ?? 0));

const sameSource: Tie = (a, b) => {
  const source = common(a.sources, b.sources);
  if (source === null || (a.shared && common(a.users, b.users) === null)) return null;
  const led = GUESSING.has(a.finding.category) && (gotIn(b) || acted(b));
  const distance = apart(a, b);
  return distance === null || distance <= (led ? LED_TO : SAME_SOURCE) ? `both come from ${source}` : null;
};

const sameSubnet: Tie = (a, b) => {
  const [subnet, user] = [common(a.subnets, b.subnets), common(a.users, b.users)];
  if (subnet === null || user === null || !within(apart(a, b), SAME_SUBNET)) return null;
  return `both aim at ${user} from ${subnet} within ${spanText(SAME_SUBNET)}`;
};

/** The account that got in acts on the same host. */
const sameUserActs: Tie = (a, b) => {
  const user = common(a.users, b.users);
  if (user === null || !acted(b) || !(gotIn(a) || acted(a)) || !hostsMeet(a.finding, b.finding)) return null;
  if (a.sources.size === 0 && SUPERUSERS.has(user) && !becomesRoot(a)) return null;
  return follows(a, b, ACTS_AFTER) ? `${user} acts on the same host ${later(a, b)} later` : null;
};

/** By its own category with root named, or as a step of the session it tells. */
const becomesRoot = ({ finding, users }: Node): boolean => (finding.category === 'privilege-escalation'
  ? [...users, ...finding.targets].some((name) => SUPERUSERS.has(name))
  : finding.progress === 'action' && finding.attack.some(({ tactic }) => tactic === 'privilege-escalation'));

/** Root, or nobody by name, acts on a host where the actor holds root: through sudo, or by having come in as root. */
const rootActs: Tie = (a, b) => {
  const holdsRoot = (acted(a) && becomesRoot(a)) || (gotIn(a) && (becomesRoot(a) || [...a.users].some((user) => SUPERUSERS.has(user))));
  if (!isNameless(b) || !holdsRoot || !acted(b) || !onHost(b) || !hostsMeet(a.finding, b.finding)) return null;
  return follows(a, b, NAMELESS_ACT) ? `root acts on the same host ${later(a, b)} after root was gained` : null;
};

/** An act without a named actor, right after a break-in that counts. */
const namelessActs: Tie = (a, b) => {
  if (!gotIn(a) || !atLeast(a.finding.severity, 'high') || !acted(b)) return null;
  if (!isNameless(b) || !onHost(b) || !hostsMeet(a.finding, b.finding)) return null;
  return follows(a, b, NAMELESS_ACT) ? `happens on the same host ${later(a, b)} after the login` : null;
};

/** An account made or changed earlier is used. */
const newAccountUsed: Tie = (a, b) => {
  if (a.finding.category !== 'account-change' && a.finding.category !== 'persistence') return null;
  const account = common(new Set(a.finding.targets), b.users);
  if (account === null || SUPERUSERS.has(account) || !(gotIn(b) || acted(b))) return null;
  return hostsMeet(a.finding, b.finding) && follows(a, b, LED_TO) ? `${account}, changed before, is used` : null;
};

/** The same account is entered again from elsewhere, both times under suspicion. */
const sameAccountEntered: Tie = (a, b) => {
  const user = common(a.users, b.users);
  if (user === null || !gotIn(a) || !gotIn(b) || !hostsMeet(a.finding, b.finding)) return null;
  if (!atLeast(a.finding.severity, 'medium') || !atLeast(b.finding.severity, 'medium')) return null;
  return follows(a, b, ACTS_AFTER) ? `${user} is entered again ${later(a, b)} later` : null;
};

/** The place a later attack comes from is a host that was entered before. */
const movesOn: Tie = (a, b, context) => {
  if (!(gotIn(a) || acted(a)) || !follows(a, b, ACTS_AFTER)) return null;
  const from = a.finding.hosts.find((host) => {
    const places = assetOf(host, context)?.places ?? [];
    return [...b.sources].some((source) => sameHost(source, host) || withinAny(source, places));
  });
  return from === undefined ? null : `the later one comes from ${from}, entered ${later(a, b)} before`;
};

const webAccountActs: Tie = (a, b) => {
  if (!WEB.has(a.finding.category) || a.finding.progress === 'attempt' || !acted(b) || !onHost(b)) return null;
  const account = [...b.users].find((user) => WEB_ACCOUNTS.has(user));
  if (account === undefined || !hostsMeet(a.finding, b.finding) || !follows(a, b, ACTS_AFTER)) return null;
  return `${account}, which the web server runs as, acts ${later(a, b)} after the web attack`;
};

/** One puts a page there, another calls it: the page is the tie, whatever the addresses. */
const samePage: Tie = (a, b) => {
  if (!WEB.has(a.finding.category) || !WEB.has(b.finding.category)) return null;
  if (a.finding.category !== 'web-shell' && b.finding.category !== 'web-shell') return null;
  // Two strangers asking for the same shell that is not there have nothing in common.
  if (a.finding.progress === 'attempt' && b.finding.progress === 'attempt') return null;
  const page = common(new Set(a.finding.targets.filter((path) => path.length > 1)), new Set(b.finding.targets));
  return page !== null && within(apart(a, b), SAME_SOURCE) ? `both touch ${page}` : null;
};

/** What explains most comes first: of several ties between two findings the first is told. */
const TIES: readonly Tie[] = [
  sameSource, sameUserActs, rootActs, newAccountUsed, webAccountActs, samePage, sameAccountEntered, movesOn,
  namelessActs, sameSubnet,
];
