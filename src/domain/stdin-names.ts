/** The ways to name standard input among paths. */
const STDIN = new Set(['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

export const namesStdin = (path: string): boolean => STDIN.has(path);
