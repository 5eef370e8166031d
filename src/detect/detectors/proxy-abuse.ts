import { openDetach } from '../../domain/detach.ts';
import type { NetworkEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, HOSTS_LISTED, remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import { isPrivate } from '../subnet.ts';
import type { Trail } from '../trail.ts';
import { citedLines, extend, openTrail, timeOf, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** Ports that browsers and updaters tunnel to. */
const USUAL_PORTS: ReadonlySet<number> = new Set([80, 443, 563, 2083, 2087, 2096, 4443, 5222, 5223, 5228, 8080, 8443, 9443]);
/** Ports of logins, mail and file shares: one tunnel is worth a look. */
const TELLING_PORTS: ReadonlySet<number> = new Set([22, 23, 25, 135, 139, 445, 465, 587, 1433, 3306, 3389, 5432, 5900, 5985, 5986, 6667, 9001, 9050]);
const ODD_TUNNELS = 3;
/** Strangers who were refused: they look for a proxy open to all. */
const REFUSED_OUTSIDE = 3;

interface Client {
  readonly source: string;
  trail: Trail;
  odd: number;
  telling: number;
  refused: number;
  passed: number;
  readonly targets: string[];
  readonly ports: Set<number>;
  readonly users: string[];
  readonly hosts: string[];
  due: boolean;
}

export const proxyAbuse: Detector = {
  name: 'proxy-abuse',
  looksFor: 'tunnels through a web proxy to odd ports, and strangers who look for an open proxy',
  kinds: ['network'],
  open: openProxyAbuse,
};

function openProxyAbuse(): DetectorRun {
  const detach = openDetach();
  const clients = openKeyed<Client>(STATE_LIMIT / 4, isTelling);
  const due: Client[] = [];
  return {
    on: (event) => {
      if (event.kind !== 'network' || event.source === null || !matters(event)) return;
      let client = clients.get(event.source);
      if (!client || isOver(client, event)) {
        client = openClient(event, detach(event.source));
        clients.set(client.source, client);
      }
      note(client, event);
      const place = event.target === null ? null : event.targetPort === null ? event.target : `${event.target}:${event.targetPort}`;
      remember(client.targets, place, 8, detach);
      remember(client.users, event.user, 8, detach);
      remember(client.hosts, event.host, HOSTS_LISTED, detach);
      if (isTelling(client)) markDue(due, client);
    },
    drain: (emit) => {
      for (const client of takeDue(due)) emit(draftOf(client));
    },
    evicted: () => clients.evicted(),
  };
}

const isOdd = ({ protocol, targetPort }: NetworkEvent): boolean =>
  protocol === 'connect' && targetPort !== null && !USUAL_PORTS.has(targetPort);
const isStranger = (source: string): boolean => !isPrivate(source);
const matters = (event: NetworkEvent): boolean => (event.protocol === 'connect' || event.protocol === 'http')
  && (isOdd(event) || (event.action === 'blocked' && isStranger(event.source ?? '')));

const isTelling = ({ odd, telling, refused, source }: Client): boolean =>
  telling > 0 || odd >= ODD_TUNNELS || (refused >= REFUSED_OUTSIDE && isStranger(source));

const openClient = (event: NetworkEvent, source: string): Client => ({
  source, trail: { ...openTrail(event), count: 0 }, odd: 0, telling: 0, refused: 0, passed: 0, targets: [], ports: new Set(), users: [], hosts: [], due: false,
});

const isOver = (client: Client, event: NetworkEvent): boolean => !isTelling(client) && timeOf(event) - client.trail.last > DAY;

function note(client: Client, event: NetworkEvent): void {
  if (client.trail.count === 0) client.trail = openTrail(event);
  else extend(client.trail, event);
  if (event.action === 'blocked') client.refused += event.count;
  else client.passed += event.count;
  if (!isOdd(event) || event.targetPort === null) return;
  client.odd += event.count;
  if (TELLING_PORTS.has(event.targetPort)) client.telling += event.count;
  if (client.ports.size < 16) client.ports.add(event.targetPort);
}

function draftOf(client: Client): FindingDraft {
  const { source, trail, odd, passed, targets } = client;
  const ports = [...client.ports].sort((a, b) => a - b).map(String);
  const tunnels = odd > 0;
  return {
    detector: proxyAbuse.name, category: tunnels ? 'command-and-control' : 'discovery', family: tunnels ? 'odd-tunnel' : 'open-proxy', key: source,
    title: tunnels ? `Tunnels through the proxy to odd ports from ${source}` : `${source} looked for an open proxy`,
    severity: 'low', progress: passed > 0 ? 'cannot-tell' : 'attempt', confidence: 'medium',
    attack: [tunnels ? { tactic: 'command-and-control', technique: 'T1090' } : { tactic: 'reconnaissance', technique: 'T1595' }],
    sources: [source], targets: [...targets], users: [...client.users], hosts: [...client.hosts], count: Math.max(1, trail.count),
    first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail), taint: ['target'],
    reason: `${source} asked the proxy for ${listed(targets, 3)} in ${plural(Math.max(1, trail.count), 'request')} ${between(trail.first, trail.last)}; `
      + `${tunnels ? `tunnels went to ${listed(ports, 5)}` : 'it is no client of this network'}, ${passed > 0 ? `${passed} allowed` : 'all refused'}.`,
    benign: tunnels ? 'A developer who reaches SSH or mail through the proxy, or a program with a port of its own.'
      : 'Background noise: open proxies are looked for everywhere.',
  };
}
