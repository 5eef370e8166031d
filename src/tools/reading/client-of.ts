import type { Context } from '../../domain/context.ts';
import type { Event } from '../../domain/event.ts';
import { addressOf, canonicalPlace, withinAny } from '../../domain/within.ts';

/** A header of a megabyte names nobody. */
const HEADER_LIMIT = 2_048;

/**
 * Who asked, behind the proxies the analyst listed: the last hop of the forwarded header that is no listed proxy
 * itself, for each proxy appends the address it saw and everything before that is written by the client. Without a
 * listed proxy the header is the client's own word and counts for nothing.
 */
export function openClientOf({ proxies }: Pick<Context, 'proxies'>): (event: Event) => Event {
  const listed = proxies.flatMap(({ places }) => places);
  if (listed.length === 0) return (event) => event;
  return (event) => {
    if (event.kind !== 'web' || event.forwarded === null || event.source === null) return event;
    if (!withinAny(event.source, listed)) return event;
    const hops = event.forwarded.slice(-HEADER_LIMIT).split(',').map((hop) => hop.trim());
    const client = hops.findLast((hop) => addressOf(hop) === null || !withinAny(hop, listed));
    // A hop that is no address was not written by a proxy: then nobody is named.
    return client === undefined || addressOf(client) === null ? event : { ...event, source: canonicalPlace(client) };
  };
}
