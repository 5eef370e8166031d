import { WEB } from '../../domain/category-groups.ts';
import { proxyOf } from '../../domain/known-places.ts';
import { isPrivate } from '../../domain/within.ts';
import { succeeded } from '../../domain/progress.ts';
import type { Case, Condition } from './case.ts';
import { actsOf, idsOf, linesOf, met, notCheckable, unmet } from './case.ts';

const webSuccesses = ({ members }: Case) =>
  members.filter((finding) => WEB.has(finding.category) && succeeded(finding));

/** Status and size are the server's own words, whatever the client wrote into the request. */
const answers = (matter: Case) => linesOf(webSuccesses(matter), matter.citedBy).flatMap(({ line, events }) =>
  events.flatMap((event) => (event.kind === 'web' ? [{ id: line.id, status: event.status, bytes: event.bytes }] : [])));

const answered: Condition = {
  name: 'answered unlike a page that is not there',
  weight: 'proof',
  check: (matter) => {
    const successes = webSuccesses(matter);
    if (successes.length === 0) return unmet('no request was answered as if it had worked');
    const all = answers(matter);
    if (all.length === 0) return notCheckable('no cited line shows a status');
    const good = all.filter(({ status }) => status < 400);
    return good.length > 0 ? met(`answered with status ${good[0]?.status ?? ''}`, good.map(({ id }) => id))
      : unmet('every cited answer is an error', all.map(({ id }) => id));
  },
};

const served: Condition = {
  name: 'content was served',
  weight: 'grounds',
  check: (matter) => {
    const good = answers(matter).filter(({ status }) => status < 400);
    if (good.length === 0) return notCheckable('no answer to look at');
    const known = good.filter(({ bytes }) => bytes !== null);
    if (known.length === 0) return notCheckable('the log does not say how much was sent');
    const full = known.filter(({ bytes }) => (bytes ?? 0) > 0);
    return full.length > 0 ? met('the answer had a body', full.map(({ id }) => id))
      : unmet('the answers were empty', known.map(({ id }) => id));
  },
};

const hostAgrees: Condition = {
  name: 'host records agree',
  weight: 'strong',
  check: (matter) => {
    const acts = actsOf(matter).filter(({ category }) => !WEB.has(category));
    if (acts.length > 0) return met('acts on the host follow', idsOf(acts));
    // Records of a host name their host; those of a web server do not.
    const hasHostLog = matter.reads.some(({ hosts }) => hosts.length > 0);
    return hasHostLog ? unmet('the host logs given show no act that follows from it')
      : notCheckable('no host log was given');
  },
};

/** Browsers seen behind one private address from which on it is more likely a proxy than a person. */
const CLIENTS = 4;

/** Holds for attempts too: behind a proxy nobody outside is accused. */
export const oneClient: Condition = {
  name: 'the source is one client',
  weight: 'support',
  check: (matter) => {
    const sources = new Set(matter.members.filter(({ category }) => WEB.has(category)).flatMap((one) => one.sources));
    const proxy = proxyOf([...sources], matter.context);
    if (proxy) return unmet(`the source is the proxy ${proxy.name}; the client is unknown unless forwarded`);
    const inside = [...sources].filter(isPrivate);
    if (inside.length === 0) return met('it comes from an address of its own');
    const agents = new Map(linesOf(matter.members, matter.citedBy).flatMap(({ line, events, near }) =>
      [...events, ...near].flatMap((event) =>
        (event.kind === 'web' && event.agent !== null && inside.includes(event.source ?? '') ? [[event.agent, line.id] as const] : []))));
    return agents.size >= CLIENTS
      ? unmet(`${inside.join(', ')} is private and shows ${agents.size} different clients: likely a proxy, name it in the context`,
        [...agents.values()])
      : notCheckable(`${inside.join(', ')} is private: whether it is a proxy is not known`);
  },
};

export const WEB_CONDITIONS: readonly Condition[] = [answered, served, hostAgrees];
