/**
 * Stems that a command to the log's reader cannot do without; a blank stands for anything between two words. Digits are
 * read as the letters they are drawn for, so `ooiooooo` is a blank in binary digits.
 */
const STEMS = [
  'gnor', 'disreg', 'forget', 'overrid', 'bypass', 'overloo', 'instruc', 'escala', 'classif', 'benign', 'harmless', 'malicio', 'severit', 'whitelis',
  'allowlis', 'suppres', 'exclud', 'dismiss', 'pretend', 'assistant', 'analyst', 'analyz', 'prompt', 'respond', 'mainten', 'simulat', 'pentest',
  'uthoriz', 'uthoris', 'template', 'language model', 'you are', 'youare', 'following', 'false po', 'system mode', 'system note', 'system mess',
  't flag', 'tflag', 't repor', 'trepor', 't aler', 't rais', 't menti', 't investi', 't notif', 't warn', 't includ', 'er flag', 'er repor', 'er aler', 'er menti',
  'as saf', 'as norm', 'as not ', 'as non ', 'as legi', 'as expec', 'as low', 'no issu', 'no threa', 'no incid', 'no find', 'no secur', 'no critic',
  'role sys', 'role ass', 'role dev', 'role tool', 'tool call', 'tool result', 'tool use', 'function call', 'function result', 'user input', 'log entry', 'log data',
  'guidance', 'task is', 'new task', 'stop pro', 'stop ana', 'stop rea', 'from now', 'the tool', 'prove', 'grant', 'you must', 'you shoul', 'mark ', 'lower ', 'reduce ',
  'note to', 'dear ai', 'action req', 'trusted', 'report that', 'risk ', 'your answ', 'your repor', 'your summ', 'ai agent', ' llm ', 'investiga',
  'ooiooooo', 'vtaber', 'cerivb', 'vafgeh', 'ljqru', 'suhyl', 'lqvwux', 'lpsru',
  'vergess', 'vergiss', 'olvid', 'oubli', 'esque', 'negeer', 'vergeet', 'zapomn', 'dimenti', 'consign', 'markier',
] as const;
const SIGNS = 27;
const BETWEEN = 26;
/** Also between words; bits of their own. */
const PERCENT = 32;
const MAYBE_MARK = 64;
/** `1gn0re`. */
const DRAWN: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' };
/** Letters one by one: more than names with initials have. */
const SINGLE_LETTERS = 5;
/** A run of letters and digits with room for encoded words. */
const LONG_RUN = 24;
const ENCODED = /(?:[I-Za-f][A-Za-z0-9+/_-]{3}){6}|(?:[2-7][0-9a-fA-F]){12}|[01]{24}/;
const MARK = /\\[xu0-3]|&#|<\||!\[|\[\/?inst/i;
const ESCAPED_LETTER = /%(?:[46][1-9a-f]|[57][0-9a]|u00)/i;

/** Whether a text can be a command at all: one pass over its characters. */
export type StemScan = (text: string) => boolean;

export function openStemScan(): StemScan {
  const next = automaton();
  const classes = classTable();
  return (text) => {
    let [state, between, singles, letters, odd] = [0, true, 0, 0, 0];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > LAST_PLAIN) return true;
      let sign = classes[code] ?? BETWEEN;
      if (sign < BETWEEN) {
        letters += 1;
        between = false;
        if (letters === LONG_RUN) odd |= RUN;
      } else {
        odd |= sign;
        // The two digits of an escape are no letters.
        if (sign === PERCENT) at += 2;
        if (between) continue;
        [between, sign] = [true, BETWEEN];
        singles = letters === 1 ? singles + 1 : 0;
        letters = 0;
      }
      state = next[state * SIGNS + sign] ?? 0;
      if (state < 0 || singles === SINGLE_LETTERS) return true;
    }
    return isHidden(text, odd);
  };
}

/** What one pass came by that needs a closer look. */
const RUN = 1;
const LAST_PLAIN = 126;

const isHidden = (text: string, odd: number): boolean =>
  ((odd & RUN) !== 0 && ENCODED.test(text)) || ((odd & PERCENT) !== 0 && ESCAPED_LETTER.test(text)) || ((odd & MAYBE_MARK) !== 0 && MARK.test(text));

function classTable(): Uint8Array {
  const classes = new Uint8Array(128).fill(BETWEEN);
  for (let letter = 0; letter < 26; letter += 1) classes[65 + letter] = classes[97 + letter] = letter;
  for (let digit = 48; digit < 58; digit += 1) classes[digit] = signOf(DRAWN[String.fromCharCode(digit)] ?? 'z');
  classes[37] = PERCENT;
  for (const mark of '\\&<![') classes[mark.charCodeAt(0)] = MAYBE_MARK;
  return classes;
}

const signOf = (character: string): number => (character === ' ' ? BETWEEN : character.charCodeAt(0) - 97);

/** Aho and Corasick, 1975: one table step for each character, all stems at once; below zero where a stem has ended. */
function automaton(): Int16Array {
  const size = STEMS.reduce((sum, stem) => sum + stem.length, 1);
  const next = new Int16Array(size * SIGNS);
  const ends = new Uint8Array(size);
  let states = 1;
  for (const stem of STEMS) {
    let state = 0;
    for (const character of stem) {
      const place = state * SIGNS + signOf(character);
      if (next[place] === 0) next[place] = states++;
      state = next[place] ?? 0;
    }
    ends[state] = 1;
  }
  link(next, ends, states);
  return next.map((state) => (ends[state] === 1 ? -1 : state));
}

/** Where no stem goes on, the longest end of what was read that begins a stem does. */
function link(next: Int16Array, ends: Uint8Array, states: number): void {
  const back = new Int16Array(states);
  const queue: number[] = [];
  for (let sign = 0; sign < SIGNS; sign += 1) if (next[sign] !== 0) queue.push(next[sign] ?? 0);
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    const behind = back[state] ?? 0;
    if (ends[behind] === 1) ends[state] = 1;
    for (let sign = 0; sign < SIGNS; sign += 1) {
      const place = state * SIGNS + sign;
      const fallback = next[behind * SIGNS + sign] ?? 0;
      const child = next[place] ?? 0;
      if (child === 0) next[place] = fallback;
      else {
        back[child] = fallback;
        queue.push(child);
      }
    }
  }
}
