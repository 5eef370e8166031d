import { InvalidArgumentError } from 'commander';
import type { CliCommand } from '../host.ts';
import { parsePositive } from '../usage.ts';

export interface ImportFlags {
  readonly name?: string;
  readonly source?: string;
  readonly confidence?: number;
  readonly expires?: number;
}

export interface LookupFlags {
  readonly file?: true;
  readonly json?: true;
  readonly mmdb?: string;
}

export const intel: CliCommand = {
  name: 'intel',
  define(program, host) {
    const command = program.command('intel').description('feeds of indicators: what others know to be bad');
    command.command('import').description('read feeds and keep them: lists, CSV, MISP, STIX, OpenIOC, abuse.ch, hosts files, warning lists')
      .argument('<place...>', 'files, or addresses of http or https')
      .option('--name <name>', 'what to call it (one feed at a time)', parseName).option('--source <text>', 'whose it is')
      .option('--confidence <0-100>', 'for entries that name none', parseConfidence)
      .option('--expires <days>', 'days after which entries count as expired that name no end', parsePositive)
      .action(async (places: string[], flags: ImportFlags) => {
        const { runIntelImport } = await import('../runs.ts');
        host.exit(await runIntelImport(host, places, flags));
      });
    command.command('list', { isDefault: true }).description('the feeds there are, their sizes and ages').option('--json', 'as JSON')
      .action(async ({ json }: { readonly json?: true }) => {
        const { runIntelList } = await import('../runs.ts');
        host.exit(await runIntelList(host, json === true));
      });
    command.command('lookup').description('what feeds say of a value, and where it was seen before').argument('<value>', 'defanged or not; with --file a path')
      .option('--file', 'look up the digests of a file').option('--json', 'as JSON').option('--mmdb <file>', 'a database of where addresses are, in the MaxMind form')
      .action(async (value: string, flags: LookupFlags) => {
        const { runIntelLookup } = await import('../runs.ts');
        host.exit(await runIntelLookup(host, value, flags));
      });
    command.command('match').description('print the lines of logs that hold what a feed names, whole values only')
      .argument('<path...>', 'files, folders, globs, or - for standard input').option('--count', 'only how many')
      .action(async (paths: string[], { count }: { readonly count?: true }) => {
        const { runIntelMatch } = await import('../runs.ts');
        host.exit(await runIntelMatch(host, paths, count === true));
      });
    command.command('update').description('fetch feeds again from where they came; one that fails stays as it is').argument('[name]')
      .action(async (name: string | undefined) => {
        const { runIntelUpdate } = await import('../runs.ts');
        host.exit(await runIntelUpdate(host, name ?? null));
      });
    command.command('remove').description('forget a feed').argument('<name>')
      .action(async (name: string) => {
        const { runIntelRemove } = await import('../runs.ts');
        host.exit(await runIntelRemove(host, name));
      });
  },
};

function parseName(text: string): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(text)) throw new InvalidArgumentError('small letters, digits, dots and dashes, 64 at most');
  return text;
}

function parseConfidence(text: string): number {
  const value = Number(text);
  if (!/^\d{1,3}$/.test(text) || value > 100) throw new InvalidArgumentError('a number from 0 to 100');
  return value;
}
