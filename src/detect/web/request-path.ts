/** Longest path that is kept or compared. */
const LONGEST = 1_024;

/** Path of a request target: without query and fragment, of an absolute one without scheme and host. */
export function pathOf(uri: string): string {
  const query = uri.indexOf('?');
  const end = Math.min(query < 0 ? uri.length : query, LONGEST);
  const scheme = uri.startsWith('http://') ? 7 : uri.startsWith('https://') ? 8 : 0;
  if (scheme === 0) return uri.slice(0, end);
  const slash = uri.indexOf('/', scheme);
  return slash < 0 || slash >= end ? '/' : uri.slice(slash, end);
}

/** Query of a request target, without the question mark; empty where there is none. */
export function queryOf(uri: string): string {
  const query = uri.indexOf('?');
  return query < 0 ? '' : uri.slice(query + 1);
}
