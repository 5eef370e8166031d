import type { CliCommand } from '../host.ts';

export const sessions: CliCommand = {
  name: 'sessions',
  define(program, host) {
    const command = program.command('sessions').description('sessions kept: list, show, rm, export');
    command.command('list', { isDefault: true }).description('newest first')
      .option('--json', 'as JSON')
      .action(async ({ json }: { readonly json?: true }) => {
        const { runSessionList } = await import('../runs.ts');
        host.exit(await runSessionList(host, json === true));
      });
    command.command('show').description('the note of a session').argument('<session>', 'id, part of it, or last')
      .action(async (session: string) => {
        const { runSessionShow } = await import('../runs.ts');
        host.exit(await runSessionShow(host, session));
      });
    command.command('rm').description('remove a session; its summary is kept').argument('<session>')
      .option('--force', 'also one with an open incident')
      .action(async (session: string, { force }: { readonly force?: true }) => {
        const { runRemove } = await import('../runs.ts');
        host.exit(await runRemove(host, session, force === true));
      });
    command.command('export').description('everything of a session as one JSON document').argument('<session>')
      .option('-o, --output <file>', 'write there instead of standard output')
      .action(async (session: string, { output }: { readonly output?: string }) => {
        const { runExport } = await import('../runs.ts');
        host.exit(await runExport(host, session, output ?? null));
      });
  },
};
