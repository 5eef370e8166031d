import type { FoundAddress } from '../address.ts';
import { addressWithoutPort, findAddresses } from '../address.ts';
import type { Quoted } from './quotes.ts';

/** How far before an address its role is looked for. */
const BEFORE = 160;
const UNSPECIFIED = '0.0.0.0';

/** Headers that the client itself may have written. */
const FORWARDED = /x-(?:real|client|originating)-?ip\S{0,2}\s?$|forwarded(?:-for)?\S{0,2}\s?$/i;
/** What a word before an address says about it. */
const SOURCE = /(?:^|[^A-Za-z0-9_])(?:from(?:\s(?:ip|host|address|client|user|ip\s?address))?|(?:r|remote|client|source|src|peer|user|caller|actor|attacker|attacking|orig|origin|connecting|offending|login)[_ .-]?(?:ip|host|addr|address|ip\s?addr(?:ess)?)?|rip|sip|ip|ip[_\s-]?addr(?:ess)?|address|addr|relay|by|\[af_inet6?\])["']?\s{0,2}[:=>]{0,2}\s{0,2}(?:[A-Za-z0-9._-]{1,100}\s?)?["'[(<{/]{0,3}$/i;
const DESTINATION = /(?:^|[^A-Za-z0-9_])(?:to|dst|dest(?:ination)?|l|local|lcl|server|srv|target|upstream|listen(?:ing)?(?:\son)?|on|onto|into|via|through|port|i|bind|nas|gateway|resolver|nameserver|version|mask|netmask|proxy|for\shost|host\s?name|query|sensor|collector|daddr|saddr\sto)[_ .-]?(?:ip|addr|address|host)?["']?\s{0,2}[:=]{0,2}\s{0,2}["'[(<]{0,3}$|->\s?$/i;
/** Names are chosen by whoever logs in, also such that look like an address. */
const NAME = /(?:^|[^A-Za-z0-9_])(?:user(?:\s?name)?|usr|login|account|acct|logname|ruser|as|auth(?:entication)?_?id|helo|ehlo|name(?=\s?[:=])|sasl_username|email|identity|noun)["']?\s{0,2}[:=]?\s{0,2}["'[(<]{0,3}$/i;
/** Written by the client: a greeting in brackets, a page, a mail address, a name, a header. */
const FOREIGN: readonly RegExp[] = [/\(\[$|:\/\/$|[\w.-]@$/, NAME, FORWARDED];
const CLIENT_HOST = /(?:^|[^A-Za-z0-9_])(?:host|hostname|client)["']?\s{0,2}[:=]\s{0,2}(?:[A-Za-z0-9._-]{1,100}\s?[[(]?)?$/i;

/** Where programs write the address of a peer: in brackets, alone or after its name. */
const PLACED = /^[[(<]$|[\w.-]\s?\[$|\s\[$|\($|\((?:UDP|TCP|TLS|WS):$|\[ipv[46]:$/;

/** 3: named as the source; 2: where programs write it (begin of the message, brackets after a host name); 1: just there. */
type Rank = 1 | 2 | 3;
interface Candidate {
  readonly address: string;
  readonly start: number;
  readonly rank: Rank;
}

/**
 * The address that acted, by the word before it, from a line of unknown format. Two that could both be it are none:
 * one of them may stand in a name that somebody chose.
 */
export function sourceIn(text: string, quoted: readonly Quoted[]): string | null {
  const all = findAddresses(text).flatMap((found) => rankOf(text, found, quoted) ?? []);
  const named = all.filter(({ address }) => address !== UNSPECIFIED);
  const candidates = named.length > 0 ? named : all;
  const best = Math.max(0, ...candidates.map(({ rank }) => rank));
  const first = candidates.find(({ rank }) => rank === best);
  if (!first) return namedHost(text);
  const rivals = candidates.filter(({ address, rank, start }) =>
    address !== first.address && (rank >= 2 || rank === best || start > first.start));
  return rivals.length === 0 ? first.address : null;
}

function rankOf(text: string, { address, start, end }: FoundAddress, quoted: readonly Quoted[]): Candidate | null {
  const part = quoted.find((one) => one.start < start && one.end > end);
  if (part && !holdsOnly(text.slice(part.start + 1, part.end - 1), address)) return null;
  if (/^\/\d{1,3}(?![\d.])/.test(text.slice(end, end + 5))) return null;
  const from = part ? part.start + 1 : start;
  const rank = rankAfter(text.slice(Math.max(0, from - BEFORE), from), start === 0);
  return rank === null ? null : { address, start, rank };
}

/** By the words before an address; null where they say that it did not act. */
function rankAfter(before: string, atStart: boolean): Rank | null {
  if (FOREIGN.some((pattern) => pattern.test(before))) return null;
  if (/'@'$/.test(before) || SOURCE.test(before)) return 3;
  if (DESTINATION.test(before)) return null;
  if (CLIENT_HOST.test(before)) return 3;
  if (/host["']?:\s?["']$/i.test(before)) return null;
  return atStart || PLACED.test(before) ? 2 : 1;
}

/** A quoted part that is the address and no more than its port and transport: `IPV4/UDP/192.0.2.1/5060`. */
const holdsOnly = (text: string, address: string): boolean =>
  addressWithoutPort(text) === address || addressWithoutPort(text.replace(/^IPV[46]\/\w{2,4}\//, '').replace(/\/\d{1,5}$/, '')) === address;

/** PAM writes the host name where it knows no address. */
function namedHost(text: string): string | null {
  const hosts = [...text.matchAll(/(?<![\w=])rhost=([A-Za-z0-9][A-Za-z0-9.-]{0,252})(?=\s|$)/g)].slice(0, 2);
  const [only] = hosts;
  return hosts.length === 1 && only ? (only[1] ?? '').toLowerCase() : null;
}
