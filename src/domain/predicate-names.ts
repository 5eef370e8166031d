/** Conditions that more than one trade speaks of; the others are named where they are checked. */
export const GUESSED_BEFORE = 'guessed before the login';
