/** Groups of a match by number, or by name; what took no part in it is empty. */
export const partsOf = (match: RegExpExecArray) => (at: number | string): string =>
  (typeof at === 'number' ? match[at] : match.groups?.[at]) ?? '';

export const orNull = (text: string | null): string | null => (text === '' ? null : text);

/** A name of the DNS: lower case, without its last dot. */
export const domainName = (text: string | null): string | null =>
  (text === null || text === '' ? null : text.toLowerCase().replace(/(?<=.)\.$/, ''));
