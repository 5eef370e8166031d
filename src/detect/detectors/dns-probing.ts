import { openDetach } from '../../domain/detach.ts';
import type { DnsEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, HOSTS_LISTED, MINUTE, remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import { isPrivate } from '../subnet.ts';
import type { Trail } from '../trail.ts';
import { citedLines, extend, openTrail, timeOf, timeOrNull } from '../trail.ts';
import { noteTime, openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** So many refused questions: a resolver set wrongly asks as often, so it is never more than low. */
const FAST = 5;
const FAST_WINDOW = 10 * MINUTE;
const SLOW = 20;
/** Questions whose answers are far larger than they are, asked over and over, are for somebody else's address. */
const AMPLIFYING: ReadonlySet<string> = new Set(['ANY', 'TYPE255', 'DNSKEY', 'RRSIG', 'TXT']);
const AMPLIFIED = 10;
const TRANSFERS: ReadonlySet<string> = new Set(['AXFR', 'IXFR']);
const NAMES = 8;

interface Asker {
  readonly source: string;
  trail: Trail;
  readonly times: number[];
  readonly large: number[];
  transfers: number;
  flood: boolean;
  readonly names: string[];
  readonly hosts: string[];
  told: boolean;
  due: boolean;
}

export const dnsProbing: Detector = {
  name: 'dns-probing',
  looksFor: 'questions and zone transfers that a name server refused',
  kinds: ['dns'],
  open: openDnsProbing,
};

function openDnsProbing(): DetectorRun {
  const detach = openDetach();
  const askers = openKeyed<Asker>(STATE_LIMIT / 2, ({ told }) => told);
  const due: Asker[] = [];
  return {
    on: (event) => {
      if (event.kind !== 'dns' || event.source === null || event.response !== 'REFUSED') return;
      let asker = askers.get(event.source);
      if (!asker || isOver(asker, event)) {
        asker = openAsker(event, detach(event.source));
        askers.set(asker.source, asker);
      }
      note(asker, event);
      remember(asker.names, event.target?.slice(0, 255) ?? null, NAMES, detach);
      remember(asker.hosts, event.host, HOSTS_LISTED, detach);
      if (asker.told) markDue(due, asker);
    },
    drain: (emit) => {
      for (const asker of takeDue(due)) emit(draftOf(asker));
    },
    evicted: () => askers.evicted(),
  };
}

const openAsker = (event: DnsEvent, source: string): Asker => ({
  source, trail: { ...openTrail(event), count: 0 }, times: [], large: [], transfers: 0, flood: false, names: [], hosts: [], told: false, due: false,
});

const isOver = ({ told, trail }: Asker, event: DnsEvent): boolean => !told && timeOf(event) - trail.last > DAY;

function note(asker: Asker, event: DnsEvent): void {
  const time = timeOf(event);
  if (asker.trail.count === 0) asker.trail = openTrail(event);
  else extend(asker.trail, event);
  const took = noteTime(asker.times, time, FAST);
  const type = event.type ?? '';
  if (TRANSFERS.has(type)) asker.transfers += event.count;
  if (AMPLIFYING.has(type) && noteTime(asker.large, time, AMPLIFIED) <= FAST_WINDOW) asker.flood = true;
  // Nobody but a second server of the zone has a reason to ask for all of it.
  if (asker.transfers > 0 && !isPrivate(asker.source)) asker.told = true;
  if (!(took > FAST_WINDOW) || asker.trail.count >= SLOW) asker.told = true;
}

function draftOf(asker: Asker): FindingDraft {
  const { source, trail, transfers, flood, names } = asker;
  return {
    detector: dnsProbing.name, category: flood ? 'denial-of-service' : 'discovery', key: source,
    family: flood ? 'dns-amplification' : transfers > 0 ? 'zone-transfer' : 'dns-refused',
    title: flood ? `DNS amplification tried with the address ${source}` : transfers > 0 ? `Zone transfer refused to ${source}` : `DNS questions refused to ${source}`,
    severity: 'low', progress: 'attempt', confidence: flood ? 'low' : 'medium',
    attack: [flood ? { tactic: 'impact', technique: 'T1498.002' } : { tactic: 'reconnaissance', technique: 'T1590.002' }],
    sources: [source], targets: [...names], users: [], hosts: [...asker.hosts], count: Math.max(1, trail.count),
    first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail), taint: ['target'],
    reason: `${plural(Math.max(1, trail.count), 'question')} of ${source}${names.length > 0 ? ` for ${listed(names, 3)}` : ''} refused `
      + `${between(trail.first, trail.last)}${transfers > 0 ? `; ${plural(transfers, 'zone transfer')} among them` : ''}.`,
    benign: flood ? 'The address may be the victim\'s: whoever wants to flood it writes it as the sender.'
      : 'A client or second name server that is set to ask here and is not on the list of those who may.',
  };
}
