import { openLogRun } from '../../../detect/engine.ts';
import type { LogRun } from '../../../detect/engine.ts';
import { PARSERS } from '../../../detect/parsers/index.ts';
import type { Event } from '../../../domain/event.ts';
import type { Signal } from '../../../domain/fact.ts';
import type { LineHits } from '../../../intel/matcher/hit.ts';
import { openLineMatcher } from '../../../intel/matcher/line-matcher.ts';
import type { OpenIndex } from '../../../intel/packed/open-index.ts';
import { openPorts } from '../../../intel/weigh/port.ts';
import { roleOf, ROLES } from '../../../intel/weigh/role.ts';
import type { LogSource } from '../../../ports/log-source.ts';
import type { ToolContext } from '../../tool.ts';
import { openClientOf } from '../client-of.ts';
import { profileOf } from '../scan-logs.ts';
import type { MetHit, Tally } from './tally.ts';

const NEWLINE = Buffer.from('\n');
const PROGRESS_BYTES = 16 * 1_048_576;

/**
 * Reads each log once more, as bytes; only lines that hold what a feed names are parsed, for what they say about it.
 * Answers with how many lines were looked through.
 */
export async function* scanLines(feeds: readonly OpenIndex[], context: ToolContext, tally: Tally): AsyncGenerator<Signal, number> {
  let lines = 0;
  for (const [index, log] of context.logs.entries()) {
    const reader = await openReader(log, index, context);
    const matcher = openLineMatcher(feeds, (hits) => { for (const met of metIn(hits, reader, index)) tally.add(met); });
    let [done, told] = [0, 0];
    for await (const chunk of log.chunks(context.signal)) {
      matcher.push(chunk);
      done += chunk.length;
      if (done - told < PROGRESS_BYTES) continue;
      told = done;
      yield { type: 'progress', what: log.info.name, bytes: done, total: log.info.compression === 'none' ? log.info.size : null };
    }
    matcher.finish();
    lines += matcher.lines();
  }
  return lines;
}

interface HitReader {
  /** What the line says; empty where nobody understood it. Null where it lies outside the time asked for. */
  read(hits: LineHits): readonly Event[] | null;
}

async function openReader(log: LogSource, index: number, { state, trades }: ToolContext): Promise<HitReader> {
  const asked = state().started?.request ?? { since: null, until: null, zone: null, clockOffset: 0 };
  const profile = await profileOf(log, { request: asked, context: trades.context, now: trades.now });
  const clientOf = openClientOf(trades.context);
  let events: Event[] = [];
  const run: LogRun = openLogRun({ log: index, clock: profile.clock, parsers: PARSERS, emit: (event) => { events.push(clientOf(event)); } });
  const [from, to] = [asked.since ?? Number.NEGATIVE_INFINITY, asked.until ?? Number.POSITIVE_INFINITY];
  const always = asked.since === null && asked.until === null;
  return {
    read: ({ bytes }) => {
      events = [];
      run.push(Buffer.concat([bytes, NEWLINE]));
      if (always) return events;
      const within = events.filter(({ time }) => time !== null && time >= from && time <= to);
      return within.length === 0 ? null : within;
    },
  };
}

/** A line may become several events: the one in which the value weighs most speaks for it. */
function metIn(hits: LineHits, reader: HitReader, log: number): readonly MetHit[] {
  const events = reader.read(hits);
  if (events === null) return [];
  const text = hits.bytes.toString('latin1');
  const portSeen = openPorts(text);
  return hits.hits.flatMap((hit): readonly MetHit[] => {
    const port = hit.port === null ? 'same' : portSeen(hit.to, hit.port);
    if (port === 'another') return [];
    const met = { kind: hit.kind, value: hit.value, before: text.slice(Math.max(0, hit.from - 400), hit.from) };
    const read = (events.length === 0 ? [null] : events).map((event) => ({ event, role: roleOf(event, met) }))
      .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))[0];
    return read === undefined ? [] : [{ hit, ...read, portUnseen: port === 'none', place: { log, line: hits.line, offset: hits.offset } }];
  });
}
