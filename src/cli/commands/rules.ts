import type { CliCommand } from '../host.ts';

export const rules: CliCommand = {
  name: 'rules',
  define(program, host) {
    const command = program.command('rules').description('rules in the Sigma format: what there is, whether it is right, why it matched');
    const runs = () => import('../runs.ts');
    command.command('list').description('the shipped rules, or those of a folder').argument('[folder]').option('--json', 'one object a line')
      .action(async (folder: string | undefined, { json }: { readonly json?: true }) => {
        host.exit(await (await runs()).runRulesList(host, folder ?? null, json === true));
      });
    command.command('lint').description('what is wrong with rules, by file and line').argument('<folder>')
      .action(async (folder: string) => { host.exit(await (await runs()).runRulesLint(host, folder)); });
    command.command('test').description('run the samples of rules: <rule file>.jsonl').argument('<samples>').option('--rules <folder>', 'a folder of rules; the shipped ones without it')
      .action(async (samples: string, { rules: folder }: { readonly rules?: string }) => {
        host.exit(await (await runs()).runRulesTest(host, samples, folder ?? null));
      });
    command.command('explain').description('what a rule asks for; with logs, why their events match it or not').argument('<rule>', 'id, title or file name').argument('[log...]')
      .option('--rules <folder>', 'a folder of rules; the shipped ones without it')
      .action(async (rule: string, logs: string[], { rules: folder }: { readonly rules?: string }) => {
        host.exit(await (await runs()).runRulesExplain(host, rule, { folder: folder ?? null, logs }));
      });
  },
};
