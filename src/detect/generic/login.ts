import { apart } from './outcome.ts';

const LOGIN = /(?<![a-z])(?:log(?:ged)?[ -]?(?:in|on)s?|logins?|sign(?:ed)?[ -]?in|auth|badlogin|authenticat\w{1,5}|passwords?|passwd|pass|credentials?|passphrase|sasl|[tmh]?otp|[12]fa|mfa|two[- ]?factor|second factor|pin code|invalid token|token is invalid|admin token|api[ -]?key|rcon|access denied for user|userinfo|challenge response|account id|connexion|anmeldung\w{0,6}|inlog\w{2,6}|inicio de sesi|find user|retrieve user|user does not exist|no such user|user denied|eap|unauthori[sz]ed|not authori[sz]ed)(?![a-z])/i;
const NO_LOGIN = /no auth attempts|did not attempt|no authentication attempts|password (?:changed|expires|reset)|auth not supported|jwt|csrf/i;
/** A decision stands where the words around it speak of a login, not merely of a part of it. */
const UNKNOWN_USER = /(?<![a-z])(?:unknown (?:user(?!\s?(?:name)? or )|account)|no such (?:user|account)|(?:user(?:name)?|account)(?: \S{1,64})? (?:was )?(?:not found|does not exist|unknown)|(?:can't|cannot|could not|couldn't) (?:find|retrieve) (?:the )?user|invalid (?:user(?!\s?name)|account)|(?:non-?existent|nonexistent) user|bad user)(?![a-z])/i;

/** Whether the words are about a login that was decided. */
export function isLogin(text: string): boolean {
  const words = apart(text);
  return LOGIN.test(words) && !NO_LOGIN.test(words);
}

/** Whether the words say that the account does not exist. */
export const saysUnknown = (text: string): boolean => UNKNOWN_USER.test(apart(text));
