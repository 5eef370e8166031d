import type { FoundAddress } from '../address.ts';
import { addressWithoutPort, findAddresses } from '../address.ts';
import { clientOfList } from './address-list.ts';
import type { Quoted } from './quotes.ts';
import { quotedParts, quotesAreSound } from './quotes.ts';
import {
  AFTER_FOREIGN, CHAIN, CLIENT_HOST, DESTINATION, FOREIGN, HOST_FIELD, NAME_WORD, NAMED_BEFORE, PLACED, REQUEST_WORD, SOURCE,
} from './source-words.ts';

/** How far before an address its role is looked for. */
const BEFORE = 160;
const WORDS = 5;
const BLANK = 32;
const UNSPECIFIED = '0.0.0.0';

type Group = readonly [FoundAddress, ...FoundAddress[]];

/** 3: named as the source; 2: where programs write it (begin of the message, brackets after a host name); 1: just there. */
type Rank = 1 | 2 | 3;
interface Candidate {
  readonly address: string;
  readonly start: number;
  readonly end: number;
  readonly rank: Rank;
}

/**
 * The address that acted, by the word before it, from a line of unknown format. Two that could both be it are none:
 * one of them may stand in a name that somebody chose. What stands before any name, nobody chose.
 */
export function sourceIn(text: string, quoted: readonly Quoted[]): string | null {
  if (!mayHoldAddress(text)) return namedHost(text);
  const groups = groupsIn(text);
  const found = trusted(text, groups.flatMap((group) => candidateOf(text, group, quoted) ?? []));
  const candidates = specified(found);
  if (candidates.length === 0) return withinMessage(text, quoted) ?? namedHost(text);
  const chosen = beforeNames(text, candidates) ?? withoutRival(text, candidates) ?? endOfChain(text, candidates);
  return chosen !== null && !contradicted(text, chosen, { groups, quoted }) ? chosen : null;
}

/** `msg="…"` is the program's own sentence, read as a line of its own. */
function withinMessage(text: string, quoted: readonly Quoted[]): string | null {
  const part = quoted.find(({ start }) => MESSAGE_KEY.test(text.slice(Math.max(0, start - 10), start)));
  if (!part) return null;
  const message = text.slice(part.start + 1, part.end - 1);
  return sourceIn(message, quotedParts(message));
}
const MESSAGE_KEY = /(?:^|[\s,;])(?:msg|message)=$/;

function specified(candidates: readonly Candidate[]): readonly Candidate[] {
  const named = candidates.filter(({ address }) => address !== UNSPECIFIED);
  return named.length > 0 ? named : candidates;
}

/** The one that a word before the first name calls the source. */
function beforeNames(text: string, candidates: readonly Candidate[]): string | null {
  const nameAt = NAME_WORD.exec(text)?.index ?? text.length;
  const agentAt = AFTER_FOREIGN.exec(text)?.index ?? text.length;
  const early = candidates.filter(({ start }) => start < nameAt);
  const first = early.find(({ rank, start }) => rank === 3 && start < agentAt);
  return first && early.every(({ address }) => address === first.address) ? first.address : null;
}

function withoutRival(text: string, candidates: readonly Candidate[]): string | null {
  const best = Math.max(...candidates.map(({ rank }) => rank));
  const first = candidates.find(({ rank }) => rank === best);
  if (!first) return null;
  // After a name, a word that calls an address the source may be a part of the name.
  const late = NAME_WORD.test(text.slice(0, first.start));
  const rivals = candidates.filter(({ address, rank, start }) =>
    address !== first.address && (late || rank >= 2 || rank === best || start > first.start));
  return rivals.length === 0 ? first.address : null;
}

/** Where a quote stands that opens or closes nothing, what seems to stand between quotes may not. */
function contradicted(
  text: string, chosen: string, { groups, quoted }: { readonly groups: readonly Group[]; readonly quoted: readonly Quoted[] },
): boolean {
  const hidden = groups.filter(([first]) => first.address !== chosen && quoted.some(({ start, end }) => start < first.start && end > first.start));
  return hidden.length > 0 && !quotesAreSound(text);
}

const mayHoldAddress = (text: string): boolean => /\d\.\d|[0-9a-f]:[0-9a-f:]/i.test(text);

/** Addresses with nothing but a comma between them are one list. */
function groupsIn(text: string): readonly Group[] {
  const groups: [FoundAddress, ...FoundAddress[]][] = [];
  for (const found of findAddresses(text)) {
    const last = groups.at(-1)?.at(-1);
    if (last && /^, ?$/.test(text.slice(last.end, found.start))) groups.at(-1)?.push(found);
    else groups.push([found]);
  }
  return groups;
}

