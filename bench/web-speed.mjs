// How fast on access logs: soc triage of a million combined lines, all web detectors on, beside goaccess on the same file.
//   node bench/web-speed.mjs [LINES]      needs goaccess; where it is not installed it is said to be NOT RUN
// Prints processor seconds (user + system) and peak memory of whole processes, median of the rounds, and the ratio.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lines = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 3;
const TIMES_GOACCESS = 6;
const MEMORY_MIB = 200;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'soc-web-speed-'));
const file = join(folder, 'access.log');

function measure(command, args) {
  const report = join(folder, 'time');
  const { error } = spawnSync('/usr/bin/time', ['-f', '%U %S %M', '-o', report, command, ...args],
    { stdio: 'ignore', env: { ...process.env, SOC_HOME: folder } });
  if (error) throw error;
  const [user, system, peak] = readFileSync(report, 'utf8').trim().split('\n').at(-1).split(' ').map(Number);
  return { seconds: user + system, mib: peak / 1024 };
}
const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const found = (program) => spawnSync('which', [program]).status === 0;

try {
  if (!existsSync('/usr/bin/time')) throw new Error('this bench needs /usr/bin/time (package time)');
  spawnSync(process.execPath, [join(root, 'bench/generate-access.mjs'), String(lines), file]);
  const runs = { soc: [], goaccess: [] };
  const peer = found('goaccess');
  for (let round = 0; round < ROUNDS; round += 1) {
    runs.soc.push(measure(process.execPath, [join(root, 'bin/soc.js'), 'triage', file, '--no-save', '--format', 'json']));
    if (peer) runs.goaccess.push(measure('goaccess', [file, '--log-format=COMBINED', '-o', join(folder, 'report.json')]));
  }
  const own = middle(runs.soc.map(({ seconds }) => seconds));
  const memory = middle(runs.soc.map(({ mib }) => mib));
  const other = peer ? middle(runs.goaccess.map(({ seconds }) => seconds)) : null;
  console.log(`${lines} lines: soc triage ${own.toFixed(2)} s, ${(lines / own / 1_000).toFixed(0)} k lines/s, peak ${memory.toFixed(0)} MiB`);
  console.log(other === null ? 'goaccess: NOT RUN (not installed)'
    : `goaccess ${other.toFixed(2)} s, ${middle(runs.goaccess.map(({ mib }) => mib)).toFixed(0)} MiB: soc is ${(other / own).toFixed(1)} times as fast (at least ${TIMES_GOACCESS})`);
  const failed = (other !== null && other / own < TIMES_GOACCESS) || memory > MEMORY_MIB;
  console.log(failed ? 'FAIL' : 'PASS');
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
