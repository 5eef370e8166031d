import { jsonText } from '../domain/json-text.ts';
import { safe } from '../domain/safe-text.ts';
import { initContext, loadContext } from '../session/desk/context.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { need } from './stored.ts';
import { UsageError } from './usage.ts';

export async function runContext(
  host: CliHost, verb: 'init' | 'check' | 'show', file: string | null,
): Promise<number> {
  const house = await host.house();
  if (verb === 'init') {
    await host.terminal.out(`wrote ${safe(need(await initContext(house)))}\n`);
    return EXIT.none;
  }
  const loaded = await loadContext(house, file);
  if (!loaded.ok) {
    const { path, troubles } = loaded.trouble;
    throw new UsageError(troubles.map(({ line, why }) => `${path}${line > 0 ? `:${line}` : ''}: ${why}`).join('\n'));
  }
  const { context, text } = loaded.value;
  if (text === null) await host.terminal.out('no context file; soc context init writes an example\n');
  else if (verb === 'check') await host.terminal.out('the context is in order\n');
  else await host.terminal.out(`${jsonText(context, 2)}\n`);
  return EXIT.none;
}
