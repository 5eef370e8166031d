const QUOTED = `"([^"]{1,128})"|'([^']{1,128}?)'(?![A-Za-z])`;
const WORD = String.raw`([^\s"'<>,;()[\]]{1,128})`;
const FIELD = String.raw`(?:user(?:[ _]?(?:name|id))?|login|account(?:[ _]?(?:name|id))?|acct|sasl_username|set_id|usr|authcid|e?mail|identity|principal)`;

/** In the order of how sure they are. */
const USER_NAMES: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\w])${FIELD}\s?(?:name)?\s?[:=]\s?(?:${QUOTED}|<([^<>]{1,128})>|\(([^()]{1,128})\)|${WORD})`, 'i'),
  new RegExp(String.raw`(?<![\w])(?:user(?:[ _]?name)?|login|account)(?: input)?\s(?:${QUOTED}|<([^<>]{1,128})>|\[([^[\]]{1,128})\])`, 'i'),
  new RegExp(String.raw`\bfor\s(?:invalid\s|illegal\s|unknown\s)?(?:user|account|login|username)\s(?:${QUOTED}|<([^<>]{1,128})>|${WORD})`, 'i'),
  new RegExp(String.raw`\bfor:?\s(?:${QUOTED}|\[([^[\]]{1,128})\]|${WORD}(?=\s(?:from|\[|by|at|has|was|failed|succeeded)\b))`, 'i'),
  new RegExp(String.raw`(?<![\w])user\s(?:"([^"]{1,128})"|([\w.@$\\-]{1,128}))(?=\s(?:from|failed|logged|at|on|not|tried|details|has|was|:)|[\].,:]\s|\]|$)`, 'i'),
  new RegExp(String.raw`(?:login|authentication)\s(?:failed|failure):\s(?:${QUOTED}|${WORD})(?=\s\()`, 'i'),
  new RegExp(String.raw`(?:failed|bad|successful)\s(?:login|logon|authentication|sign-?in)\s(?:attempt\s)?(?:for|by|of|using)\s(?:${QUOTED}|([\w.@$\\-]{1,128}))`, 'i'),
  /\[name=([^;\]]{1,128});/,
];
const NO_NAME = /^(?:not|name|unknown|is|was|from|in|on|the|to|a|an|with|has|id|and|or|\?|--?|null|undefined|<unknown>)$/i;

/** The account a line is about. */
export function userIn(text: string): string | null {
  for (const pattern of USER_NAMES) {
    const match = pattern.exec(text);
    const user = match?.slice(1).find((group: string | undefined) => group !== undefined);
    if (user !== undefined && !NO_NAME.test(user)) return user.replace(/(?<=\w)[.:]$/, '');
  }
  return null;
}
