import type { IndicatorUse } from '../../domain/indicator-kind.ts';
import { safe } from '../../domain/safe-text.ts';
import type { Weighed } from './drafts.ts';
import type { Match } from './match.ts';
import { ageInDays } from './match.ts';
import type { Role } from './role.ts';

const USE_WORDS: Readonly<Record<IndicatorUse, string>> = {
  c2: 'a control server of malware', malware: 'malware or where it comes from', ransomware: 'ransomware', mining: 'cryptocurrency mining',
  phishing: 'phishing', exploit: 'exploitation', 'brute-force': 'password guessing', scanner: 'scanning', spam: 'spam', anonymizer: 'an anonymising relay',
  unknown: 'something bad of no named kind',
};

/** Feeds told one by one, and how much of their notes. */
const FEEDS = 2;
const NOTE_SHOWN = 120;

const DID: Readonly<Record<Role, string>> = {
  'came-in': 'A login from there was accepted.', contacted: 'Something here reached it, by the record of what carried it there.',
  'on-host': 'It was on the host, by the record of the program or file itself.', tried: 'Something here tried to reach it and was stopped.',
  said: 'The words of a record say that it was reached or was there; no field that only the program itself writes confirms it.',
  knocked: 'It came from there and got no further.', mentioned: 'It is only mentioned in a text that others can write.',
};

/** Whose word it is, how old, and what the records show. The notes are foreign text, quoted and short. */
export function reasonOf(group: readonly Weighed[], now: number): string {
  const [head] = group;
  if (head === undefined) return '';
  const matches = group.length === 1 ? head.sighting.matches : group.map(({ match }) => match);
  const feeds = [...new Map(matches.map((match) => [match.feed, match])).values()];
  const words = feeds.slice(0, FEEDS).map((match) => feedWords(match, { now, at: head.sighting.last ?? now }));
  const more = feeds.length - words.length;
  const listed = group.length === 1 ? `${head.sighting.value} is listed` : `${group.length} values are listed`;
  return [
    `${listed} as ${USE_WORDS[head.match.use]} by ${words.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    DID[head.sighting.role],
    head.worth.lowered.length === 0 ? '' : `It counts for less because ${head.worth.lowered.join(', and ')}.`,
  ].filter((part) => part !== '').join(' ');
}

/** `at`: when it was met. */
function feedWords(match: Match, { now, at }: { readonly now: number; readonly at: number }): string {
  const seen = match.last ?? match.first;
  const facts = [
    match.source === null ? null : `source ${safe(match.source, 60)}`,
    seen === null ? null : `last seen ${ageInDays(seen, at)} d before`,
    match.confidence === null ? null : `confidence ${match.confidence}`,
    match.expires === null ? null : match.expires < at ? `expired ${ageInDays(match.expires, at)} d before` : `valid for ${Math.ceil((match.expires - at) / 86_400_000)} d more`,
    `imported ${ageInDays(match.imported, now)} d ago`,
    match.note === '' ? null : `its note: "${safe(match.note, NOTE_SHOWN)}"`,
  ].filter((one) => one !== null);
  return `the feed ${match.feed} (${facts.join(', ')})`;
}
