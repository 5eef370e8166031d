import type { AuthEvent, GenericEvent, Outcome, WebEvent } from '../../domain/event.ts';
import type { Columns } from '../generic/columns.ts';
import { openColumns } from '../generic/columns.ts';
import type { Guess } from '../generic/guess.ts';
import { guessFields, guessJson, guessText } from '../generic/guess.ts';
import type { Exchange } from '../generic/http.ts';
import { jsonIn } from '../generic/json.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { ClassifyRequest } from '../web/classify.ts';
import { openClassifier } from '../web/classify.ts';
import { triesAsProxy } from '../web/open-proxy.ts';
import { pathOf } from '../web/request-path.ts';

/** How much of a line is looked at: what decides stands at its beginning. */
const LOOKED_AT = 8_192;
/** `name-1  | ` before what a container wrote. */
const COMPOSE = /^[\w.-]{1,60} {1,20}\| /;

/** The last resort: time, addresses, account and an outcome word, from lines that no other parser claims. */
export const generic: Parser = {
  name: 'generic',
  programs: [],
  claims: () => true,
  taint: ['text'],
  open: (clock) => {
    const tools: Tools = { clock, columns: openColumns(), classify: openClassifier() };
    return { feed: (record, emit) => readLine(record, emit, tools) } satisfies ParserRun;
  },
};

interface Tools {
  readonly clock: LogClock;
  readonly columns: Columns;
  readonly classify: ClassifyRequest;
}

function readLine(record: LogRecord, emit: EmitEvent, tools: Tools): Parsed {
  const whole = bodyOf(record);
  if (tools.columns.readHead(whole.slice(0, LOOKED_AT))) return 'quiet';
  const guess = guessLine(whole, record, tools);
  if (guess.time === null && guess.source === null && guess.user === null && guess.word === null && guess.exchange === null) {
    return { unparsed: 'neither a time nor an address, account or outcome was found' };
  }
  emit(eventOf(record, guess, tools));
  return 'event';
}

function bodyOf({ text, body }: LogRecord): string {
  const whole = body === 0 ? text : text.slice(body);
  return whole.includes(' | ', 2) ? whole.replace(COMPOSE, '') : whole;
}

function guessLine(whole: string, { time }: LogRecord, { clock, columns }: Tools): Guess {
  const text = whole.length > LOOKED_AT ? whole.slice(0, LOOKED_AT) : whole;
  const row = columns.row(text);
  if (row) return guessFields(row, { text, framed: time, clock });
  const json = whole.includes('{"') ? jsonIn(whole) : null;
  return json ? guessJson(json, { text, framed: time, clock }) : guessText(text, time, clock);
}

function eventOf(record: LogRecord, guess: Guess, tools: Tools): AuthEvent | WebEvent | GenericEvent {
  if (guess.login) return authEvent(record, guess);
  return guess.exchange ? webEvent(record, guess, guess.exchange, tools) : genericEvent(record, guess);
}

function baseOf(record: LogRecord, guess: Guess) {
  return {
    log: record.log, line: record.line, offset: record.offset, time: guess.time, format: 'generic', host: record.host,
    program: record.program ?? guess.program, pid: record.pid, outcome: guess.outcome, source: guess.source,
    user: guess.user, count: 1, inferred: true, forged: null,
  };
}

function authEvent(record: LogRecord, guess: Guess): AuthEvent {
  const base = baseOf(record, guess);
  return {
    ...base, kind: 'auth', action: 'login', target: guess.user, service: base.program ?? 'unknown', method: null, port: null,
    suspicious: guess.outcome !== 'success', key: null, primary: true, unknownUser: guess.unknownUser,
  };
}

// Four parameters on purpose: the exchange is the one of the guess, known to be there.
function webEvent(record: LogRecord, guess: Guess, exchange: Exchange, { classify }: Tools): WebEvent {
  const { method, uri, status, bytes, agent, referer, forwarded, site } = exchange;
  return {
    ...baseOf(record, guess), kind: 'web', outcome: outcomeOf(status), target: pathOf(uri), method, uri, status, bytes, agent, referer,
    forwarded, site, suspicious: classify(uri, agent, referer) !== null || triesAsProxy(method, uri, status),
  };
}

function outcomeOf(status: number): Outcome {
  if (status < 400) return 'success';
  return status === 401 || status === 403 || status === 407 ? 'denied' : 'failure';
}

function genericEvent(record: LogRecord, guess: Guess): GenericEvent {
  return { ...baseOf(record, guess), kind: 'generic', target: null, word: guess.word, suspicious: guess.hostile && guess.source !== null };
}
