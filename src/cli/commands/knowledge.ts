import type { CliCommand } from '../host.ts';

export const knowledge: CliCommand = {
  name: 'knowledge',
  define(program, host) {
    const command = program.command('knowledge').description('what is known over sessions');
    command.command('show', { isDefault: true }).description('counts, or all of it as JSON').option('--json', 'as JSON')
      .action(async ({ json }: { readonly json?: true }) => {
        const { runKnowledge } = await import('../runs.ts');
        host.exit(await runKnowledge(host, json === true));
      });
    command.command('rebuild').description('make it anew from the journals')
      .action(async () => {
        const { runRebuild } = await import('../runs.ts');
        host.exit(await runRebuild(host));
      });
  },
};
