import type { Baselines } from '../ports/baselines.ts';
import type { Brain } from '../ports/brain.ts';
import type { Clock } from '../ports/clock.ts';
import type { FeedSource, FeedStore } from '../ports/feeds.ts';
import type { Files } from '../ports/files.ts';
import type { OpenGeo } from '../ports/geo.ts';
import type { Ids } from '../ports/ids.ts';
import type { Journals } from '../ports/journal.ts';
import type { KnowledgeStore } from '../ports/knowledge.ts';
import type { Loader } from '../ports/loader.ts';
import type { LogSources } from '../ports/log-source.ts';
import type { LookAtMachine } from '../ports/machine.ts';
import type { Net } from '../ports/net.ts';
import type { RuleFiles } from '../ports/rule-files.ts';
import type { SessionId } from '../domain/ids.ts';

/** Folders and files of this home; `homes` in the adapters says where they are. */
export interface Places {
  readonly home: string;
  readonly context: string;
  readonly knowledge: string;
  readonly geo: string;
  session(id: SessionId): { readonly folder: string; readonly reports: string; readonly sources: string };
  /** Shipped with the program. */
  readonly fixtures: string;
}

/** Everything a use case may touch, built once by `main`. */
export interface House {
  readonly version: string;
  /** This machine's name, and who is at the keyboard. */
  readonly host: string;
  readonly user: string;
  readonly places: Places;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly journals: Journals;
  /** Journals that live in memory alone, for runs that are not to be saved and for running again. */
  scratch(): Journals;
  readonly knowledge: KnowledgeStore;
  readonly baselines: Baselines;
  /** A folder that goes with the process, for runs that keep nothing. */
  scratchFolder(): Promise<string>;
  /** Standard input is spooled into `spoolFolder`. */
  logs(spoolFolder: string): LogSources;
  readonly feeds: FeedStore;
  readonly feedSource: FeedSource;
  readonly openGeo: OpenGeo;
  readonly files: Files;
  readonly net: Net;
  readonly loader: Loader;
  readonly ruleFiles: RuleFiles;
  brain(): Brain;
  readonly machine: LookAtMachine;
}

export type { Terminal } from '../ports/terminal.ts';
