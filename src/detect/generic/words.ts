import type { Outcome } from '../../domain/event.ts';

/** What happened, in the words programs use for it, and the word that told. */
export interface Told {
  readonly outcome: Outcome;
  readonly word: string | null;
}

const DENIED = /(?<![a-z])(?:denied|den(?:y|ies)|reject(?:ed|ing|s)?|refused?|block(?:ed|ing)?|forbidden|banned|ban|unauthori[sz]ed|not (?:allowed|permitted|authori[sz]ed|authenticated)|disallowed|disabled user|drop(?:ped|ping)?|prohibited|limiting|throttl(?:ed|ing)|quarantin\w{2,4}|locked out)(?![a-z])/i;
const FAILED = /(?<![a-z])(?:(?:un)?fail(?:ed|ure|ures|s|ing)?|auth_?fail\w{0,4}|invalid|incorrect|wrong|bad|badlogin|badiprbl|bad_ident|mismatch(?:ed)?|(?:does not|doesn't|do not|don't|didn't) (?:match|exist|work)|might not have worked|not found|not match\w{0,3}|no such|non-?existent|nonexistent|unknown (?:user|recipient|action|account)|unsuccessful|could not|couldn't|can't|cannot|unable|violation|exceeded|excessive|attack(?:er)?|spam|attempted|attempt to|too many|malformed|illegal|not authenticated|auth\s?error|autherr|login_error|userinfo error|missing|expired|aborted|infected|virus|malware|alert|possible break-in|fishing|hostname .{0,80} does not resolve|tried to|relay attempt|does not exist|file does not exist|erroneous|unknown or unable|ignoring function|not a valid|empty password|improper|lost connection|no auth|did not (?:issue|receive)|no mail in|pregreet|hangup|blacklist(?:ed)?|dnsbl|time limit|silently tossed|connection-reset|error)(?![a-z])/i;
const SUCCEEDED = /(?<![a-z])(?:accepted|success(?:ful|fully)?|succeeded|logged (?:in|on)|login ok|session opened|opened session|granted|authenticated|authori[sz]ed|allowed|permitted|passed|signed in|new session)(?![a-z])/i;
const LIFTED = /(?<![a-z])(?:unban|unblock|unlock)(?:ned|ed|ning|ing)?(?![a-z])/i;

/** Trouble outweighs success: a name may hold "accepted", and text may raise, never lower. */
export function outcomeIn(text: string): Told {
  // Markers such as ADMIN_LOGIN_FAILED and AuthenticationFailed are words joined.
  const words = text.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  if (LIFTED.test(words)) return { outcome: 'info', word: null };
  const failed = FAILED.exec(words);
  const denied = DENIED.exec(words);
  if (denied) return { outcome: 'denied', word: denied[0].toLowerCase() };
  if (failed) return { outcome: 'failure', word: failed[0].toLowerCase() };
  const succeeded = SUCCEEDED.exec(words);
  return succeeded ? { outcome: 'success', word: succeeded[0].toLowerCase() } : { outcome: 'info', word: null };
}

const LOGIN = /(?<![a-z])(?:log(?:ged)?[ -]?(?:in|on)s?|logins?|sign(?:ed)?[ -]?in|auth|badlogin|authenticat\w{1,5}|passwords?|passwd|credentials?|passphrase|sasl|totp|otp|2fa|pin code|invalid token|admin token|rcon|access denied for user|userinfo)(?![a-z])/i;
const NO_LOGIN = /no auth attempts|did not attempt|no authentication attempts|password (?:changed|expires)|auth not supported/i;

/** Whether the words are about a login that was decided. */
export function isLogin(text: string): boolean {
  const words = text.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/\bauth(?=fail|err)/gi, 'auth ');
  return LOGIN.test(words) && !NO_LOGIN.test(words);
}

const USER_NAMES: readonly RegExp[] = [
  /(?<![\w])(?:user(?:[ _]?name)?|login|account|acct|sasl_username|set_id|usr|authcid)\s?(?:name)?\s?[:=]\s?(?:"([^"]{1,128})"|'([^']{1,128})'|<([^<>]{1,128})>|([^\s"'<>,;()[\]]{1,128}))/i,
  /(?<![\w])(?:user(?:[ _]?name)?|login|account)\s(?:"([^"]{1,128})"|'([^']{1,128}?)'(?![A-Za-z])|<([^<>]{1,128})>)/i,
  /\bfor\s(?:invalid\s|illegal\s|unknown\s)?(?:user|account|login|username)\s(?:"([^"]{1,128})"|'([^']{1,128}?)'(?![A-Za-z])|<([^<>]{1,128})>|([^\s"'<>,;()[\]]{1,128}))/i,
  /\bfor\s(?:"([^"]{1,128})"|'([^']{1,128}?)'(?![A-Za-z])|<([^<>]{1,128})>|([^\s"'<>,;()[\]]{1,128})(?=\s(?:from|\[|by|at)\b))/i,
  /(?<![\w])user\s(?:"([^"]{1,128})"|([\w.@$\\-]{1,128}))(?=\s(?:from|failed|logged|at|on|not|tried|:))/i,
];

/** The account a line is about. */
export function userIn(text: string): string | null {
  for (const pattern of USER_NAMES) {
    const match = pattern.exec(text);
    const user = match?.slice(1).find((group: string | undefined) => group !== undefined);
    if (user !== undefined && !/^(?:not|name|unknown|is|was|from|in|on|the|to|\?|-)$/i.test(user)) return user;
  }
  return null;
}
