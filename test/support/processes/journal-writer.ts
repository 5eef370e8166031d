// Run as a process of its own, to be killed: appends to one journal and prints the end of the chain after each
// acknowledged append. Arguments: the home folder, the session id, a name for its facts, how many appends (0: until killed).
import { writeSync } from 'node:fs';
import { fileJournals } from '../../../src/adapters/file-journals.ts';
import { openLocks } from '../../../src/adapters/file-lock.ts';
import { findHomes } from '../../../src/adapters/homes.ts';
import type { Fact } from '../../../src/domain/fact.ts';
import type { SessionId } from '../../../src/domain/ids.ts';

const [folder = '', session = '', name = '', count = '0'] = process.argv.slice(2);
const homes = findHomes({ env: { SOC_HOME: folder }, uid: 1, homeFolder: folder, workingFolder: folder, passwd: '' });
const journals = fileJournals({ homes, clock: { now: () => Date.now() }, locks: openLocks() });
const journal = await journals.open(session as SessionId);

/** Long ones take the disk long enough to be killed in the middle. */
const LENGTHS = [20, 3_000, 100_000];

for (let round = 0; count === '0' || round < Number(count); round += 1) {
  const text = 'x'.repeat(LENGTHS[round % LENGTHS.length] ?? 1);
  const facts: Fact[] = [{ type: 'trouble.met', where: name, what: `${round}.0` }];
  if (round % 2 === 1) facts.push({ type: 'trouble.met', where: name, what: text });
  if (round % 4 === 3) facts.push({ type: 'lesson.learnt', id: 'x', who: name, text, scope: 'all', expires: 1 });
  const answer = await journal.append(facts);
  if (answer.ok) writeSync(1, `${answer.entries.map((entry) => entry.seq).join(',')}\n`);
}
