import type { Outcome } from '../../domain/event.ts';
import { findAddresses } from '../address.ts';
import type { LogClock } from '../log-clock.ts';
import type { Fields } from './fields.ts';
import { pairsIn } from './fields.ts';
import type { Exchange } from './http.ts';
import { exchangeIn, exchangeWritten } from './http.ts';
import type { JsonRecord } from './json.ts';
import { isLogin, saysUnknown } from './login.ts';
import type { Named, PlainFields } from './named.ts';
import { namedIn, plainFields } from './named.ts';
import type { Told } from './outcome.ts';
import { outcomeIn } from './outcome.ts';
import { quotedParts, withoutForeignQuotes } from './quotes.ts';
import { sourceIn } from './source.ts';
import { timeIn } from './time.ts';
import { userIn } from './user.ts';

/** What could be told of a line of a format that nobody wrote down. */
export interface Guess {
  readonly time: number | null;
  readonly source: string | null;
  readonly user: string | null;
  readonly outcome: Outcome;
  readonly word: string | null;
  readonly hostile: boolean;
  readonly login: boolean;
  readonly unknownUser: boolean;
  readonly program: string | null;
  readonly exchange: Exchange | null;
}

/** A line as it stands, the time its envelope gave, and the clock of its log. */
export interface Seen {
  readonly text: string;
  readonly framed: number | null;
  readonly clock: LogClock;
}

export function guessText(text: string, framed: number | null, clock: LogClock): Guess {
  const exchange = exchangeOf(text);
  const said = exchange?.rest ?? text;
  const quoted = quotedParts(text);
  const own = withoutForeignQuotes(said, exchange ? quotedParts(said) : quoted);
  const source = sourceIn(text, quoted);
  const user = userIn(said);
  const told = outcomeIn(own);
  return {
    ...decided(own, told.outcome === 'info' && REFUSED_PAGE.test(text) ? REFUSED_LOGIN : told, { source, user, exchange }), time: framed ?? timeIn(text, clock), source, user, program: null, exchange,
  };
}

/** `/api/login: 403`: the page of the login and its answer, without a method. */
const REFUSED_PAGE = /(?:^|\s)\/[\w/.-]{0,80}(?:login|sign-?_?in|auth|session)[\w/.-]{0,40}:? (?:status[=: ]{0,2})?40[13](?![\d.])/i;
const REFUSED_LOGIN: Told = { outcome: 'denied', word: 'denied', hostile: true };

interface Who {
  readonly source: string | null;
  readonly user: string | null;
  readonly exchange: Exchange | null;
}

type Decision = Pick<Guess, 'outcome' | 'word' | 'hostile' | 'login' | 'unknownUser'>;

/** The names of statuses: they say what was answered, not what a login came to. */
const REASON_PHRASES = /\b(?:unauthori[sz]ed|forbidden|not found|bad (?:request|gateway)|denied|error)\b/gi;

/** Not an attempt but what a product concluded from many. */
const BANNED = /^(?:bann?|brute|rate)/;

/** A record of a request is a login only where words beside it say how one went; a status alone is an answer. */
function decided(words: string, told: Told, { source, user, exchange }: Who): Decision {
  if (exchange?.refusedLogin) return { outcome: 'failure', word: null, hostile: true, login: true, unknownUser: false };
  const own = exchange ? words.replace(REASON_PHRASES, '') : words;
  const said = exchange ? outcomeIn(own) : told;
  const login = said.outcome !== 'info' && !BANNED.test(said.word ?? '') && (source !== null || user !== null) && isLogin(own);
  const { outcome, word, hostile } = login ? said : told;
  return { outcome, word, hostile, login, unknownUser: login && saysUnknown(words) };
}

const REQUEST_KEY = /(?:method|verb|request)=/i;

function exchangeOf(text: string): (Exchange & { readonly rest: string }) | null {
  const written = exchangeWritten(text);
  if (written) return written;
  const named = REQUEST_KEY.test(text) ? exchangeIn(plainFields(pairsIn(text))) : null;
  return named && { ...named, rest: text.replace(named.uri, '') };
}

/** Named fields know better than the words around them. */
export function guessFields(fields: Fields, { framed, clock }: Seen): Guess {
  const plain = plainFields(fields);
  const named = namedIn(plain, clock);
  return guessNamed(named, plain, { before: '', framed });
}

/** A JSON object, alone or after a message in plain words. */
export function guessJson({ fields, before }: JsonRecord, { text, framed, clock }: Seen): Guess {
  const plain = plainFields(fields);
  const named = namedIn(plain, clock);
  const guess = guessNamed(named, plain, { before, framed });
  return {
    ...guess, time: guess.time ?? (before === '' ? null : timeIn(before, clock)) ?? timeIn(text, clock),
  };
}

interface Around {
  readonly before: string;
  readonly framed: number | null;
}

function guessNamed(named: Named, plain: PlainFields, { before, framed }: Around): Guess {
  const words = `${before} ${named.message}`.trim();
  const quoted = quotedParts(words);
  const own = withoutForeignQuotes(words, quoted);
  const exchange = exchangeIn(plain) ?? exchangeWritten(named.message);
  const source = agreed(named.source, before, () => sourceIn(words, quoted));
  const user = named.user ?? userIn(words);
  const told = toldBy(named, outcomeIn(own), exchange);
  return {
    ...decided(own, told, { source, user, exchange }), time: named.time ?? framed, source, user, program: named.program, exchange,
  };
}

/** An object behind a line of prose says the same as the prose, or one of them is somebody's name. */
function agreed(named: string | null, before: string, written: () => string | null): string | null {
  if (named === null) return written();
  return findAddresses(before).every(({ address }) => address === named) ? named : null;
}

/** Words first, then a field that says yes or no, then a status of HTTP. */
function toldBy({ worked }: Named, said: Told, exchange: Exchange | null): Told {
  if (said.outcome !== 'info' && said.outcome !== 'success') return said;
  if (worked === false) return { outcome: 'failure', word: 'failed', hostile: false };
  if (said.outcome === 'success') return said;
  if (worked === true) return { outcome: 'success', word: 'success', hostile: false };
  if (exchange && exchange.status >= 400) {
    return { outcome: exchange.status === 401 || exchange.status === 403 ? 'denied' : 'failure', word: null, hostile: false };
  }
  return said;
}
