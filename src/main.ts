import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { openTerminal } from './adapters/node-terminal.ts';
import { systemClock } from './adapters/system-clock.ts';
import { runCli } from './cli/cli.ts';
import { Trouble } from './domain/trouble.ts';
import { EXIT } from './session/exit-code.ts';
import type { House } from './session/house.ts';

const SIGNALS = { SIGINT: EXIT.sigint, SIGTERM: EXIT.sigterm, SIGHUP: EXIT.sighup } as const;

const stop = new AbortController();
/** What this run has come to, for its end. */
const run: { signalled: number | null; scratch: string | null } = { signalled: null, scratch: null };
for (const [name, code] of Object.entries(SIGNALS)) {
  process.on(name, () => {
    // The first asks everything to end, the session kept; the second does not wait.
    if (run.signalled !== null) process.exit(code);
    run.signalled = code;
    stop.abort(name);
  });
}

const scratchFolder = (): Promise<string> => {
  try {
    run.scratch ??= mkdtempSync(join(tmpdir(), 'soc-'));
    return Promise.resolve(run.scratch);
  } catch (error) {
    throw new Trouble(`no temporary folder can be made below ${tmpdir()}`, { cause: error });
  }
};

/** Beside the bundle what the build made of the rules; their folder where nothing is built. */
const RULES = {
  built: fileURLToPath(new URL('./rules.json', import.meta.url)), folder: fileURLToPath(new URL('../rules', import.meta.url)),
};
/** In a container a user id need not have a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}

/** Built when a command asks for it, and loaded then: `--help` pays for none of it. */
async function openHouse(): Promise<House> {
  const [bodies, { openEmbeddedBrain }] = await Promise.all([import('./adapters/all.ts'), import('./analyst/brain.ts')]);
  const homes = bodies.findHomes(bodies.surroundings());
  const { owner } = homes;
  const locks = bodies.openLocks();
  const files = bodies.diskFiles(owner);
  return {
    version: manifest.version, scratchFolder, host: hostname(), user: userName(), clock: systemClock,
    places: { ...homes, home: dirname(homes.knowledge), fixtures: fileURLToPath(new URL('../fixtures', import.meta.url)) },
    ids: bodies.ulidIds(systemClock),
    journals: bodies.fileJournals({ homes, clock: systemClock, locks }),
    scratch: () => bodies.memoryJournals(systemClock),
    knowledge: bodies.lowdbKnowledge({ path: homes.knowledge, owner, locks }),
    logs: (spoolFolder) => bodies.openLogSources({ stdin: process.stdin, spoolPath: join(spoolFolder, 'stdin.gz'), owner }),
    feeds: bodies.feedFiles({ folder: homes.feeds, owner }), feedSource: bodies.feedSource,
    // The library is loaded when somebody asks where an address is.
    openGeo: async (path) => (await import('./adapters/mmdb-geo.ts')).openMmdb(path),
    files, baselines: bodies.baselineFiles(homes.baselines, files), net: bodies.loopbackNet, loader: bodies.yamlLoader,
    ruleFiles: bodies.diskRules(RULES, bodies.yamlLoader), brain: openEmbeddedBrain, machine: bodies.lookAtMachine,
  };
}

const terminal = openTerminal({ argv: process.argv, env: process.env, stdout: process.stdout, stderr: process.stderr });

/** Runs the command line of this process to its end; errors end here. */
export async function main(): Promise<void> {
  try {
    const code = await runCli(process.argv.slice(2), {
      terminal, signal: stop.signal, startedAt: systemClock.now(), house: openHouse,
    }, manifest.version);
    process.exitCode = run.signalled ?? code;
  } catch (error) {
    const { safe } = await import('./domain/safe-text.ts');
    const expected = error instanceof Trouble;
    const words = error instanceof Error ? expected ? error.message : `a defect: ${error.stack ?? error.message}` : String(error);
    // Where standard error takes nothing either, the exit code is all that can be said.
    await terminal.err(`soc: ${safe(words, 4_000)}\n`).catch(() => undefined);
    process.exitCode = run.signalled ?? (expected ? EXIT.notAssessed : EXIT.defect);
  } finally {
    if (run.scratch !== null) rmSync(run.scratch, { recursive: true, force: true });
    // Standard input may still be open at its writer's end: nobody reads it any more.
    process.stdin.destroy();
  }
}
