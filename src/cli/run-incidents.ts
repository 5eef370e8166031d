import { fingerprint } from '../domain/ids.ts';
import { jsonText } from '../domain/json-text.ts';
import type { KnownIncident } from '../domain/knowledge.ts';
import { precisionByDetector } from '../domain/knowledge-view.ts';
import { openMasker } from '../domain/masker.ts';
import { safe } from '../domain/safe-text.ts';
import { isoTime } from '../domain/times.ts';
import type { IncidentWord } from '../session/desk/incidents.ts';
import { findIncident, liftSuppression, listIncidents, sayOfIncident, suppress } from '../session/desk/incidents.ts';
import { EXIT } from '../session/exit-code.ts';
import type { SuppressFlags } from './commands/incidents.ts';
import type { CliHost } from './host.ts';
import { openWriter } from './note/writer.ts';
import { need } from './stored.ts';
import { UsageError } from './usage.ts';
import { shortened } from './wrap.ts';

export async function runIncidentList(host: CliHost, asJson: boolean): Promise<number> {
  const all = openMasker().deep(await listIncidents(await host.house()));
  if (asJson) await host.terminal.out(`${jsonText(all, 2)}\n`);
  else await host.terminal.out(all.length === 0 ? 'no incident is known yet\n' : all.map(listLine).join(''));
  return EXIT.none;
}

/** The beginning of a fingerprint names an incident wherever one is asked for. */
const SHORT_ID = 8;

function listLine({ fingerprint: id, incident, state, judged, sightings, owner }: KnownIncident): string {
  const last = sightings.at(-1);
  const word = judged === null ? state : `${state}, ${judged}`;
  const seen = last ? `${last.session.slice(-6)}/${last.label} ${isoTime(last.at).slice(0, 16).replace('T', ' ')}` : '';
  const who = owner === null ? '' : `  ${shortened(owner, 20)}`;
  const times = sightings.length === 1 ? 'seen once' : `seen ${sightings.length} times, last`;
  return `${id.slice(0, SHORT_ID)}  ${incident.severity.padEnd(8)}  ${word}  ${times} ${seen}${who}\n`
    + `${' '.repeat(SHORT_ID)}  ${shortened(incident.title, 70)}\n`;
}

export async function runIncidentShow(host: CliHost, asked: string): Promise<number> {
  const known = openMasker().deep(need(await findIncident(await host.house(), asked)));
  const writer = openWriter(host.terminal);
  const { incident, sightings, changed, notes } = known;
  writer.headline(incident.severity.toUpperCase(), incident.severity, incident.title);
  writer.labelled('Id', known.fingerprint);
  writer.labelled('State', [known.state, known.judged, known.reason].filter((word) => word !== null).join(', '));
  if (known.owner !== null) writer.labelled('Owner', known.owner);
  writer.labelled('Hosts', incident.hosts.join(', '));
  if (incident.sources.length > 0) writer.labelled('Sources', incident.sources.join(', '));
  if (incident.users.length > 0) writer.labelled('Users', incident.users.join(', '));
  for (const { session, label, at } of sightings.slice(-5)) writer.labelled('Seen', `${session}/${label} ${isoTime(at)}`);
  writer.labelled('Changed', changed.length === 0 ? 'nothing since last time' : changed.join('; '));
  for (const { at, who, text } of notes) writer.labelled('Note', `${isoTime(at)} ${who}: ${text}`);
  await host.terminal.out(writer.text());
  return EXIT.none;
}

export async function runSay(host: CliHost, asked: string, word: IncidentWord): Promise<number> {
  const known = openMasker().deep(need(await sayOfIncident(await host.house(), asked, word)));
  await host.terminal.out(listLine(known));
  return EXIT.none;
}

export async function runMerge(
  host: CliHost, asked: string, { into, reason }: { readonly into: string; readonly reason: string },
): Promise<number> {
  const target = need(await findIncident(await host.house(), into));
  return runSay(host, asked, { kind: 'merge', into: target.fingerprint, reason });
}

export async function runPrecision(host: CliHost): Promise<number> {
  const rows = precisionByDetector(await (await host.house()).knowledge.read());
  const text = rows.map(({ detector, confirmed, refuted, precision }) =>
    `${detector.padEnd(22)} ${String(Math.round(precision * 100)).padStart(3)} %  ${confirmed} true, ${refuted} false\n`);
  await host.terminal.out(text.length === 0 ? 'no incident was closed with a verdict yet\n' : text.join(''));
  return EXIT.none;
}

export async function runSuppress(host: CliHost, flags: SuppressFlags): Promise<number> {
  const finding = flags.finding === undefined ? null : fingerprint.safeParse(flags.finding);
  if (finding && !finding.success) throw new UsageError('--finding: the 16 hexadecimal digits of a finding\'s fingerprint');
  const id = need(await suppress(await host.house(), {
    fingerprint: finding?.data ?? null, detector: flags.detector ?? null, source: flags.source ?? null,
    reason: flags.reason, days: flags.days,
  }));
  await host.terminal.out(`${id}  silenced for ${flags.days} days; soc incidents lift ${id} --reason … ends it\n`);
  return EXIT.none;
}

export async function runSuppressions(host: CliHost): Promise<number> {
  const house = await host.house();
  const { suppressions } = await house.knowledge.read();
  const rows = suppressions.map(({ id, fingerprint: finding, detector, source, reason, who, expires }) => {
    const what = [finding, detector, source].filter((part) => part !== null).join(' ');
    const until = expires <= house.clock.now() ? 'expired' : `until ${isoTime(expires).slice(0, 10)}`;
    return `${id}  ${safe(what)}  ${until}  ${safe(who)}: ${safe(reason)}\n`;
  });
  await host.terminal.out(rows.length === 0 ? 'nothing is silenced\n' : rows.join(''));
  return EXIT.none;
}

export async function runLift(host: CliHost, id: string, reason: string): Promise<number> {
  const lifted = need(await liftSuppression(await host.house(), id, reason));
  await host.terminal.out(`${lifted} lifted\n`);
  return EXIT.none;
}
