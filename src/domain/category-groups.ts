import type { Category } from './finding.ts';

/** Categories that mean the same to judging, correlating and triage alike. */
const group = (...categories: readonly Category[]): ReadonlySet<Category> => new Set(categories);

/** Trying many passwords, accounts or both. */
export const GUESSING = group('brute-force', 'password-spray', 'user-enumeration');
/** About somebody logging in, or trying to. */
export const LOGINS = group('brute-force', 'password-spray', 'user-enumeration', 'suspicious-login');
export const WEB = group('web-scan', 'web-exploit', 'web-shell');
/** Looking for what is there, before anything is tried. */
export const SCOUTING = group('user-enumeration', 'web-scan', 'port-scan', 'discovery');
/** Leaves a way back in. */
export const FOOTHOLD = group('persistence', 'account-change');
/** About the records themselves. */
export const AGAINST_RECORDS = group('log-tampering', 'defense-evasion');
