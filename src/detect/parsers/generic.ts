import type { AuthEvent, GenericEvent, Outcome } from '../../domain/event.ts';
import type { JsonFields } from '../generic/json.ts';
import { jsonFieldsIn } from '../generic/json.ts';
import { quotedParts, withoutForeignQuotes } from '../generic/quotes.ts';
import { sourceIn } from '../generic/source.ts';
import { timeIn } from '../generic/time.ts';
import { isLogin, outcomeIn, userIn } from '../generic/words.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';

/** How much of a line is looked at: what decides stands at its beginning. */
const LOOKED_AT = 8_192;

/** The last resort: time, addresses, account and an outcome word, from lines that no other parser claims. */
export const generic: Parser = {
  name: 'generic',
  programs: [],
  claims: () => true,
  taint: ['text'],
  open: (clock) => openGeneric(clock),
};

function openGeneric(clock: LogClock): ParserRun {
  return { feed: (record, emit) => readLine(record, emit, clock) };
}

interface Guess {
  readonly time: number | null;
  readonly source: string | null;
  readonly user: string | null;
  readonly outcome: Outcome;
  readonly word: string | null;
  readonly login: boolean;
  readonly program: string | null;
}

function readLine(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const json = text.includes('{"') ? jsonFieldsIn(record.text.slice(record.body), clock) : null;
  const fromText = guessText(text, record.time, clock);
  const guess = json ? withFields(fromText, json) : fromText;
  if (guess.time === null && guess.source === null && guess.user === null && guess.word === null) {
    return { unparsed: 'neither a time nor an address, account or outcome was found' };
  }
  emit(guess.login ? authEvent(record, guess) : genericEvent(record, guess));
  return 'event';
}

function guessText(text: string, framed: number | null, clock: LogClock): Guess {
  const quoted = quotedParts(text);
  const own = withoutForeignQuotes(text, quoted);
  const { outcome, word } = outcomeIn(own);
  const source = sourceIn(text, quoted);
  const user = userIn(text);
  const login = outcome !== 'info' && (source !== null || user !== null) && isLogin(own);
  return { time: framed ?? timeIn(text, clock), source, user, outcome, word, login, program: null };
}

/** Named fields know better than the words around them. */
function withFields(text: Guess, json: JsonFields): Guess {
  const { outcome, word } = outcomeOfFields(text, json);
  const source = json.source ?? sourceIn(json.message, []) ?? text.source;
  const user = json.user ?? userIn(json.message) ?? text.user;
  const decided = outcome !== 'info' && (isLogin(json.message) || text.login);
  return {
    time: json.time ?? text.time, source, user, outcome, word, program: json.program,
    login: decided && (source !== null || user !== null),
  };
}

function outcomeOfFields(text: Guess, json: JsonFields): Pick<Guess, 'outcome' | 'word'> {
  const said = outcomeIn(json.message);
  if (said.outcome !== 'info') return said;
  return { outcome: outcomeOfStatus(json.status) ?? text.outcome, word: text.word };
}

function outcomeOfStatus(status: number | null): Outcome | null {
  if (status === null || status < 400) return null;
  return status === 401 || status === 403 ? 'denied' : 'failure';
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
    suspicious: guess.outcome !== 'success', key: null, primary: true,
    unknownUser: guess.word === 'unknown user' || guess.word === 'no such',
  };
}

function genericEvent(record: LogRecord, guess: Guess): GenericEvent {
  return { ...baseOf(record, guess), kind: 'generic', target: null, word: guess.word, suspicious: false };
}
