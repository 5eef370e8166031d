// How fast: a million indicators against a million lines, beside grep -F -f on the same files.
//   node bench/ioc-speed.mjs [COUNT]     ratios in one run; grep's hits inside longer values are counted as what they are
// Prints processor seconds (user + system) and peak memory of whole processes, the ratio, and whether the hits are exact.
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const count = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 3;
const SHARE_OF_GREP = 8;
const MEMORY_MB = 200;
const LOAD_MS = 100;
const root = fileURLToPath(new URL('..', import.meta.url));
const soc = join(root, 'bin/soc.js');
const folder = mkdtempSync(join(tmpdir(), 'soc-ioc-'));
const [feed, log] = [join(folder, 'million.txt'), join(folder, 'conn.log')];

let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 4_294_967_296;
};
const below = (limit) => Math.floor(random() * limit);
const ENDS = ['com', 'net', 'org', 'info', 'biz'];
const address = () => `${1 + below(222)}.${below(256)}.${below(256)}.${below(256)}`;
const name = () => `${Array.from({ length: 6 + below(10) }, () => String.fromCharCode(97 + below(26))).join('')}.${ENDS[below(5)]}`;

/** Writes both files; of the lines every five hundredth holds a listed name or address, some below a listed name. */
function generate() {
  const half = Math.floor(count / 2);
  const [addresses, names] = [Array.from({ length: half }, address), Array.from({ length: half }, name)];
  writeFileSync(feed, `${[...addresses, ...names].join('\n')}\n`);
  const lines = [];
  for (let index = 0; index < count; index += 1) {
    const host = index % 1_000 === 0 ? `${index % 3 === 0 ? 'www.' : ''}${names[below(half)]}` : name();
    const peer = index % 1_000 === 500 ? addresses[below(half)] : address();
    lines.push(`${(1_331_901_000 + index / 100).toFixed(6)}\tCx${index}\t192.168.1.${index % 250}\t${1_024 + (index % 60_000)}\t${peer}\t443\ttcp\tssl\t${random().toFixed(6)}\t${host}\tSF\t-\t-\t0\tShADad\t${below(99)}\t${below(9_999)}\t${below(99)}\t(empty)`);
  }
  writeFileSync(log, `${lines.join('\n')}\n`);
  return new Set([...addresses, ...names]);
}

function measure(command, args, env = {}) {
  const report = join(folder, 'time');
  const { error, stdout } = spawnSync('/usr/bin/time', ['-f', '%U %S %M %e', '-o', report, command, ...args],
    { encoding: 'utf8', env: { ...process.env, SOC_HOME: folder, LC_ALL: 'C', ...env }, maxBuffer: 1 << 28 });
  if (error) throw error;
  const [user, system, peak, wall] = readFileSync(report, 'utf8').trim().split('\n').at(-1).split(' ').map(Number);
  return { seconds: user + system, wall, megabytes: peak / 1_000, out: stdout };
}
const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** What is right: the whole value of a column, or a name above it, stands in the feed. */
async function truth(listed) {
  let right = 0;
  for await (const line of createInterface({ input: createReadStream(log) })) {
    const columns = line.split('\t');
    const labels = columns[9].split('.');
    if (listed.has(columns[4]) || labels.some((_, at) => listed.has(labels.slice(at).join('.')))) right += 1;
  }
  return right;
}

try {
  if (!existsSync('/usr/bin/time')) throw new Error('this bench needs /usr/bin/time (package time)');
  const right = await truth(generate());
  const imported = measure(process.execPath, [soc, 'intel', 'import', feed]);
  console.log(`import of ${count} indicators: ${imported.seconds.toFixed(1)} s, peak ${imported.megabytes.toFixed(0)} MB`);
  const runs = Array.from({ length: ROUNDS }, () => measure(process.execPath, [soc, 'intel', 'match', '--count', log]));
  const empty = join(folder, 'empty.log');
  writeFileSync(empty, 'nothing\n');
  const load = middle(Array.from({ length: ROUNDS }, () => measure(process.execPath, [soc, 'intel', 'match', '--count', empty]).seconds)) * 1_000;
  const start = middle(Array.from({ length: ROUNDS }, () => measure(process.execPath, [soc, 'intel', 'list']).seconds)) * 1_000;
  const own = middle(runs.map(({ seconds }) => seconds));
  const memory = middle(runs.map(({ megabytes }) => megabytes));
  const found = Number(/^\d+/.exec(runs[0].out)?.[0]);
  const grep = measure('grep', ['-c', '-F', '-f', feed, log]);
  console.log(`soc intel match ${own.toFixed(2)} s, peak ${memory.toFixed(0)} MB, ${found} lines (right: ${right})`);
  console.log(`loading the feed: ${Math.max(0, load - start).toFixed(0)} ms over a start without (at most ${LOAD_MS})`);
  console.log(`grep -F -f ${grep.seconds.toFixed(2)} s, peak ${grep.megabytes.toFixed(0)} MB, ${Number(grep.out)} lines (${Number(grep.out) - right} inside longer values)`);
  console.log(`soc takes 1/${(grep.seconds / own).toFixed(1)} of grep's time (at most 1/${SHARE_OF_GREP})`);
  const failed = grep.seconds / own < SHARE_OF_GREP || memory > MEMORY_MB || found !== right || load - start > LOAD_MS;
  console.log(failed ? 'FAIL' : 'PASS');
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
