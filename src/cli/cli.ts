import { Command, CommanderError } from 'commander';
import { COMMANDS } from './commands/index.ts';
import type { House } from '../session/house.ts';
import type { CliCommand, CliHost } from './host.ts';
import { overheard } from './overhear.ts';
import { UsageError } from './usage.ts';

/** Exit codes of commander itself: help and version asked for are no error. */
const ASKED_FOR = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

/** Reads the command line and runs it. Answers with the exit code; a defect flies on. */
export async function runCli(argv: readonly string[], host: Omit<CliHost, 'exit'>, version: string): Promise<number> {
  let code = 0;
  const written: Promise<void>[] = [];
  const program = new Command('soc')
    .description('an analyst\'s copilot for the terminal: from a raw log to a cited verdict, with no server and no key')
    .version(version, '--version', 'print the version')
    .option('--color', 'colour even in a pipe').option('--no-color', 'no colour')
    .showSuggestionAfterError().showHelpAfterError('(soc --help lists what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => { written.push(host.terminal.out(text)); },
      writeErr: (text) => { written.push(tellTrouble(host.terminal, text)); },
    });
  let built: Promise<House> | null = null;
  const notices = new Set<string>();
  const house = (): Promise<House> => (built ??= host.house().then((one) => ({ ...one, knowledge: overheard(one.knowledge, notices) })));
  for (const command of neededFor(argv)) command.define(program, { ...host, house, exit: (value) => { code = value; } });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    code = await endOf(error, host);
  }
  await Promise.all(written);
  // A store that was set aside is told by whichever command met it.
  for (const notice of notices) await tellTrouble(host.terminal, `soc: ${notice}\n`);
  return code;
}

/** The library repeats what was typed: that may be foreign text, too. */
async function tellTrouble(terminal: CliHost['terminal'], text: string): Promise<void> {
  const { safe } = await import('../domain/safe-text.ts');
  await terminal.err(text.split('\n').map((line) => safe(line)).join('\n'));
}

/** The command that is named, alone: describing all of them takes a tenth of a start. Help and completion know all. */
function neededFor(argv: readonly string[]): readonly CliCommand[] {
  const named = COMMANDS.filter(({ name, knowsAll }) => name === argv[0] && knowsAll !== true);
  return named.length > 0 ? named : COMMANDS;
}

async function endOf(error: unknown, { terminal }: Pick<CliHost, 'terminal'>): Promise<number> {
  if (error instanceof CommanderError) return ASKED_FOR.has(error.code) ? 0 : 2;
  if (!(error instanceof UsageError)) throw error;
  const { safe } = await import('../domain/safe-text.ts');
  await terminal.err(`${error.message.split('\n').map((line) => `soc: ${safe(line)}`).join('\n')}\n`);
  return 2;
}
