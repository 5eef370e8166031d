import { addressWithoutPort } from '../address.ts';
import type { LogClock } from '../log-clock.ts';
import { daysOf } from '../log-clock.ts';

/** A login as Samba's own audit tells it. */
export interface AuditedLogin {
  readonly user: string | null;
  readonly status: string;
  readonly method: string | null;
  readonly source: string | null;
  readonly time: number | null;
}

const TEXT = /^ {0,8}Auth: \[[^\]]{0,100}\] user \[.{0,256}?\]\\\[(.{0,256}?)\] at \[([^\]]{10,60})\] with \[([^\]]{0,60})\] status \[NT_STATUS_\w{1,60}\] workstation \[/;
const REMOTE = /remote host \[([^\]]{1,80})\]/g;
const NTLM = /^ {0,8}check_ntlm_password: {1,4}[Aa]uthentication for user \[(.{0,256}?)\] -> \[.{0,256}?\](?: -> \[.{0,256}?\])? (FAILED with error (NT_STATUS_\w{1,60})|succeeded)/;
const STAMP = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))? ?(UTC|GMT)?/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

export function readAuthText(text: string, clock: LogClock): AuditedLogin | null {
  const match = TEXT.exec(text);
  if (match) {
    const [, user = '', stamp = '', method = ''] = match;
    return { user: user === '' ? null : user, status: worstStatus(text), method: method === '' ? null : method, source: onlyRemote(text), time: stampTime(stamp, clock) };
  }
  const ntlm = NTLM.exec(text);
  return ntlm ? { user: ntlm[1] ?? null, status: ntlm[3] ?? 'NT_STATUS_OK', method: null, source: null, time: null } : null;
}

/** A name that reads like a success makes none of a failure. */
function worstStatus(text: string): string {
  const all = [...text.matchAll(/status \[(NT_STATUS_\w{1,60})\]/g)].map((match) => match[1] ?? '');
  return all.find((status) => status !== 'NT_STATUS_OK') ?? 'NT_STATUS_OK';
}

/** Names stand before and behind the address, and may read like one: where there is more than one, none is believed. */
function onlyRemote(text: string): string | null {
  const found = [...text.matchAll(REMOTE)];
  return found.length === 1 ? remote(found[0]?.[1]) : null;
}

const remote = (written: string | undefined): string | null =>
  (written === undefined ? null : ipv6WithPort(written.replace(/^ipv[46]:/, '')));

/** Samba writes `ipv6:2001:db8::7:4022`: the last group is the port. */
function ipv6WithPort(written: string): string | null {
  if (!written.includes('::') && written.split(':').length <= 2) return addressWithoutPort(written);
  return addressWithoutPort(`[${written.slice(0, written.lastIndexOf(':'))}]:0`);
}

function stampTime(stamp: string, clock: LogClock): number | null {
  const match = STAMP.exec(stamp);
  const month = match ? MONTHS.indexOf(match[2] ?? '?') / 3 + 1 : 0;
  if (!match || !Number.isInteger(month) || month < 1) return null;
  const part = (at: number): number => Number(match[at] ?? 0);
  const days = daysOf(part(3), month, part(1));
  const msOfDay = ((part(4) * 60 + part(5)) * 60 + part(6)) * 1_000 + Math.floor(Number(`0.${match[7] ?? '0'}`) * 1_000);
  return match[8] === undefined ? clock.local(days, msOfDay) : clock.stated(days, msOfDay, 0);
}

/** `{"type": "Authentication", "Authentication": {"status": …, "remoteAddress": "ipv4:…", "clientAccount": …}}` */
export function readAuthJson(text: string, readTime: (stamp: string) => number | null): AuditedLogin | null {
  const whole = parse(text);
  const own = whole?.['Authentication'];
  if (!isFields(own) || typeof own['status'] !== 'string') return null;
  const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return {
    user: word(own['clientAccount']) ?? word(own['mappedAccount']), status: own['status'], method: word(own['passwordType']),
    source: remote(word(own['remoteAddress']) ?? undefined), time: readTime(word(whole?.['timestamp']) ?? ''),
  };
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
