/** Headers that the client itself may have written. */
const FORWARDED = /x-(?:real|client|originating)-?ip\S{0,2}\s?$|forwarded(?:-for)?\S{0,2}\s?$/i;
/** Names are chosen by whoever logs in, also such that look like an address. */
const NAME = /(?:^|[^A-Za-z0-9_-])(?:user(?:\s?name)?|usr|login|account(?:\s?id)?|acct|logname|ruser|as|auth(?:entication)?_?id|helo|ehlo|name(?=\s?[:=])|sasl_username|email|identity|noun)["']?\s{0,2}[:=]?\s{0,2}["'[(<]{0,3}$/i;

/** What a word before an address says about it. */
export const SOURCE = /(?:^|[^A-Za-z0-9_])(?:(?:from|van|von|desde|depuis|(?<=\s)de)(?:\s(?:ip|host|address|client|user|ip\s?address))?|(?:r|remote|client|source|src|peer|user|caller|actor|attacker|attacking|connecting|offending|login|request|visitor|o)[_ .-]?(?:ip|host|addr|address|ip\s?addr(?:ess)?)?|rip|sip|cli|ip|ip[_\s-]?addr(?:ess)?|address|addr|relay|by|\[af_inet6?\])["']?\s{0,2}[:=>]{0,2}\s{0,2}(?:[A-Za-z0-9._-]{1,100}\s?)?["'[(<{/]{0,3}$/i;
export const DESTINATION = /(?:^|[^A-Za-z0-9_])(?:to|dst|dest(?:ination)?|l|local(?!host)|lcl|server|srv|target|upstream|listen(?:ing)?(?:\son)?|on|onto|into|via|through|port|i|bind|nas|gateway|resolver|nameserver|version|mask|netmask|proxy|for\shost|host\s?name|query|sensor|collector|daddr|saddr\sto|sent-to)[_ .-]?(?:ip|addr|address|host)?["']?\s{0,2}[:=]{0,2}\s{0,2}["'[(<]{0,3}$|->\s?$/i;
/** Written by the client: a greeting in brackets, the inner address of a tunnel, a page, a mail address, a name, a header. */
export const FOREIGN: readonly RegExp[] = [/\(\[$|unallowed src IP \($|:\/\/$|[\w.-]@$/, NAME, FORWARDED];
export const CLIENT_HOST = /(?:^|[^A-Za-z0-9_])(?:host|hostname|client)["']?\s{0,2}[:=]\s{0,2}(?:[A-Za-z0-9._-]{1,100}\s?[[(]?)?$/i;
export const HOST_FIELD = /host["']?:\s?["']$/i;

/** Where programs write the address of a peer: in brackets, alone or after its name. */
export const PLACED = /^[[(<]$|[\w.-]\s?\[$|\s\[$|\($|\((?:UDP|TCP|TLS|WS):$|\[ipv[46]:$/;

/** Fields that hold what the client sent, where no quotes show their end. */
export const AFTER_FOREIGN = /(?:^|[\s,;([{])(?:user[-_ ]?agent|agent|ua|referr?er|url|uri|query|subject|body|payload|cookie)\s{0,2}[:=]\s{0,2}(?!["'\s])|\b(?:Mozilla|curl|python-requests|Wget|Go-http-client)\/\d/i;

/** Words that a name follows. */
export const NAME_WORD = /(?<![\w/-])(?:user(?:\s?name|s)?|usr|account|acct|for|as|by|identity|e?mail|(?:login|name)(?=\s?[:=]))(?![\w-])/i;
export const REQUEST_WORD = /(?<![A-Za-z])(?:GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|CONNECT|PROPFIND) \S/;

/** A name stands before the first address … */
export const NAMED_BEFORE = /\b(?:for|user|username|account|login|by)\s(?!from\b)\S.{0,120}\sfrom\s?$/i;
/** … and only this between one and the next. */
export const CHAIN = /^[.,]?(?:\sin)?\sfrom\s$/i;
