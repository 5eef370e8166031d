import type { CliCommand } from '../host.ts';

export const verify: CliCommand = {
  name: 'verify',
  define(program, host) {
    program.command('verify')
      .description('prove a session: its chain of facts, and each cited line against its source')
      .argument('<session>', 'id, part of it, or last')
      .option('--head <sha256>', 'the chain head printed at the end of the run, or its beginning')
      .option('--json', 'as JSON')
      .action(async (session: string, flags: { readonly head?: string; readonly json?: true }) => {
        const { runVerify } = await import('../runs.ts');
        host.exit(await runVerify(host, session, flags));
      });
  },
};
