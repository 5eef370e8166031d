const WORD = /[\p{L}\p{N}_]/u;
const JOINT = /[./-]/;

/**
 * Whether `value` stands in `text` as a whole: `10.0.0.1` does not stand in `110.0.0.12` nor in `10.0.0.1.5`, `deploy`
 * not in `deploy-agent`, `root` not in `/root`, `/etc/x` not in `/var/etc/x`, `db::1` not in `db::1:2`. An address
 * before `:22`, a name before `:` or at a full stop, and a host after `//` do.
 */
export function standsIn(text: string, value: string): boolean {
  if (value.trim() === '') return false;
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (isEdge(text, at - 1, -1, value) && isEdge(text, at + value.length, 1, value)) return true;
  }
  return false;
}

function isEdge(text: string, at: number, step: 1 | -1, value: string): boolean {
  const next = text.charAt(at);
  const border = step === 1 ? value.charAt(value.length - 1) : value.charAt(0);
  if (border === '/') return !WORD.test(next);
  if (!WORD.test(border)) return true;
  if (WORD.test(next)) return false;
  const beyond = text.charAt(at + step);
  if (next === '/' && step === -1) return beyond === '/';
  const joined = JOINT.test(next) || (next === ':' && value.includes(':'));
  return !joined || !WORD.test(beyond);
}

/** Digits alone, with their separators: any process id in a line would bear it out. Dotted addresses are no number. */
export const isBareNumber = (value: string): boolean =>
  /^[\p{N}\s.,]*$/u.test(value) && !/^(?:\d{1,3}\.){3}\d{1,3}$/.test(value);
