import { describe, expect, it } from 'vitest';
import { expectGolden, steady } from '../support/golden.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';

const soc = installSoc();
const folder = folderForAll();
/** Other names than the machine's would come from the machine. */
const demo = async (args: readonly string[], columns = '80'): Promise<string> =>
  steady((await soc.run(['triage', 'fixtures/demo', '--zone', 'UTC', ...args], { home: folder, env: { COLUMNS: columns } })).out);

describe('the demo story, as people read it', () => {
  it('as a note of 80 columns', async () => {
    const note = await demo([]);
    expect(Math.max(...note.split('\n').map((line) => Array.from(line).length))).toBeLessThanOrEqual(80);
    expectGolden('demo-80.txt', note);
  });
  it('as a note of a wide window', async () => { expectGolden('demo-160.txt', await demo([], '160')); });
  it('as Markdown', async () => { expectGolden('demo.md', await demo(['--format', 'md'])); });
  it('as a page', async () => { expectGolden('demo.html', await demo(['--format', 'html'])); });
  it('for an executive: no address, no evidence line, no jargon', async () => {
    await demo([]);
    const report = steady((await soc.run(['report', 'last', '--audience', 'executive'], { home: folder })).out);
    expectGolden('demo-executive.md', report);
    expect(report).not.toMatch(/\d{1,3}(?:\.\d{1,3}){3}/);
    expect(report).not.toMatch(/sshd|ATT&CK|T1\d{3}|usermod|\buid\b/i);
  });
});
