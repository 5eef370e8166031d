import { askSession } from '../session/desk/ask.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { openWriter } from './note/writer.ts';
import { toldSession } from './stored.ts';

/** Ends with 2 where the question cannot be answered: a script must not take silence for an answer. */
export async function runAsk(host: CliHost, asked: string, question: string): Promise<number> {
  const house = await host.house();
  const stored = await toldSession(host, house, asked);
  const { kind, lines, canAnswer } = await askSession(house, stored, question, host.signal);
  const writer = openWriter(host.terminal);
  for (const { text, refs } of lines) writer.row('', text, refs.slice(0, 6).join(' '));
  if (canAnswer.length > 0) {
    writer.gap();
    writer.line('What can be answered, for example:');
    for (const example of canAnswer) writer.row('  ', example, '');
  }
  await host.terminal.out(writer.text());
  return kind === null ? EXIT.notAssessed : EXIT.none;
}
