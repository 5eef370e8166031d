import type { LogRecord } from './record.ts';

/** Who may write under a tag: `comm` as the kernel knows the process, and whether only root does. */
export interface Writers {
  readonly comms: ReadonlySet<string>;
  readonly rootOnly: boolean;
}

/** The kernel cuts process names here. */
const COMM_LENGTH = 15;
/** Ways to write a record by hand, under any tag. */
const BY_HAND = new Set([
  'logger', 'systemd-cat', 'bash', 'sh', 'dash', 'zsh', 'ksh', 'python', 'python3', 'perl', 'ruby', 'php', 'node',
  'nc', 'ncat', 'socat',
]);

/** In words, what journald's own fields contradict; null where they fit or are not known. */
export function contradiction(record: LogRecord, { comms, rootOnly }: Writers): string | null {
  const { trusted } = record;
  if (trusted === null) return null;
  const tag = record.program ?? '';
  if (trusted.comm !== null && !comms.has(trusted.comm)) {
    return `tagged ${tag}, but written by a process called ${trusted.comm}`;
  }
  if (rootOnly && trusted.uid !== null && trusted.uid !== 0) {
    return `tagged ${tag}, which writes this as root, but written by user id ${trusted.uid}`;
  }
  return null;
}

/** For tags whose process goes by another name than the tag: only a record written by hand contradicts them. */
export function writtenByHand(record: LogRecord): string | null {
  const comm = record.trusted?.comm ?? null;
  if (comm === null || !BY_HAND.has(comm) || comm === record.program?.slice(0, COMM_LENGTH)) return null;
  return `tagged ${record.program ?? ''}, but written by a process called ${comm}`;
}
