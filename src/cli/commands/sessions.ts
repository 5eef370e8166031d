import type { CliCommand } from '../host.ts';

export const sessions: CliCommand = {
  name: 'sessions',
  define(program, host) {
    const command = program.command('sessions').description('sessions kept: list, show, rm, export');
    command.command('list', { isDefault: true }).description('newest first')
      .option('--json', 'as JSON')
      .action(async ({ json }: { readonly json?: true }) => {
        const { sessions } = await import('../runs.ts');
        host.exit(await sessions.runList(host, json === true));
      });
    command.command('show').description('the note of a session').argument('<session>', 'id, part of it, or last')
      .action(async (session: string) => {
        const { sessions } = await import('../runs.ts');
        host.exit(await sessions.runShow(host, session));
      });
    command.command('rm').description('remove a session; its summary is kept').argument('<session>')
      .option('--force', 'also one with an open incident')
      .action(async (session: string, { force }: { readonly force?: true }) => {
        const { sessions } = await import('../runs.ts');
        host.exit(await sessions.runRemove(host, session, force === true));
      });
    command.command('export').description('everything of a session as one JSON document').argument('<session>')
      .option('-o, --output <file>', 'write there instead of standard output')
      .action(async (session: string, { output }: { readonly output?: string }) => {
        const { sessions } = await import('../runs.ts');
        host.exit(await sessions.runExport(host, session, output ?? null));
      });
  },
};
