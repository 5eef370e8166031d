import type { Command } from 'commander';
import { Option } from 'commander';
import type { IncidentWord } from '../../session/desk/incidents.ts';
import type { CliCommand, CliHost } from '../host.ts';
import { parsePositive } from '../usage.ts';

const WHICH = 'fingerprint or its beginning, <session>/I1, or I1 where only one open incident bears it';

export const incidents: CliCommand = {
  name: 'incidents',
  define(program, host) {
    const command = program.command('incidents').description('incidents known over sessions, and your word on them');
    defineViews(command, host);
    defineWords(command, host);
    defineSuppressions(command, host);
  },
};

function defineViews(command: Command, host: CliHost): void {
  command.command('list', { isDefault: true }).description('open ones first')
    .option('--json', 'as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const { runIncidentList } = await import('../runs.ts');
      host.exit(await runIncidentList(host, json === true));
    });
  command.command('show').description('one incident, with what changed since last time').argument('<incident>', WHICH)
    .action(async (asked: string) => {
      const { runIncidentShow } = await import('../runs.ts');
      host.exit(await runIncidentShow(host, asked));
    });
  command.command('precision').description('how often each detector was right, by your verdicts')
    .action(async () => {
      const { runPrecision } = await import('../runs.ts');
      host.exit(await runPrecision(host));
    });
}

function defineWords(command: Command, host: CliHost): void {
  const say = async (asked: string, word: IncidentWord): Promise<void> => {
    const { runSay } = await import('../runs.ts');
    host.exit(await runSay(host, asked, word));
  };
  command.command('note').description('add a note').argument('<incident>', WHICH).argument('<text>')
    .action((asked: string, text: string) => say(asked, { kind: 'note', text }));
  command.command('close').description('close with a verdict').argument('<incident>', WHICH)
    .addOption(new Option('--verdict <word>', 'was it so?').choices(['true', 'false', 'duplicate']).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why')
    .action((asked: string, flags: { readonly verdict: 'true' | 'false' | 'duplicate'; readonly reason: string }) =>
      say(asked, { kind: 'close', ...flags }));
  command.command('reopen').description('open again').argument('<incident>', WHICH)
    .requiredOption('--reason <text>', 'why')
    .action((asked: string, { reason }: { readonly reason: string }) => say(asked, { kind: 'reopen', reason }));
  command.command('merge').description('the first is the same as the second').argument('<incident>', WHICH)
    .argument('<into>', WHICH).requiredOption('--reason <text>', 'why')
    .action(async (asked: string, into: string, { reason }: { readonly reason: string }) => {
      const { runMerge } = await import('../runs.ts');
      host.exit(await runMerge(host, asked, { into, reason }));
    });
  command.command('assign').description('give it an owner').argument('<incident>', WHICH).argument('<owner>')
    .action((asked: string, to: string) => say(asked, { kind: 'assign', to }));
}

function defineSuppressions(command: Command, host: CliHost): void {
  command.command('suppress').description('silence findings at view time, for a reason and a time')
    .option('--finding <fingerprint>', 'this finding').option('--detector <name>', 'findings of this detector')
    .option('--source <address>', 'findings about this source')
    .requiredOption('--reason <text>', 'why').option('--days <n>', 'for how long', parsePositive, 30)
    .action(async (flags: SuppressFlags) => {
      const { runSuppress } = await import('../runs.ts');
      host.exit(await runSuppress(host, flags));
    });
  command.command('suppressions').description('what is silenced now, why and until when')
    .action(async () => {
      const { runSuppressions } = await import('../runs.ts');
      host.exit(await runSuppressions(host));
    });
  command.command('lift').description('end a suppression').argument('<id>').requiredOption('--reason <text>', 'why')
    .action(async (id: string, { reason }: { readonly reason: string }) => {
      const { runLift } = await import('../runs.ts');
      host.exit(await runLift(host, id, reason));
    });
}

export interface SuppressFlags {
  readonly finding?: string;
  readonly detector?: string;
  readonly source?: string;
  readonly reason: string;
  readonly days: number;
}
