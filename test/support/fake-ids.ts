import type { SessionId } from '../../src/domain/ids.ts';
import type { Ids } from '../../src/ports/ids.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The nth session id: the same in every run, and in order. */
export function sessionNumber(number: number): SessionId {
  let text = '';
  for (let rest = number, at = 0; at < 16; at += 1, rest = Math.floor(rest / 32)) text = `${ALPHABET[rest % 32] ?? ''}${text}`;
  return `01KF000000${text}` as SessionId;
}

export function fakeIds(): Ids {
  let next = 1;
  return { session: () => sessionNumber(next++) };
}
