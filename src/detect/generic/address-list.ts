import { addressWithoutPort } from '../address.ts';
import { isPrivate } from '../subnet.ts';

/**
 * Who asked, from a list of addresses that proxies made, `client, proxy, proxy`: each hop appends whom it saw, and
 * whatever stands left of that the client may have written itself. So it is the last one from outside; where all are
 * inside, the first of two.
 */
export function clientOfList(list: readonly string[]): string | null {
  const addresses = list.map((entry) => addressWithoutPort(entry.trim()));
  if (addresses.includes(null)) return null;
  const outside = addresses.filter((address) => address !== null && !isPrivate(address)).at(-1);
  if (outside !== undefined) return outside;
  const distinct = new Set(addresses);
  return distinct.size <= 2 ? addresses[0] ?? null : null;
}
