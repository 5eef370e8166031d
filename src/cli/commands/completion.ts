import { Argument } from 'commander';
import type { CliCommand } from '../host.ts';

export const completion: CliCommand = {
  name: 'completion',
  knowsAll: true,
  define(program, host) {
    program.command('completion').description('a completion script for your shell')
      .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
      .action(async (shell: 'bash' | 'zsh' | 'fish') => {
        const { completionScript } = await import('../runs.ts');
        await host.terminal.out(completionScript(program, shell));
        host.exit(0);
      });
  },
};
