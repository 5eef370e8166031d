import type { Signal } from '../domain/fact.ts';
import { safe } from '../domain/safe-text.ts';
import { spanText } from '../domain/times.ts';
import type { Terminal } from '../session/house.ts';

type ProgressSignal = Extract<Signal, { type: 'progress' }>;

/** Progress is silent for the first second of work. */
const QUIET_MS = 1_000;
const MIB = 1_048_576;

/** One line on standard error, rewritten in place; nothing where that is no terminal. */
export function openProgress(terminal: Terminal, quiet: boolean) {
  const shown = terminal.errIsTty && !quiet;
  let visible = false;
  return {
    show(signal: ProgressSignal, elapsedMs: number): void {
      if (!shown) return;
      if (elapsedMs < QUIET_MS) return;
      visible = true;
      void terminal.err(`\r\u001b[K${progressLine(signal, elapsedMs)}`);
    },
    clear(): void {
      if (!visible) return;
      visible = false;
      void terminal.err('\r\u001b[K');
    },
  };
}

function progressLine({ what, bytes, total }: ProgressSignal, elapsedMs: number): string {
  const rate = bytes / Math.max(1, elapsedMs);
  const done = total === null ? `${mib(bytes)} MiB` : `${mib(bytes)} of ${mib(total)} MiB`;
  const left = total === null || rate === 0 ? '' : `, ${spanText((total - bytes) / rate)} left`;
  return safe(`${what}  ${done}  ${mib(rate * 1_000)} MiB/s${left}`, 78);
}

const mib = (bytes: number): string => (bytes / MIB).toFixed(1);
