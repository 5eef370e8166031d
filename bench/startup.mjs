// How long `soc` takes to start, against a Node that does nothing, and that the way to a triage note stays free of
// the terminal UI and the model's SDK: npm run bench:startup [-- log file]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = 11;
/** Wall time against `node -e 0`, the floor that no program on Node can go below. */
const LIMITS = { help: 1.5, triage: 3 };
const UNWANTED = ['@anthropic-ai/sdk', 'ink', 'react', 'react-reconciler', 'yoga-layout'];
const USAGE_ERROR = 2;

const root = fileURLToPath(new URL('..', import.meta.url));
const launcher = join(root, 'bin', 'soc.js');
const scratch = mkdtempSync(join(tmpdir(), 'soc-startup-'));

/** A night of one guesser, enough for a finding and too little to take time. */
function sampleLog() {
  const path = join(scratch, 'auth.log');
  const lines = Array.from({ length: 60 }, (_, second) => {
    const time = `Jan 10 03:12:${String(second).padStart(2, '0')}`;
    return `${time} web1 sshd[${4000 + second}]: Failed password for root from 203.0.113.7 port ${40000 + second} ssh2\n`;
  });
  writeFileSync(path, lines.join(''));
  return path;
}

const log = process.argv[2] ?? sampleLog();
const commands = {
  floor: ['-e', '0'],
  help: [launcher, '--help'],
  triage: [launcher, 'triage', log],
};

function run(args) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    input: '',
    encoding: 'utf8',
    env: { ...process.env, SOC_HOME: join(scratch, 'home') },
  });
  const milliseconds = performance.now() - started;
  if (status === null || status === USAGE_ERROR || (args[0] === launcher && stdout === '')) {
    throw new Error(`node ${args.join(' ')} ended with ${status} and said:\n${stderr}`);
  }
  return milliseconds;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Takes turns, so that a busy moment of the machine hits all alike. */
function measure() {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (const args of Object.values(commands)) run(args);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, args] of Object.entries(commands)) times[name].push(run(args));
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

/** The packages inside what every command loads. */
function bundled() {
  const { outputs } = JSON.parse(readFileSync(join(root, '.soc-cache', 'build-meta.json'), 'utf8'));
  const inputs = Object.keys(outputs['dist/main.cjs'].inputs);
  const packages = inputs.map((input) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]);
  return [...new Set(packages.filter(Boolean))].sort();
}

function verdict(good, text) {
  process.stdout.write(`${good ? 'PASS' : 'FAIL'}  ${text}\n`);
  if (!good) process.exitCode = 1;
}

try {
  const times = measure();
  process.stdout.write(`node -e 0: ${times.floor.toFixed(0)} ms (median of ${ROUNDS}, taken in turns)\n`);
  for (const [name, limit] of Object.entries(LIMITS)) {
    const ratio = times[name] / times.floor;
    verdict(ratio <= limit, `soc ${name}: ${times[name].toFixed(0)} ms, ${ratio.toFixed(2)}x of the floor, limit ${limit}x`);
  }
  const packages = bundled();
  const unwanted = packages.filter((each) => UNWANTED.includes(each));
  verdict(unwanted.length === 0, `the bundle holds ${packages.join(', ')}${unwanted.length > 0 ? `; unwanted: ${unwanted.join(', ')}` : ''}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
