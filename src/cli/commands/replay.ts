import type { CliCommand } from '../host.ts';
import { parsePositive } from '../usage.ts';

export const replay: CliCommand = {
  name: 'replay',
  define(program, host) {
    program.command('replay')
      .description('show a session again as it ran; --verify runs it again and compares')
      .argument('<session>', 'id, part of it, or last')
      .option('--speed <n>', 'times faster than it was', parsePositive, 1)
      .option('--verify', 'run the same work over the same sources and compare fact for fact')
      .option('--json', 'facts as NDJSON')
      .action(async (session: string, flags: { readonly speed: number; readonly verify?: true; readonly json?: true }) => {
        const { runReplay } = await import('../runs.ts');
        host.exit(await runReplay(host, session, flags));
      });
  },
};
