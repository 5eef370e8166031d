import { openDetach } from '../../domain/detach.ts';
import type { WebEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOSTS_LISTED, remember } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import { isPrivate } from '../subnet.ts';
import type { Trail } from '../trail.ts';
import { citedLines, extend, openTrail, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';
import { between } from '../wording.ts';

/** One person has a browser, a telephone and a script or two; more programs behind one address are more people. */
const AGENTS = 6;
/** Addresses a header names as those it forwards for: one may be made up by a client. */
const CLIENTS = 3;
const COUNTED = 32;
const NAME_LENGTH = 200;
const STATE_LIMIT = 1_024;

interface Inside {
  readonly source: string;
  readonly agents: string[];
  readonly clients: string[];
  readonly hosts: string[];
  trail: Trail;
  told: boolean;
  due: boolean;
}

/** Says which private address is better not taken for a client; accuses nobody. */
export const likelyProxy: Detector = {
  name: 'likely-proxy',
  looksFor: 'a private address behind which many clients stand',
  kinds: ['web'],
  open: openLikelyProxy,
};

function openLikelyProxy(): DetectorRun {
  const detach = openDetach();
  const inside = openKeyed<Inside>(STATE_LIMIT, ({ told }) => told);
  const due: Inside[] = [];
  // Most requests come from one client after another.
  const last = { source: '', isPrivate: false };
  const isInside = (source: string): boolean => {
    if (source === last.source) return last.isPrivate;
    last.source = detach(source);
    return last.isPrivate = isPrivate(source);
  };
  const sourceOf = (event: WebEvent, source: string): Inside => {
    const known = inside.get(source);
    if (known) return known;
    const one = { source: detach(source), agents: [], clients: [], hosts: [], trail: openTrail(event), told: false, due: false };
    inside.set(one.source, one);
    return one;
  };
  return {
    on(event) {
      if (event.kind !== 'web' || event.source === null || !isInside(event.source)) return;
      const one = sourceOf(event, event.source);
      extend(one.trail, event);
      if (one.told) return;
      remember(one.agents, event.agent?.slice(0, NAME_LENGTH) ?? null, COUNTED, detach);
      remember(one.clients, clientOf(event), COUNTED, detach);
      remember(one.hosts, event.site ?? event.host, HOSTS_LISTED, detach);
      one.told = one.agents.length >= AGENTS || one.clients.length >= CLIENTS;
      if (one.told) markDue(due, one);
    },
    drain(emit) {
      for (const one of takeDue(due)) emit(draftOf(one));
    },
    evicted: () => inside.evicted(),
  };
}

/** The first hop a header names, which is the client's own word for who it is. */
const clientOf = ({ forwarded }: WebEvent): string | null =>
  (forwarded === null ? null : forwarded.slice(0, NAME_LENGTH).split(',', 1)[0]?.trim() ?? null);

function draftOf({ source, agents, clients, hosts, trail }: Inside): FindingDraft {
  const shown = clients.length >= CLIENTS ? `${clients.length} or more forwarded clients` : `${agents.length} or more different programs`;
  return {
    detector: likelyProxy.name, category: 'policy', key: source, family: 'likely-proxy', severity: 'info', progress: 'cannot-tell',
    title: `${source} is likely a proxy: ${shown} behind it`, confidence: 'medium', attack: [], sources: [],
    targets: [source], users: [], hosts: [...hosts], count: trail.count, first: timeOrNull(trail.first), last: timeOrNull(trail.last),
    lines: citedLines(trail), taint: ['agent', 'forwarded'],
    reason: `Requests from the private address ${source} show ${shown} ${between(trail.first, trail.last)}. What it did is what many `
      + 'did: name it under `proxies` in the context, and forwarded headers count.',
    benign: 'A load balancer, reverse proxy or gateway in front of the site, or one machine that tests with many programs.',
  };
}
