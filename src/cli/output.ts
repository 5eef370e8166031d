import type { CliHost } from './host.ts';
import { UsageError } from './usage.ts';

/** Writes a document to standard output, or to the file the analyst named. */
export async function deliver(host: CliHost, text: string, file: string | null): Promise<void> {
  if (file === null) {
    await host.terminal.out(text);
    return;
  }
  const written = await (await host.house()).files.deliver(file, text);
  if (!written.ok) throw new UsageError(`${file}: ${written.trouble.why}`);
}
