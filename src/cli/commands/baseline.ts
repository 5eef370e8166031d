import type { CliCommand } from '../host.ts';

export const baseline: CliCommand = {
  name: 'baseline',
  define(program, host) {
    const command = program.command('baseline').description('what is usual, for soc triage --baseline: build, show, rm');
    command.command('build').description('learn what these logs show as usual').argument('<path...>', 'files, folders, globs, or -')
      .option('--name <name>', 'letters, digits, dot, dash, underscore', 'default')
      .option('--zone <zone>', 'zone of records that state none')
      .action(async (paths: string[], options: { readonly name: string; readonly zone?: string }) => {
        const { runBaselineBuild } = await import('../runs.ts');
        host.exit(await runBaselineBuild(host, paths, options));
      });
    command.command('show', { isDefault: true }).description('what one holds; their names without one').argument('[name]')
      .option('--json', 'all of it as JSON')
      .action(async (name: string | undefined, { json }: { readonly json?: true }) => {
        const { runBaselineShow } = await import('../runs.ts');
        host.exit(await runBaselineShow(host, name ?? null, json === true));
      });
    command.command('rm').description('remove one').argument('<name>')
      .action(async (name: string) => {
        const { runBaselineRemove } = await import('../runs.ts');
        host.exit(await runBaselineRemove(host, name));
      });
  },
};
