import { isIP } from 'node:net';
import { within } from '../../domain/within.ts';

/** An address, or an address with the bits of its network behind a slash. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

export const inNetwork = (text: string, network: string): boolean => isIP(text) !== 0 && within(text, network);
