import type { Command } from 'commander';
import type { House, Terminal } from '../session/house.ts';

/** What a command gets from `main`: the terminal, a way to build the house, and the signal that ends everything. */
export interface CliHost {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Built when a command needs it: `--help` must not pay for it. */
  house(): Promise<House>;
  /** Exit code of the run. */
  exit(code: number): void;
}

/** One command: its words and options, and what it does, loaded when it runs. */
export interface CliCommand {
  readonly name: string;
  /** It speaks of the other commands too. */
  readonly knowsAll?: true;
  define(program: Command, host: CliHost): void;
}
