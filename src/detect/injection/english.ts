import type { Rule } from './rule.ts';
import { any, gap, rule } from './rule.ts';

const DISMISS = any('ignore disregard forget override bypass overlook neglect discard ignored disregarded');
const EARLIER = any('previous prior above earlier preceding foregoing original initial existing former past all any your my system other everything');
const GUIDANCE = any('instruction instructions prompt prompts rule rules guideline guidelines direction directions directive directives order orders command commands policy policies context training constraint constraints programming safeguards above messages');
const FINDING = any('alert alerts alerting finding findings detection detections incident incidents warning warnings anomaly anomalies indicator indicators ioc iocs');
const RECORD = any('event events entry entries record records line lines activity log logs row request requests source address ip user host session');
const TELL = any('say state reply respond answer output print write conclude tell declare return claim repeat summarize');
const JUDGE = any('mark treat classify label tag rate score categorize categorise consider regard deem flag assess rank describe list report log record set conclude close resolve');
const HARMLESS = `(?:(?:a )?(?:known )?(?:${any('benign harmless safe legitimate innocuous nonmalicious informational authorized authorised unimportant irrelevant')}|false positives?|not? (?:a )?${any('malicious critical suspicious threat threatening harmful dangerous')}|non ${any('malicious critical suspicious threatening')}|normal|expected|routine|approved|whitelisted|trusted|noise|clean)`
  + ')';
const READER = any('assistant ai llm model chatbot chatgpt gpt claude gemini copilot agent analyst bot soc siem');
const NOTHING = `no (?:\\p{L}+ ){0,2}${any('issues issue threats threat incidents findings anomalies problems attacks attack compromise')}`;