// Four exits on purpose: what may not speak is left out as early as it is known.
function candidateOf(text: string, [first, ...more]: Group, quoted: readonly Quoted[]): Candidate | null {
  const end = more.at(-1)?.end ?? first.end;
  const { start } = first;
  const part = quoted.find((one) => one.start < start && one.end > start);
  if (part && !holdsOnly(text.slice(part.start + 1, part.end - 1), [first, ...more])) return null;
  if (/^\/(?!32\b|128\b)\d{1,3}(?![\d.])/.test(text.slice(end, end + 5)) || inAddressOfPage(text, start)) return null;
  const from = part ? part.start + 1 : start;
  const rank = rankAfter(wordsBefore(text, from), start === 0);
  const address = more.length === 0 ? first.address : clientOfList([first, ...more].map((one) => one.address));
  return rank === null || address === null ? null : { address, start, end, rank };
}

/** The last words before an address: what they say of it depends on no more of them. */
function wordsBefore(text: string, end: number): string {
  let at = end - 1;
  for (let blanks = 0; at >= 0 && at >= end - BEFORE; at -= 1) if (text.charCodeAt(at) === BLANK && (blanks += 1) > WORDS) break;
  return text.slice(at + 1, end);
}

/** By the words before an address; null where they say that it did not act. */
function rankAfter(before: string, atStart: boolean): Rank | null {
  if (FOREIGN.some((pattern) => pattern.test(before))) return null;
  if (/'@'$/.test(before) || SOURCE.test(before)) return 3;
  if (DESTINATION.test(before)) return null;
  if (CLIENT_HOST.test(before)) return 3;
  if (HOST_FIELD.test(before)) return null;
  return atStart || PLACED.test(before) ? 2 : 1;
}

/** A path, a query or a link: whoever asks writes it. Java writes `/192.0.2.1:80` for an address with no name. */
function inAddressOfPage(text: string, start: number): boolean {
  const from = Math.max(text.lastIndexOf(' ', start - 1), text.lastIndexOf('\t', start - 1), text.lastIndexOf('|', start - 1)) + 1;
  const token = text.slice(Math.max(from, start - 512), start);
  return /^["'([<]{0,2}(?:\/.|[a-z][a-z0-9+.-]{1,20}:\/\/.)/i.test(token) || /[?&][\w.[\]-]{1,64}=/.test(token);
}

/**
 * What follows an agent that stands without quotes may be a part of it: of a request, the address before it counts.
 * A name before both may hold anything, also what looks like an agent.
 */
function trusted(text: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const foreign = AFTER_FOREIGN.exec(text);
  if (!foreign || !REQUEST_WORD.test(text)) return candidates;
  const early = candidates.filter(({ start, rank }) => start < foreign.index && rank >= 2);
  const [first] = early;
  return first && !NAME_WORD.test(text.slice(0, first.start)) ? early : candidates;
}

/** `for x from 192.0.2.1 from 192.0.2.2`: what stands before the last is the name, and an address in it nobody's. */
function endOfChain(text: string, candidates: readonly Candidate[]): string | null {
  const [head] = candidates;
  if (!head || !NAMED_BEFORE.test(text.slice(Math.max(0, head.start - BEFORE), head.start))) return null;
  let at = 0;
  const passed = new Set<string>();
  for (let next = candidates[at + 1]; next && CHAIN.test(text.slice(candidates[at]?.end, next.start)); next = candidates[at + 1]) {
    passed.add(candidates[at]?.address ?? '');
    at += 1;
  }
  const last = candidates[at]?.address;
  if (at === 0 || last === undefined) return null;
  return candidates.slice(at + 1).every(({ address }) => address === last || passed.has(address)) ? last : null;
}

/** A quoted part that is the address, or a list of them, and no more than a port and transport: `IPV4/UDP/192.0.2.1/5060`. */
function holdsOnly(text: string, found: readonly FoundAddress[]): boolean {
  if (found.length > 1) return text.split(',').every((entry, at) => addressWithoutPort(entry.trim()) === found[at]?.address);
  const address = found[0]?.address;
  return addressWithoutPort(text) === address || addressWithoutPort(text.replace(/^IPV[46]\/\w{2,4}\//, '').replace(/\/\d{1,5}$/, '')) === address;
}

/** PAM and MySQL write the host name where they know no address. */
function namedHost(text: string): string | null {
  const hosts = [...text.matchAll(/(?<![\w=])rhost=([A-Za-z0-9][A-Za-z0-9.-]{0,252})(?=\s|$)|(?<=for user '[^'@\s]{0,64})'@'([A-Za-z0-9][A-Za-z0-9.-]{0,252})'/g)].slice(0, 2);
  const [only] = hosts;
  return hosts.length === 1 && only ? (only[1] ?? only[2] ?? '').toLowerCase() : null;
}
