import { openEventRecall } from '../../src/tools/reading/event-recall.ts';
import type { SessionPort } from '../../src/agents/session-port.ts';
import { NO_CONTEXT } from '../../src/domain/no-context.ts';
import { type Fact, factSchema, type Signal } from '../../src/domain/fact.ts';
import { NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import { fail, ok } from '../../src/domain/result.ts';
import { EMPTY_STATE, evolve, type SessionState } from '../../src/domain/session-state.ts';
import type { Trades } from '../../src/tools/tool.ts';

export interface MemorySession extends SessionPort {
  readonly facts: readonly Fact[];
  readonly signals: readonly Signal[];
}

/** Holds every fact against the schema, as a journal does. `onAppend` sees them first. */
export function memorySession(start: readonly Fact[] = [], onAppend: (fact: Fact) => void = () => undefined): MemorySession {
  const facts: Fact[] = [];
  const signals: Signal[] = [];
  let state: SessionState = start.reduce(evolve, EMPTY_STATE);
  let ticks = 0;
  return {
    facts, signals,
    state: () => state,
    append: async (more) => {
      for (const fact of more) {
        factSchema.parse(fact);
        facts.push(fact);
        state = evolve(state, fact);
        onAppend(fact);
      }
    },
    signal: (signal) => { signals.push(signal); },
    clock: { now: () => 0, monotonic: () => (ticks += 1), wait: async () => undefined },
  };
}

interface World {
  readonly host?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly banners?: Readonly<Record<number, string>>;
  readonly context?: Trades['context'];
}

/** What a session lends to tools, held in memory. */
export function fakeTrades({ host = 'ws2', files = {}, banners = {}, context = NO_CONTEXT }: World = {}): Trades {
  const missing = (path: string) => fail({ path, code: 'ENOENT', why: 'no such file' });
  return {
    context, knowledge: NO_KNOWLEDGE, host, now: 0,
    files: {
      readText: async (path) => (files[path] === undefined ? missing(path) : ok(files[path])),
    },
    feeds: { load: async () => fail('it is not there') },
    net: { banner: async (port) => (banners[port] === undefined ? fail({ why: 'nobody answers' }) : ok(banners[port])) },
    recall: openEventRecall(), saveReport: async (name) => ok(name),
  };
}
