import { openDetach } from '../../domain/detach.ts';
import type { NetworkEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, HOSTS_LISTED, MINUTE, remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import { isPrivate } from '../subnet.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOf, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** So many ports of one host, or hosts at one port, within minutes: a client knows which one it wants. */
const PORTS = 10;
const HOSTS = 12;
const WINDOW = 10 * MINUTE;
/** Slowly, over a day, hosts and ports together. */
const SLOW = 30;
/** Places remembered of a source in the window. */
const RECENT = 64;
/** Where a firewall let it pass, several services of one server are everyday; so many are not. */
const PORTS_ALLOWED = 25;
/** Above are ports that systems give to answers and to what is negotiated; only a block there says anything. */
const DYNAMIC = 32_768;
const SERVICES = 1_024;
/** Open to everybody where they are open at all. */
const PUBLIC_PORTS: ReadonlySet<number> = new Set([25, 53, 80, 123, 443, 465, 587, 993, 995]);
const TARGETS_LISTED = 16;
const PORTS_LISTED = 64;

type Family = 'vertical' | 'horizontal' | 'slow';

interface Place {
  readonly time: number;
  readonly target: string;
  readonly port: number;
  readonly blocked: boolean;
}

interface Scanner {
  readonly source: string;
  trail: Trail;
  readonly recent: Place[];
  readonly day: Set<string>;
  readonly dayStart: number;
  readonly targets: string[];
  readonly ports: Set<number>;
  readonly hosts: string[];
  blocked: number;
  /** Passed, at ports that are not for everybody. */
  readonly passed: Telling[];
  family: Family | null;
  due: boolean;
}

export const portScan: Detector = {
  name: 'port-scan',
  looksFor: 'one source that tries many ports or many hosts at a firewall',
  kinds: ['network'],
  open: openPortScan,
};

function openPortScan(): DetectorRun {
  const detach = openDetach();
  const scanners = openKeyed<Scanner>(STATE_LIMIT / 2, ({ family, recent }) => family !== null || recent.length >= PORTS / 2);
  const due: Scanner[] = [];
  return {
    on: (event) => {
      if (event.kind !== 'network' || event.source === null || event.target === null || event.targetPort === null) return;
      if (event.forged !== null || !counts(event, event.targetPort)) return;
      let scanner = scanners.get(event.source);
      if (!scanner || isOver(scanner, event)) {
        scanner = openScanner(event, detach(event.source));
        scanners.set(scanner.source, scanner);
      }
      const place = { time: timeOf(event), target: detach(event.target), port: event.targetPort, blocked: event.action === 'blocked' };
      note(scanner, event, place);
      remember(scanner.targets, place.target, TARGETS_LISTED, detach);
      remember(scanner.hosts, event.host, HOSTS_LISTED, detach);
      if (scanner.family !== null) markDue(due, scanner);
    },
    drain: (emit) => {
      for (const scanner of takeDue(due)) emit(draftOf(scanner));
    },
    evicted: () => scanners.evicted(),
  };
}

/** Packets that tell of looking around: not answers, not what people do all day. */
function counts({ protocol, sourcePort, action, source, target }: NetworkEvent, port: number): boolean {
  if (!PORTED.has(protocol)) return false;
  if ((sourcePort ?? SERVICES) < SERVICES && port >= SERVICES) return false;
  if (action !== 'blocked' && port >= DYNAMIC) return false;
  return !isOutward(source, target) || (action === 'blocked' && !PUBLIC_PORTS.has(port));
}

const PORTED: ReadonlySet<string | null> = new Set([null, 'tcp', 'udp', 'sctp']);
const isOutward = (source: string | null, target: string | null): boolean => isPrivate(source ?? '') && !isPrivate(target ?? '');

const openScanner = (event: NetworkEvent, source: string): Scanner => ({
  source, trail: { ...openTrail(event), count: 0 }, recent: [], day: new Set(), dayStart: timeOf(event), targets: [], ports: new Set(),
  hosts: [], blocked: 0, passed: [], family: null, due: false,
});

const isOver = ({ family, dayStart }: Scanner, event: NetworkEvent): boolean => family === null && timeOf(event) - dayStart > DAY;

function note(scanner: Scanner, event: NetworkEvent, place: Place): void {
  if (scanner.trail.count === 0) scanner.trail = openTrail(event);
  else extend(scanner.trail, event);
  if (scanner.ports.size < PORTS_LISTED) scanner.ports.add(place.port);
  if (place.blocked) scanner.blocked += event.count;
  else if (event.action === 'allowed' && !PUBLIC_PORTS.has(place.port) && scanner.passed.length < TELLING_LIMIT) scanner.passed.push(telling(event));
  scanner.family ??= familyOf(scanner, place);
}

function familyOf({ recent, day }: Scanner, place: Place): Family | null {
  forgetOld(recent, place.time);
  if (recent.some(({ target, port, blocked }) => target === place.target && port === place.port && blocked === place.blocked)) return null;
  recent.push(place);
  const ofTarget = recent.filter(({ target }) => target === place.target);
  const stopped = ofTarget.filter(({ blocked }) => blocked).length;
  if (ofTarget.length >= PORTS && (stopped >= PORTS / 2 || ofTarget.length >= PORTS_ALLOWED)) return 'vertical';
  if (!place.blocked) return null;
  if (recent.filter(({ port, blocked }) => blocked && port === place.port).length >= HOSTS) return 'horizontal';
  day.add(`${place.target} ${place.port}`);
  return day.size >= SLOW ? 'slow' : null;
}

function forgetOld(recent: Place[], time: number): void {
  while (recent.length >= RECENT || time - (recent[0]?.time ?? time) > WINDOW) recent.shift();
}

const SAID: Readonly<Record<Family, string>> = {
  vertical: 'many ports of one host within minutes', horizontal: 'the same port of many hosts within minutes',
  slow: 'many hosts and ports over a day',
};

function draftOf(scanner: Scanner): FindingDraft {
  const { source, trail, blocked, passed, family, targets } = scanner;
  const inside = isPrivate(source);
  const ports = [...scanner.ports].sort((a, b) => a - b).map(String);
  const through = blocked > 0 && passed.length > 0;
  return {
    detector: portScan.name, category: 'port-scan', family, key: source, title: `Port scan from ${source}`,
    severity: through ? 'medium' : 'low', progress: 'attempt', confidence: inside || through ? 'medium' : 'high',
    attack: [{ tactic: inside ? 'discovery' : 'reconnaissance', technique: inside ? 'T1046' : 'T1595.001' }, ...(inside ? [] : [{ tactic: 'discovery', technique: 'T1046' }])],
    sources: [source], targets: [...targets], users: [], hosts: [...scanner.hosts], count: Math.max(1, trail.count),
    first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail, passed), taint: [],
    reason: `${source} tried ${SAID[family ?? 'slow']}: ${plural(ports.length, 'port')} (${listed(ports, 6)}) of ${listed(targets, 2)} `
      + `${between(trail.first, trail.last)}; ${blocked === 0 ? 'the records do not show a block' : `${blocked} of ${trail.count} were blocked`}`
      + `${through ? `, ${passed.length} let through` : ''}.`,
    benign: inside ? 'An inventory or monitoring system of the owner, or a program that looks for its server.'
      : 'Background noise of the internet: every public address is scanned all day.',
  };
}
