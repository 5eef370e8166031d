import type { CliCommand } from '../host.ts';

export const demo: CliCommand = {
  name: 'demo',
  define(program, host) {
    program.command('demo').description('a shipped attack story, told in seconds; nothing is kept')
      .action(async () => {
        const { runDemo } = await import('../runs.ts');
        host.exit(await runDemo(host));
      });
  },
};
