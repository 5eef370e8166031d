import { any } from './rule.ts';

/** Words of one meaning that several rules share. */
export const DISMISS = any('ignore disregard forget override bypass overlook neglect discard ignored disregarded');
export const EARLIER = any('previous prior above earlier preceding foregoing original initial existing former past all any your my system other everything');
export const GUIDANCE = any('instruction instructions prompt prompts rule rules guideline guidelines direction directions directive directives order orders command commands policy policies context training constraint constraints programming safeguards guidance above messages');
export const FINDING = any('alert alerts alerting finding findings detection detections incident incidents warning warnings anomaly anomalies indicator indicators ioc iocs');
export const RECORD = any('event events entry entries record records line lines activity log logs row request requests source address ip user host session');
export const TELL = any('say state reply respond answer output print write conclude tell declare return claim repeat summarize');
export const JUDGE = any('mark treat classify label tag rate score categorize categorise consider regard deem flag assess rank describe list report log record set conclude close resolve');
export const HARMLESS = `(?:(?:a )?(?:known )?(?:${any('benign harmless safe legitimate innocuous nonmalicious informational authorized authorised unimportant irrelevant')}|false positives?|not? (?:a )?${any('malicious critical suspicious threat threatening harmful dangerous')}|non ${any('malicious critical suspicious threatening')}|normal|expected|routine|approved|whitelisted|noise|clean)`
  + ')';
export const READER = any('assistant ai llm model chatbot chatgpt gpt claude gemini copilot agent analyst bot soc siem');
export const NOTHING = `no (?:\\p{L}+ ){0,2}${any('issues issue threats threat incidents findings anomalies problems attacks attack compromise')}`;
