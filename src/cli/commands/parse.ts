import type { CliCommand } from '../host.ts';

export const parse: CliCommand = {
  name: 'parse',
  define(program, host) {
    program.command('parse')
      .description('show each line as it was understood: NDJSON, one record a line')
      .argument('<path...>', 'files, folders, globs, or -')
      .option('--unparsed', 'only the lines nobody understood')
      .option('--zone <zone>', 'zone of records that state none')
      .action(async (paths: string[], options: { readonly unparsed?: true; readonly zone?: string }) => {
        const { runParse } = await import('../runs.ts');
        host.exit(await runParse(host, paths, options));
      });
  },
};
