import type { MailReason } from '../../domain/event.ts';

/** Why a mail server refused, by its own words. What stands in angle brackets was written by the sender. */
const REASONS: readonly (readonly [MailReason, RegExp])[] = [
  ['rate', /rate.?limit|too many|limit exceeded|concurrency|throttl/i],
  ['later', /gr[ae]y-?list|try again later|temporar(?:y|ily) (?:failure|deferred|rejected|unavailable|lookup)|come back|too early|retry timeout/i],
  ['relay', /relay(?:ing)? (?:access |temporarily )?denied|relay not permitted|relaying (?:not|is not|prohibited|denied)|not permitted to relay|unable to relay|we do not relay|relay attempt|authentication required/i],
  ['recipient', /user (?:unknown|not found|doesn.t exist|does not exist)|unknown (?:user|recipient|in)\b|no such (?:user|recipient|person|mailbox|address)|(?:mailbox|recipient|account|address) (?:unknown|unavailable|not found|does not exist|doesn.t exist)|unrouteable address|undeliverable address|invalid (?:recipient|mailbox)|not our customer|no mailbox|recipient address rejected/i],
  ['listed', /blocked using|black ?list|block ?list|deny ?list|dnsbl|\brbl\b|spamhaus|spamcop|sorbs|barracuda|\blisted\b|reputation|found in dns/i],
  ['content', /virus|malware|infected|\bspam\b|junk|content (?:rejected|reject)|message content|phish|milter-reject|malicious|unsolicited|scored?\b/i],
  ['helo', /helo command rejected|\b[eh]h?elo\b/i],
  ['sender', /sender (?:address |domain |verify |verif)|domain of sender|domain not found|sender verify|sender rejected|not authorized to send|not owned by|does not resolve|\bspf\b|dmarc|fix reverse dns|sender address rejected/i],
  ['client', /client host rejected|cannot find your|reverse (?:dns|hostname)|\bptr\b|hostname|access denied|command rejected|blocked|banned/i],
];
const OWN_TROUBLE = /insufficient (?:system )?(?:storage|disk)|message (?:size|too large)|size exceeds|server configuration|mailbox (?:is )?full|over ?quota|quota exceeded|internal error|local error|timeout|out of memory|service (?:currently|temporarily) unavailable/i;
const FOREIGN = /<[^<>]{0,320}>/g;

/** The kind of refusal; `other` where the words are about the server itself, or are not known. */
export function refusalReason(words: string): MailReason {
  const own = words.slice(0, 1_000).replace(FOREIGN, '<>');
  if (OWN_TROUBLE.test(own)) return 'other';
  return REASONS.find(([, pattern]) => pattern.test(own))?.[0] ?? 'client';
}

/** Whether a refusal counts against whoever was refused: honest servers are told to come again, and full disks are nobody's fault. */
export const countsAgainst = (reason: MailReason): boolean => reason !== 'later' && reason !== 'other';
