import type { Outcome } from '../../domain/event.ts';

/** What happened, in the words programs use for it, and the word that told. */
export interface Told {
  readonly outcome: Outcome;
  readonly word: string | null;
  /** The word speaks of somebody who may not, or of something forbidden; plain trouble is none of that. */
  readonly hostile: boolean;
}

const NOTHING: Told = { outcome: 'info', word: null, hostile: false };

/** Somebody may not: by the word of the program. */
const DENIED = /(?<![a-z])(?:(?<!permission )denied|reject(?:ed|ing|s)?|(?<!connection )refused?|forbidden|(?<!\.)ban(?:ned|ning)?|unauthori[sz]ed|not (?:allowed|permitted|authori[sz]ed|authenticated)|disallowed|disabled user|prohibited|rate[- ]?limit(?:ed|ing)?|locked(?: out)?|lockout|brute[- ]?force\w{0,3}|unallowed)(?![a-z])/i;
/** What packet filters and servers under load do all day. */
const DROPPED = /(?<![a-z])(?:den(?:y|ies)|(?:permission )denied|(?:connection )refused|block(?:ed|ing)?|drop(?:ped|ping)?|limiting|throttl(?:ed|ing)|quarantin\w{2,4})(?![a-z])/i;
/** Something that no honest client sends or asks for. */
const HOSTILE = /(?<![a-z])(?:auth_?fail\w{0,4}|invalid|incorrect|wrong\w{0,4}|bad|badlogin|badiprbl|bad_ident|mismatch(?:ed)?|no such|non-?existent|unknown (?:user|recipient|action|account|client)|violation|attack(?:er)?|spam|attempted|malformed|illegal|not authenticated|auth\s?error|autherr|login_error|userinfo error|infected|virus|malware|possible break-in|fishing|tried to|relay attempt|not a valid|empty password|improper|no auth|pregreet|blacklist(?:ed)?|dnsbl|silently tossed|max(?:imum)? (?:auth\w*|login) (?:tries|attempts)|unsuccessful|too many)(?![a-z])/i;
const TROUBLE = /(?<![a-z])(?:(?:un)?fail(?:ed|ure|ures|s|ing)?|(?:does not|doesn't|do not|don't|didn't) (?:match|exist|work)|not found|not match\w{0,3}|exceeded|excessive|attempt to|erroneous|might not have worked|could not|couldn't|can't|cannot|unable|missing|expired|aborted|alert|hostname .{0,80} does not resolve|unknown or unable|ignoring function|lost connection|did not (?:issue|receive)|no mail in|hangup|time limit|connection-reset|error|mislukte?|fehlgeschlagen|fehlerhafte?r?|échec|echec|échoué|fallid[oa]|falló|fallit[oa]|falhou|misslyckad\w{0,2}|nieudan\w|неудачн\w{1,3})(?![a-z])/i;
const SUCCEEDED = /(?<![a-z])(?:accepted|success(?:ful|fully)?|succeeded|logged (?:in|on)|login ok|session opened|opened session|granted|authenticated|authori[sz]ed|allowed|permitted|passed|signed in|new session)(?![a-z])/i;
const LIFTED = /(?<![a-z])(?:unban|unblock|unlock)(?:ned|ed|ning|ing)?(?![a-z])/i;

/** Words that are joined, such as ADMIN_LOGIN_FAILED and AuthenticationFailed, one by one. */
export const apart = (text: string): string =>
  text.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/\bauth(?=fail|err)/gi, 'auth ').replace(/\b(wrong|bad)(?=pass)/gi, '$1 ');

const TROUBLES = [
  { pattern: DENIED, outcome: 'denied', hostile: true }, { pattern: DROPPED, outcome: 'denied', hostile: false },
  { pattern: HOSTILE, outcome: 'failure', hostile: true }, { pattern: TROUBLE, outcome: 'failure', hostile: false },
] as const;

/** Trouble outweighs success: a name may hold "accepted", and text may raise, never lower. */
export function outcomeIn(text: string): Told {
  const words = apart(text);
  if (LIFTED.test(words)) return NOTHING;
  for (const { pattern, outcome, hostile } of TROUBLES) {
    const match = pattern.exec(words);
    if (match) return { outcome, word: match[0].toLowerCase(), hostile };
  }
  const succeeded = SUCCEEDED.exec(words);
  return succeeded ? { outcome: 'success', word: succeeded[0].toLowerCase(), hostile: false } : NOTHING;
}
