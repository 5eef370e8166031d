import * as z from 'zod';
import { sha256Of } from '../domain/digest.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Exposure } from '../domain/exposure.ts';
import { incidentId } from '../domain/ids.ts';
import { evidenceLabel, exposureLabel } from '../domain/labels.ts';
import { sameHost } from '../domain/within.ts';
import { inventories } from '../scan/inventory/index.ts';
import type { InstalledPackage } from '../scan/inventory/inventory.ts';
import { agree, profileOf, readBanner, type Running, type ServiceProfile } from '../scan/services.ts';
import { enteredService } from './reading/entered-service.ts';
import { TAINT_OF_TEXT } from './reading/taint-of-event.ts';
import { defineTool, type ToolContext, type ToolResult } from './tool.ts';

const DATABASE_LIMIT = 64 * 1024 * 1024;
const BANNER_DEADLINE_MS = 1_500;
const BANNER_LIMIT = 300;
/** Every machine calls itself so: a log that says it may come from anywhere. */
const NAMELESS = new Set(['', 'localhost', 'localhost.localdomain', 'unknown', '-']);

const input = z.object({
  /** Read from the records of the entry where it is left out. */
  service: z.string().min(1).optional(), host: z.string(), incident: incidentId.optional(),
}).strict();
/** What an exposure calls a service that the records do not name. */
const UNNAMED = 'the attacked service';
interface Asked {
  readonly service: string | null;
  readonly host: string;
}
type Assessed = Exposure['assessed'];

/** What was read, before it is evidence. */
interface Reading {
  readonly path: string;
  readonly text: string;
  readonly excerpt: string;
  readonly taint: readonly string[];
}
interface Found {
  readonly assessed: Assessed;
  readonly readings: readonly Reading[];
}

export const identifyService = defineTool({
  name: 'identify_service',
  area: 'inventory',
  effect: 'observe',
  description: 'Tells which package and version of an attacked service (ssh, web, ftp, smtp, imap, mysql) a host runs, from '
    + 'the package database and the service itself. Only the machine this runs on can be looked at.',
  input,
  async *run(args, context) {
    const state = context.state();
    const { host, incident = null } = args;
    const service = args.service ?? (incident === null ? null : enteredService(incident, state));
    const { assessed, readings } = await assess({ service, host }, context);
    const evidence = readings.map((reading, at): Evidence => ({
      kind: 'file', id: evidenceLabel(state.evidence.size + at + 1), path: reading.path, sha256: sha256Of(reading.text),
      excerpt: reading.excerpt, taint: [...reading.taint],
    }));
    if (evidence.length > 0) yield { type: 'evidence.minted', evidence };
    const exposure: Exposure = {
      id: exposureLabel(state.exposures.length + 1), incident, host, service: service ?? UNNAMED, assessed,
      evidence: evidence.map(({ id }) => id),
    };
    yield { type: 'exposure.found', exposure };
    return resultOf(exposure);
  },
});

function resultOf(exposure: Exposure): ToolResult {
  const { assessed, service } = exposure;
  const summary = assessed.state === 'no' ? `not assessed: ${assessed.why}`
    : `${service}: ${assessed.package ?? 'package unknown'} ${assessed.version} (${assessed.readFrom.join(', ')})`;
  return { ok: true, rows: assessed.state === 'no' ? 0 : 1, summary, digest: exposure };
}

const notAssessed = (why: string, readings: readonly Reading[] = []): Found => ({ assessed: { state: 'no', why }, readings });

async function assess({ service, host }: Asked, context: ToolContext): Promise<Found> {
  const here = context.trades.host;
  if (NAMELESS.has(host.toLowerCase())) return notAssessed('the records do not name the host');
  if (!sameHost(host, here)) return notAssessed(`the log is of ${host}, this is ${here}`);
  if (service === null) return notAssessed('the records do not tell which service was attacked');
  const profile = profileOf(service);
  if (profile === null) return notAssessed(`no package is known for ${service}`);
  const [installed, banner] = await Promise.all([readPackages(profile, context), readService(profile, context)]);
  if (context.signal.aborted) return notAssessed('interrupted');
  return decide(profile, installed, banner);
}

interface Kept {
  readonly inventory: string;
  readonly path: string;
  readonly text: string;
  readonly package: InstalledPackage;
}

async function readPackages({ packages }: ServiceProfile, { trades }: ToolContext): Promise<readonly Kept[]> {
  const found: Kept[] = [];
  for (const inventory of inventories) {
    const read = await trades.files.readText(inventory.path, DATABASE_LIMIT);
    if (!read.ok) continue;
    const installed = inventory.parse(read.value).filter((one) => packages.includes(one.name));
    found.push(...installed.map((one) => ({ inventory: inventory.name, path: inventory.path, text: read.value, package: one })));
  }
  return found.sort((a, b) => packages.indexOf(a.package.name) - packages.indexOf(b.package.name));
}

async function readService({ port, say }: ServiceProfile, { trades }: ToolContext): Promise<Reading | null> {
  const banner = await trades.net.banner(port, say, BANNER_DEADLINE_MS);
  return banner.ok
    ? { path: `banner of tcp://127.0.0.1:${port}`, text: banner.value, excerpt: banner.value.slice(0, BANNER_LIMIT), taint: TAINT_OF_TEXT }
    : null;
}

function decide(profile: ServiceProfile, installed: readonly Kept[], banner: Reading | null): Found {
  const running = banner === null ? null : readBanner(profile, banner.text);
  const kept = choose(installed, running);
  const said = banner === null || running === null ? [] : [banner];
  if (kept === null) {
    if (running !== null) return { assessed: yes(running.package, running.version, ['banner']), readings: said };
    const names = installed.map((one) => one.package.name);
    return notAssessed(names.length === 0
      ? `none of ${profile.packages.join(', ')} is installed and nothing answers on port ${profile.port}`
      : `${names.join(' and ')} are installed and none of them says which one answers`);
  }
  const { name, version, record } = kept.package;
  const readings = [{ path: kept.path, text: kept.text, excerpt: record, taint: [] }, ...said];
  if (running === null) return { assessed: yes(name, version, [kept.inventory]), readings };
  // An update that was not followed by a restart: what runs is what is exposed.
  return agree(version, running.version)
    ? { assessed: yes(name, version, [kept.inventory, 'banner']), readings }
    : { assessed: yes(name, running.version, ['banner']), readings };
}

const yes = (name: string | null, version: string, readFrom: string[]): Assessed =>
  ({ state: 'yes', package: name, version, readFrom });

/** The package that the service says it is, else the only one there. */
function choose(installed: readonly Kept[], running: Running | null): Kept | null {
  const named = installed.find((one) => one.package.name === running?.package);
  if (named !== undefined) return named;
  return installed.length === 1 && running === null ? installed[0] ?? null : null;
}
