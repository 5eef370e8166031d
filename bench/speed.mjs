// How fast, as ratios in one run: soc triage of a million sshd lines beside fail2ban-regex and rg on the same file.
//   node bench/speed.mjs [LINES]      needs fail2ban and ripgrep; a peer that is not installed is said to be NOT RUN
// Prints processor seconds (user + system) and peak memory of whole processes, median of the rounds, and the ratios.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lines = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 3;
const TIMES_FAIL2BAN = 20;
const MEMORY_MIB = 200;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'soc-speed-'));
const file = join(folder, 'auth.log');
const regex = String.raw`sshd\[(\d+)\]: (?:error: )?(?:PAM: )?Failed (\S+) for (invalid user )?(.*?) from (\d+\.\d+\.\d+\.\d+) port (\d+)`;

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
  spawnSync(process.execPath, [join(root, 'bench/generate-sshd.mjs'), String(lines), file]);
  const soc = [process.execPath, [join(root, 'bin/soc.js'), 'triage', file, '--no-save', '--format', 'json']];
  const runs = { soc: [], rg: [], fail2ban: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    runs.soc.push(measure(...soc));
    if (found('rg')) runs.rg.push(measure('rg', ['-c', regex, file]));
  }
  if (found('fail2ban-regex')) runs.fail2ban.push(measure('fail2ban-regex', [file, 'sshd']));
  const [own, rg, peer] = [runs.soc, runs.rg, runs.fail2ban].map((all) => (all.length === 0 ? null : middle(all.map(({ seconds }) => seconds))));
  const memory = middle(runs.soc.map(({ mib }) => mib));
  console.log(`${lines} lines: soc triage ${own.toFixed(2)} s, ${(lines / own / 1_000).toFixed(0)} k lines/s, peak ${memory.toFixed(0)} MiB`);
  console.log(peer === null ? 'fail2ban-regex: NOT RUN (not installed)'
    : `fail2ban-regex ${peer.toFixed(2)} s: soc is ${(peer / own).toFixed(1)} times as fast (at least ${TIMES_FAIL2BAN})`);
  console.log(rg === null ? 'rg: NOT RUN (not installed)' : `rg -c ${rg.toFixed(2)} s: soc takes ${(own / rg).toFixed(1)} times as long`);
  const failed = (peer !== null && peer / own < TIMES_FAIL2BAN) || memory > MEMORY_MIB;
  console.log(failed ? 'FAIL' : 'PASS');
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
