import type { Finding } from '../../domain/finding.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { answered, mostTelling } from '../recall.ts';
import { weighingOf } from '../sorting.ts';
import { counted, listed, sentences } from '../wording.ts';
import type { Call, Move } from './move.ts';

const READ_ALL: Call = { tool: 'analyze_logs', args: {} };

export const survey: Move = {
  name: 'survey',
  agent: 'threat-detection',
  when: (state) => (answered(state, READ_ALL) > 0 ? [] : ['logs']),
  act: () => ({
    reasoning: 'Before any hypothesis, everything that was given is read once, from the first line to the last. '
      + 'What matters first is whether anyone got in; attempts alone are weather.',
    calls: [READ_ALL],
  }),
  say: (state) => ({ reasoning: sentences(whatWasRead(state), state.reads.length === 0 ? null : whatStandsOut(state.findings), blindSpots(state)), claims: [] }),
};

function whatWasRead({ reads }: SessionState): string {
  const lines = reads.reduce((sum, read) => sum + read.lines, 0);
  return reads.length === 0 ? 'Nothing could be read.' : `Read ${counted(lines, 'line')} of ${counted(reads.length, 'log')}.`;
}

function whatStandsOut(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'No detector raised anything, which is not the same as nothing having happened.';
  const further = mostTelling(findings.filter((finding) => weighingOf(finding) !== 'attempt'));
  const attempts = findings.length - further.length;
  const rest = attempts === 0 ? null : `${counted(attempts, 'finding')} ${attempts === 1 ? 'tells' : 'tell'} of attempts alone.`;
  return sentences(
    further.length === 0 ? null : `Most telling: ${listed(further.map(({ id, title }) => `${id} (${title})`))}.`, rest,
  );
}

function blindSpots({ reads, unreadable }: SessionState): string {
  const unparsed = reads.reduce((sum, read) => sum + read.unparsed, 0);
  const gaps = reads.flatMap((read) => read.gaps).filter(({ explained }) => explained === null).length;
  return sentences(
    unparsed === 0 ? null : `${counted(unparsed, 'line was', 'lines were')} not understood.`,
    gaps === 0 ? null : `${counted(gaps, 'gap')} in the records ${gaps === 1 ? 'has' : 'have'} no explanation there.`,
    unreadable.length === 0 ? null : `Could not be read: ${listed(unreadable.map(({ path }) => path))}.`,
  );
}
