import type { CliCommand } from '../host.ts';

export const doctor: CliCommand = {
  name: 'doctor',
  define(program, host) {
    program.command('doctor').description('what works here, and what would make it work better')
      .action(async () => {
        const { runDoctor } = await import('../runs.ts');
        host.exit(await runDoctor(host));
      });
  },
};
