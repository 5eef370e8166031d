import type { z } from 'zod';
import type { EarlierIncident } from '../detect/correlate.ts';
import type { RuleShelf } from '../detect/sigma/loaded.ts';
import type { Baseline } from '../domain/baseline.ts';
import type { Context } from '../domain/context.ts';
import type { Fact, Signal } from '../domain/fact.ts';
import type { PriorKnowledge } from '../domain/prior-knowledge.ts';
import type { Result } from '../domain/result.ts';
import type { SessionState } from '../domain/session-state.ts';
import type { FeedStore } from '../ports/feeds.ts';
import type { Files } from '../ports/files.ts';
import type { LogSource } from '../ports/log-source.ts';
import type { Net } from '../ports/net.ts';
import type { EventRecall } from './reading/event-recall.ts';

/** What a tool leaves behind: nothing, text for a person to run, or a file kept with the session. None changes the host. */
export type ToolEffect = 'observe' | 'propose' | 'record';
/** Which trade it belongs to; an agent declares the areas it may use. */
export type ToolArea = 'logs' | 'correlation' | 'response' | 'report' | 'inventory';

/** What the session lends to tools beside its state. Nothing here can change the host. */
export interface Trades {
  readonly context: Context;
  /** Incidents of earlier sessions that may go on in this one, as they were known when it began. */
  readonly earlier?: readonly EarlierIncident[];
  /** What earlier sessions knew, as recorded when this one began: a second run gets the same. */
  readonly knowledge: PriorKnowledge;
  /** What was usual before; null where the session is not compared with anything, or it is there no more. */
  readonly baseline?: Baseline | null;
  /** Rules as data; none where there is no shelf. */
  readonly rules?: RuleShelf;
  readonly files: Pick<Files, 'readText'>;
  /** Imported feeds; which of them count, the session says. */
  readonly feeds: Pick<FeedStore, 'load'>;
  readonly net: Net;
  /** Name of the machine `soc` runs on. */
  readonly host: string;
  /** Start of the session, epoch milliseconds: the only "now" a tool may use, so that a replay sees the same. */
  readonly now: number;
  /** What the one full reading of this session remembered. */
  readonly recall: EventRecall;
  /** Stores a report with the session and answers with its name. */
  saveReport(name: string, text: string): Promise<Result<string, string>>;
}

export interface ToolContext {
  /** As of the last appended fact. */
  state(): SessionState;
  readonly logs: readonly LogSource[];
  readonly trades: Trades;
  readonly signal: AbortSignal;
}

export interface ToolResult {
  readonly ok: boolean;
  /** One line for the screen. */
  readonly summary: string;
  readonly rows: number | null;
  /** What the brain gets: structured, bounded, with ids; never a raw dump. */
  readonly digest: unknown;
}

/**
 * How a sentence owns up to an argument that narrowed a search: by a word of `says` and none of `unless`, which would
 * turn it into its opposite.
 */
export interface ArgumentWords {
  readonly says: RegExp;
  readonly unless: RegExp | null;
}

/**
 * One thing an agent can do. `run` yields the facts it found, in order, and progress signals; the turn loop alone
 * appends. Expected trouble is a result with `ok: false`.
 */
export interface Tool<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly area: ToolArea;
  readonly effect: ToolEffect;
  readonly description: string;
  readonly input: Schema;
  /** The same call has the same answer all through a session. */
  readonly steady?: true;
  /**
   * Words for the arguments that narrowed a call, null for one that narrows nothing. An argument not in the answer is
   * owned up to by its value standing in the sentence.
   */
  speaks?(args: z.infer<Schema>): Readonly<Record<string, ArgumentWords | null>>;
  run(args: z.infer<Schema>, context: ToolContext): AsyncGenerator<Fact | Signal, ToolResult>;
}

/** Keeps the schema's type inside the tool while the registry holds them all alike. */
export const defineTool = <Schema extends z.ZodType>(tool: Tool<Schema>): Tool => tool;
