const QUOTED = `"([^"]{1,128})"|'([^']{1,128}?)'(?![A-Za-z])|\`([^\`]{1,128})\``;
const WORD = String.raw`([^\s"'\`<>,;()[\]]{1,128})`;
const FIELD = String.raw`(?:user(?:s|[ _]?(?:name|id))?|login|account(?:[ _]?(?:name|id))?|acct|sasl_username|set_id|usr|authcid|e?mail|identity|principal|administrator)`;
/** Matches of one pattern that are looked at. */
const TRIES = 4;

/** In the order of how sure they are. */
const USER_NAMES: readonly RegExp[] = [
  // key: value, unless the value is the next key
  new RegExp(String.raw`(?<![\w])${FIELD}["']?\s?(?:name)?\s?[:=]\s?(?!\w{2,20}=)(?:${QUOTED}|<([^<>]{1,128})>|\(([^()]{1,128})\)|\[([^[\]]{1,128})\]|${WORD})`, 'gi'),
  new RegExp(String.raw`(?<![\w])(?:user(?:[ _]?name)?|login|account)(?: input)?\s(?:${QUOTED}|<([^<>]{1,128})>|\[([^[\]]{1,128})\])`, 'gi'),
  new RegExp(String.raw`\bfor\s(?:invalid\s|illegal\s|unknown\s)?(?:user|account|login|username|admin)\s(?:${QUOTED}|<([^<>]{1,128})>|${WORD})`, 'gi'),
  new RegExp(String.raw`(?<![\w])user\s(?:"([^"]{1,128})"|([\w.@$\\-]{1,128}))(?=\s(?:from|failed|logged|at|on|not|tried|details|has|was|-|:)|[\].,:]\s|\]|$)`, 'gi'),
  new RegExp(String.raw`\bfor:?\s(?:${QUOTED}|\[([^[\]]{1,128})\]|${WORD}(?=\s(?:from|\[|\(|by|at|against|has|was|failed|succeeded)))`, 'gi'),
  new RegExp(String.raw`(?:login|authentication)\s(?:failed|failure):\s(?:${QUOTED}|${WORD})(?=\s\()`, 'gi'),
  new RegExp(String.raw`(?:failed|bad|successful)\s(?:login|logon|authentication|sign-?in)\s(?:attempt\s)?(?:for|by|of|using)\s(?:${QUOTED}|([\w.@$\\-]{1,128}))`, 'gi'),
  /\b(?:login|logon) as (?:"([^"]{1,128})"|([\w.@$\\-]{1,128}))(?=\s(?:from|on|at|failed))/gi,
  /\busername ([\w.@$\\-]{1,128})(?=$|[\s,;)])/gi,
  /\b(?:user denied:|by:) ([\w.@$\\-]{1,128})(?=\s(?:from|\())/gi,
  /: \[([^\]/]{1,128})\/<?/g,
  /\[name=([^;\]]{1,128});/g,
];
const NO_NAME = /^(?:not|name|unknown|is|was|from|in|on|the|to|a|an|with|has|id|and|or|\?|--?|null|none|undefined|<unknown>|does|failed|invalid|user|denied|request|attempt)$/i;

/** The account a line is about. */
export function userIn(text: string): string | null {
  for (const pattern of USER_NAMES) {
    let tries = 0;
    for (const match of text.matchAll(pattern)) {
      const user = match.slice(1).find((group: string | undefined) => group !== undefined);
      if (user !== undefined && !NO_NAME.test(user)) return user.replace(/(?<=\w)[.:]$/, '');
      if ((tries += 1) >= TRIES) break;
    }
  }
  return null;
}
