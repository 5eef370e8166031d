import { copyText } from '../tally.ts';

/** Places of the table; a text has one place, and the last to come twice in a row holds it. */
const PLACES = 16_384;
/** Longer texts are copied the long way. */
const COPIED_AT_ONCE = 512;

/**
 * Remembers answers about texts that come again and again (agents, addresses of pages), without hashing them: a text's
 * place is told by its length and a few of its characters. Copied is only what comes twice.
 */
export function openRecentlyAsked(ask: (text: string) => boolean): (text: string) => boolean {
  const texts: string[] = Array.from({ length: PLACES }, () => '');
  const answers = new Uint8Array(PLACES);
  const prints = new Int32Array(PLACES);
  const room = Buffer.alloc(COPIED_AT_ONCE);
  // A text with an answer of no is plain ASCII: the scan stops at any other character.
  const copy = (text: string, answer: boolean): string =>
    (answer || text.length > COPIED_AT_ONCE ? copyText(text) : room.toString('latin1', 0, room.write(text, 'latin1')));
  return (text) => {
    const end = text.length;
    const middle = end >> 1;
    const print = (Math.imul(end, 0x9e37) ^ Math.imul(text.charCodeAt(middle), 0x85eb) ^ Math.imul(text.charCodeAt(end - 1), 0xc2b2)
      ^ Math.imul(text.charCodeAt(middle + 3), 0x27d4) ^ Math.imul(text.charCodeAt(end - 5), 0x1656)) | 0;
    const at = (print ^ (print >>> 12)) & (PLACES - 1);
    if (texts[at] === text) return answers[at] === 1;
    const answer = ask(text);
    if (prints[at] === print) {
      texts[at] = copy(text, answer);
      answers[at] = answer ? 1 : 0;
    } else prints[at] = print;
    return answer;
  };
}
