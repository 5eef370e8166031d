import { Option } from 'commander';
import type { CliCommand } from '../host.ts';
import type { TriageFlags } from '../triage-flags.ts';
import { collected, FORMATS, parseSeverity, parseTime } from '../usage.ts';

export const triage: CliCommand = {
  name: 'triage',
  define(program, host) {
    const time = parseTime(host.startedAt);
    program.command('triage')
      .description('read logs and say, line by line provable, what happened, who did it, and whether they got in')
      .argument('<path...>', 'files, folders, globs, or - for standard input')
      .addOption(new Option('--format <name>', 'how to tell it').choices([...FORMATS]).default('note'))
      .addOption(new Option('--json', 'short for --format ndjson: facts as they come').conflicts(['plain', 'format']))
      .addOption(new Option('--plain', 'short for --format note').conflicts(['format']))
      .option('--quiet', 'no progress, no transcript')
      .option('--severity <level>', 'list findings at or above this level', parseSeverity)
      .option('--since <time>', 'leave out events before (ISO 8601, or 6h, 2d)', time)
      .option('--until <time>', 'leave out events after', time)
      .option('--fail-on <level>', 'exit 1 on a finding at or above this level', parseSeverity, 'high')
      .option('--zone <zone>', 'zone of records that state none (+02:00, Europe/Berlin)')
      .option('--clock-offset <seconds>', 'added to every record\'s time', Number, 0)
      .option('--context <file>', 'what you know and the log cannot tell (soc context init)')
      .option('--baseline <name>', 'say what is new against it (soc baseline build)')
      .option('--rules <folder>', 'rules in the Sigma format, used besides the shipped ones; may be given again', collected)
      .option('--keep-sources', 'copy the logs into the session, so that it can be run again after rotation')
      .option('--no-save', 'keep nothing: no session, no proposed steps')
      .action(async (paths: string[], options: TriageFlags) => {
        const { runTriage } = await import('../runs.ts');
        host.exit(await runTriage(host, paths, options));
      });
  },
};
