/** Longest excerpt kept of one line, in characters: an attacker can write a line of a megabyte. */
export const EXCERPT_LIMIT = 2_000;
/** Lines kept before and after an evidence line, so that it outlives rotation. */
export const CONTEXT_LINES = 5;
