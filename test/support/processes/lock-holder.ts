// Run as a process of its own: takes a lock, says so, and holds it until killed. Argument: the lock's path.
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLocks } from '../../../src/adapters/file-lock.ts';

await openLocks()(process.argv[2] ?? '');
writeSync(1, 'held\n');
await sleep(60_000);
