import type { AuthEvent, Event, WebEvent } from '../../domain/event.ts';
import type { TextLine } from '../text-line.ts';
import { openRecentlyAsked } from './recently-asked.ts';
import { openStemScan } from './stem-scan.ts';

/** The shortest command met is `do not flag`. */
const SHORTEST = 11;
/** One with room for a word beside the page's own name. */
const SHORTEST_URI = 16;
/** A record of a login is fields the event holds; only a longer one has room for a sentence beside them. */
const LONG_LOGIN = 160;
/** What else a login service says ends in words of the other side (`Received disconnect … 11: words`). */
const LONG_NOTICE = 122;
/** An envelope and what a program says of itself. */
const LONG_QUIET = 88;

/**
 * Names the field in which a text is worth a look; null for most lines. This runs for every line: what an event holds in
 * fields is asked there, the text itself only where it has room for more than is usual.
 */
export type Gate = (text: string, line: TextLine) => string | null;

export function openGate(): Gate {
  const scan = openStemScan();
  const again = openRecentlyAsked(scan);
  let [lastHost, lastProgram]: [string | null, string | null] = [null, null];
  const named = (event: Event): boolean => {
    const { host, program } = event;
    if (host === lastHost && program === lastProgram) return false;
    [lastHost, lastProgram] = [host, program];
    if (!isWorth(host, again) && !isWorth(program, again)) return false;
    // The next record of this host says the same again.
    lastHost = null;
    return true;
  };
  return (text, line) => {
    if (line.kind === 'line') return (!line.quiet || text.length > LONG_QUIET) && scan(text) ? 'text' : null;
    if (named(line)) return 'host';
    if (line.kind === 'web') return webField(line, again);
    if (line.kind === 'auth') return authField(line, text, scan);
    return again(text) ? 'text' : null;
  };
}

type Ask = (text: string) => boolean;
const isWorth = (text: string | null, ask: Ask): boolean => text !== null && text.length >= SHORTEST && ask(text);

function webField(
  { uri, agent, referer, forwarded, user, site, method }: WebEvent, again: Ask,
): string | null {
  if (uri.length >= SHORTEST_URI && again(uri)) return 'uri';
  if (isWorth(agent, again)) return 'agent';
  if (isWorth(referer, again)) return 'referer';
  if (isWorth(user, again)) return 'user';
  return isWorth(forwarded, again) || isWorth(site, again) || isWorth(method, again) ? 'text' : null;
}

function authField({ user, action }: AuthEvent, text: string, scan: Ask): string | null {
  if (isWorth(user, scan)) return 'user';
  const usual = action === 'notice' || action === 'probe' ? LONG_NOTICE : LONG_LOGIN;
  return text.length > usual && scan(text) ? 'text' : null;
}
