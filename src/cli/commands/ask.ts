import type { CliCommand } from '../host.ts';

export const ask: CliCommand = {
  name: 'ask',
  define(program, host) {
    program.command('ask').description('ask about a session; answers cite their evidence')
      .argument('<session>', 'id, part of it, or last').argument('<question...>')
      .action(async (session: string, question: string[]) => {
        const { runAsk } = await import('../runs.ts');
        host.exit(await runAsk(host, session, question.join(' ')));
      });
  },
};
