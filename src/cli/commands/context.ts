import type { CliCommand } from '../host.ts';

export const context: CliCommand = {
  name: 'context',
  define(program, host) {
    const command = program.command('context').description('what you know and a log cannot tell: assets, proxies, scanners …');
    const run = (verb: 'init' | 'check' | 'show') => async (file: string | undefined): Promise<void> => {
      const { runContext } = await import('../runs.ts');
      host.exit(await runContext(host, verb, file ?? null));
    };
    command.command('init').description('write a commented example').action(() => run('init')(undefined));
    command.command('check').description('check the file; every error names its line').argument('[file]').action(run('check'));
    command.command('show').description('the context as it is applied').argument('[file]').action(run('show'));
  },
};
