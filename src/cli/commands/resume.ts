import type { CliCommand } from '../host.ts';

export const resume: CliCommand = {
  name: 'resume',
  define(program, host) {
    program.command('resume')
      .description('go on with a session that was interrupted')
      .argument('[session]', 'id, part of it, or last', 'last')
      .action(async (session: string) => {
        const { runResume } = await import('../runs.ts');
        host.exit(await runResume(host, session));
      });
  },
};
