import { PARSERS } from '../../detect/parsers/index.ts';
import type { Event } from '../../domain/event.ts';

/** A line that was found by its text alone: any writer of the log may have written it whole. */
export const TAINT_OF_TEXT: readonly string[] = ['text'];
const FORGED: readonly string[] = ['all'];

const TAINT_OF = new Map(PARSERS.map(({ name, taint }) => [name, taint]));

/** What an attacker could write in the record of this event, as the parser that claimed it says. */
export const taintOfEvent = ({ format, forged }: Pick<Event, 'format' | 'forged'>): readonly string[] =>
  (forged !== null ? FORGED : TAINT_OF.get(format) ?? TAINT_OF_TEXT);
