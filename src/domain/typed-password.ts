/** Shorter names say too little. */
const SHORTEST = 6;
const LONGEST = 128;

/** Forms that account names have: mail and Kerberos names, domain and machine accounts, SIDs, UUIDs, digests, DNs. */
const ORDINARY: readonly RegExp[] = [
  /^[\w.%+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,24}$/i,
  /^[\w./-]+@[A-Z0-9.-]+$/,
  /^[\w.-]+[\\+][\w. -]+\$?$/,
  /^[\w.-]+\$$/,
  /^S-1-[\d-]+$/,
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  /^(?:[0-9a-f]+|[0-9A-F]+)$/,
  /^(?:cn|uid|ou|dc)=/i,
  /^[\w.-]+(?:[:/][\w.-]+)+(?:@[\w.-]+)?$/,
];
/** `password` in its usual disguises, with something beside it. */
const DISGUISED = /p[a4@][s5$]{2}(?:w[o0]r[dt]|wd|phrase)/i;
/** Signs no naming scheme uses. */
const ODD_SIGN = /[!#%^&*()=?<>{}[\]~`|,;"']|[$@](?=.)/;

/**
 * True for a name that mixes kinds of characters as passwords do and account names do not. `hunter2`, `Summer24` and
 * passphrases cannot be told from names and are not recognised.
 */
export function isPassword(name: string): boolean {
  if (name.length < SHORTEST || name.length > LONGEST || !/^[\x21-\x7e]+$/.test(name)) return false;
  if (DISGUISED.test(name) && /[^A-Za-z]/.test(name) && !/[._\\/-]/.test(name)) return true;
  return !ORDINARY.some((form) => form.test(name)) && mixesKinds(name);
}

function mixesKinds(name: string): boolean {
  const [lower, upper, digit] = [/[a-z]/.test(name), /[A-Z]/.test(name), /\d/.test(name)];
  if (!digit || !(lower || upper)) return false;
  // `user1@corp` is a name without its domain; more kinds on either side of the sign are not.
  if (ODD_SIGN.test(name)) return (lower && upper) || !/^[\w.-]+@[\w.-]+$/.test(name);
  return lower && upper && isScrambled(name);
}

/** Capitals and digits in turn, not one capital in front and a number behind, as in `JSmith01` or `svcBackup2`. */
const isScrambled = (name: string): boolean =>
  name.length >= 8 && (name.match(/[a-z][A-Z]|\d[A-Za-z]/g)?.length ?? 0) >= 3;
