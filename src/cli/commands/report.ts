import { Option } from 'commander';
import type { CliCommand } from '../host.ts';

export const report: CliCommand = {
  name: 'report',
  define(program, host) {
    program.command('report')
      .description('write the report of a session, or of one incident of it')
      .argument('<session|incident>', 'a session, <session>/I1, or an incident\'s fingerprint')
      .addOption(new Option('--audience <who>', 'for whom').choices(['executive', 'technical']).default('technical'))
      .addOption(new Option('--format <name>', 'how').choices(['md', 'html', 'json']).default('md'))
      .option('-o, --output <file>', 'write there instead of standard output')
      .action(async (asked: string, flags: ReportFlags) => {
        const { runReport } = await import('../runs.ts');
        host.exit(await runReport(host, asked, flags));
      });
  },
};

export interface ReportFlags {
  readonly audience: 'executive' | 'technical';
  readonly format: string;
  readonly output?: string;
}
