import type { CliHost } from './host.ts';
import { UsageError } from './usage.ts';

/** Writes a document to standard output, or to the file the analyst named. */
export async function deliver(host: CliHost, text: string, file: string | null): Promise<void> {
  if (file === null) {
    await host.terminal.out(text);
    return;
  }
  const { files } = await host.house();
  const folder = folderOf(file);
  if (!(await files.exists(folder))) throw new UsageError(`${file}: there is no folder ${folder}`);
  const written = await files.writeText(file, text);
  if (!written.ok) throw new UsageError(`${file}: ${written.trouble.why}`);
}

/** The folder must be there: a mistyped path must not grow a tree. */
function folderOf(file: string): string {
  const end = file.lastIndexOf('/');
  return end < 0 ? '.' : end === 0 ? '/' : file.slice(0, end);
}