/** Imperatives and what they are about, in English; made when first needed. */
export const english = (): readonly Rule[] => [
  rule('override', true, DISMISS, gap(3), EARLIER, gap(3), GUIDANCE),
  rule('override', true, DISMISS, any('everything all anything'), gap(2), any('above before previously earlier said written told prior')),
  rule('override', true, DISMISS, gap(6), any('and then instead'), gap(2), TELL),
  rule('override', true, any('previous prior earlier above'), any('instructions prompts directions orders'), any('and then instead'), gap(2), TELL),
  rule('override', true, any('ignore disregard forget override bypass') + `\\p{L}{0,20}${any('instructions instruction prompts prompt alerts alert rules guidelines')}`),
  rule('override', true, any('new updated revised real actual important additional secret'), any('instructions instruction directive directives'), gap(3), any('for you follow ignore your must are assistant ai system')),
  rule('override', true, any('follow obey execute'), gap(1), any('these my new following'), any('instructions instruction orders commands directives'), any('instead only now exactly carefully and from')),
  rule('override', true, any('listen obey'), 'to', any('my me these')),
  rule('override', true, any('system security developer admin administrator safety root god debug maintenance jailbreak dan'), gap(2), any('override overrides'), any('mode this the code enabled active activated is ignore all') ),
  rule('override', true, any('system security developer admin administrator safety'), gap(2), 'override'),
  rule('override', true, any('enter entering enable enabled activate activated now'), gap(2), any('developer system debug god dan jailbreak unrestricted override'), 'mode'),
  rule('override', true, any('system developer god dan jailbreak'), 'mode', any('activated enabled on engaged active the now')),
  rule('override', true, any('reveal print show output repeat leak expose disclose'), gap(2), any('system hidden initial your'), gap(1), any('prompt instructions')),
  rule('verdict', true, JUDGE, gap(4), 'as', gap(1), HARMLESS),
  rule('verdict', true, any('set mark lower reduce downgrade change adjust assign rate report keep make'), gap(3), any('severity priority risk verdict score threat'), gap(3), any('low lowest info informational none zero benign minimal minimum negligible')),
  rule('verdict', true, any('set mark change'), gap(3), any('verdict classification disposition status'), gap(2), any('benign safe clean closed resolved false normal')),
  rule('verdict', true, any('should must can may needs shall'), 'be', gap(2), any('whitelisted whitelist allowlisted downgraded dismissed')),
  rule('verdict', true, any('should must shall'), 'be', gap(1), any('treated considered classified marked regarded labeled labelled closed'), gap(2), HARMLESS),
  rule('verdict', true, any('recommend recommended recommendation recommending suggest suggested please verdict action actions soc analyst must'), gap(2), any('close closing whitelist whitelisting dismiss dismissing allowlist suppress suppressing ignore ignoring'), gap(3), any('no action case alert alerts incident ticket ip range event source this as finding findings all')),
  rule('verdict', true, any('conclude assume confirm believe report state'), gap(1), 'that', gap(6), any('benign safe secure harmless authorized authorised legitimate'), ),
  rule('silence', true, `(?:do not|dont|never|must not|should not|shall not|refrain from|no need to|you need not|stop|avoid|cease)`, gap(1), any('flag flagging escalate escalating alert alerting')),
  rule('silence', true, `(?:do not|dont|never|must not|should not|no need to|refrain from|avoid|stop)`, gap(1), any('report reporting raise raising mention mentioning investigate investigating notify warn include including analyze analyse analyzing surface reveal trigger triggering generate'), gap(2), `(?:${FINDING}|${RECORD}|this|it|these|them|anything)`),
  rule('silence', true, any('suppress exclude silence mute dismiss hide whitelist allowlist drop remove omit ignore disregard skip'), gap(3), FINDING),
  rule('silence', true, any('exclude omit remove leave hide drop'), gap(5), 'from', gap(3), any('alerts alerting analysis review summary findings detection consideration')),
  rule('silence', true, any('ignore disregard skip'), any('this these that'), gap(2), any('event events entry entries record records activity')),
  rule('silence', true, any('whitelist allowlist'), gap(3), any('ip ips range address source host domain user account agent traffic')),
  rule('role', true, 'you are', gap(1), any('now an a going'), gap(4), any('assistant ai model chatbot bot analyst expert dan system unrestricted helpful agent')),
  rule('role', true, 'you are now'),
  rule('role', true, `(?:act as|pretend to be|pretend that you|pretend you|roleplay as|imagine you are|behave as)`, gap(5), any('assistant ai model analyst dan system administrator expert unrestricted are bot human')),
  rule('role', true, any('note message attention notice instruction instructions dear hey hello memo hint reminder urgent'), gap(1), any('to for the'), gap(2), READER),
  rule('role', true, any('attention dear hey hello hi'), gap(1), any('assistant ai llm chatbot chatgpt claude gemini copilot model')),
  rule('role', true, 'if you are', gap(3), any('ai llm model assistant bot reading analyzing analysing processing summarizing')),
  rule('role', true, any('when while before after'), any('analyzing analysing summarizing summarising reading processing reviewing triaging evaluating'), gap(3), any('log logs text data event events alert alerts entry entries record records content document file')),
  rule('role', true, `(?:as an? )?(?:ai|llm|language model)`, any('reading analyzing analysing processing summarizing reviewing must should')),
  rule('role', true, `(?:you have|youve|you were|you are|se te ha|il vous est|du wurdest)`, gap(1), any('instructed ordered commanded told instruido demandé angewiesen'), gap(1), any('to review retrieve ignore print send revisar ignorar enviar')),
  rule('dictation', true, any('respond reply answer output print write return say state'), gap(1), any('only exactly the with'), gap(3), any('following words sentence phrase text message no'), ),
  rule('dictation', true, TELL, gap(4), NOTHING),
  rule('dictation', true, any('tell instruct inform ask convince'), 'the', any('user analyst operator reader administrator admin'), gap(2), any('to that this')),
  rule('dictation', true, any('summarize summarise report describe conclude'), gap(4), 'as', gap(2), any('secure normal uneventful quiet clean healthy operational')),
  rule('verdict', false, any('should must can may shall'), 'be', gap(1), any('ignored disregarded suppressed excluded')),
  rule('dictation', false, 'use this', any('template format response sentence wording')),
  rule('dictation', false, any('following template exactly verbatim')),
  rule('dictation', false, NOTHING),
  rule('dictation', false, `all (?:systems|services|clear|normal)`),
  rule('dictation', false, any('findings conclusion verdict status'), gap(2), any('none normal clean benign safe')),
  rule('verdict', false, any('severity priority risk'), gap(2), any('low none informational info')),
  rule('verdict', false, `(?:(?:no )?action (?:is )?(?:required |needed )?(?:none|necessary|required|needed)|no action|no further action)`),
  rule('verdict', false, `false positives?`),
  rule('verdict', false, `confidence`, any('high full')),
  rule('approval', false, any('authorized authorised approved preapproved sanctioned permitted whitelisted legitimate legit official'), gap(4), any('test testing pentest pentesting simulation maintenance scan scanning scanner exercise activity activities training behavior behaviour traffic')),
  rule('approval', false, any('approved authorized authorised confirmed cleared verified signed'), any('by for'), gap(3), any('security it soc team lead ciso management admin secteam owner manager')),
  rule('approval', false, any('routine scheduled planned ordinary normal'), any('maintenance test testing check backup operation')),
  rule('approval', false, any('penetration security vulnerability red phishing'), any('testing test team simulation exercise training')),
  rule('approval', false, any('ignore disregard skip'), any('this these')),
  rule('role', false, any('system analyst admin administrator security soc developer internal'), any('note notice message comment instruction action remark update')),
  rule('override', false, any('new updated policy'), any('policy instruction instructions rule rules')),
];
