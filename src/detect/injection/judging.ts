import type { Rule } from './rule.ts';
import { any, gap, rule } from './rule.ts';
import { FINDING, RECORD, JUDGE, HARMLESS } from './vocabulary.ts';

/** Orders on how to judge records, and not to speak of them; made when first needed. */
export const judging = (): readonly Rule[] => [
  rule('verdict', true, 'mark', gap(2), any('resolved benign harmless')),
  rule('verdict', true, any('treat consider mark regard'), gap(4), 'as', gap(1), 'trusted'),
  rule('verdict', true, any('lower reduce downgrade decrease'), gap(2), any('severity priority'), any('of to for')),
  rule('silence', true, `(?:do not|dont|never|must not|should not|no need to|avoid|refrain from)`, gap(1), any('mention include report raise list cite discuss say tell'), gap(6), any('in to'), any('your the'), any('summary report analysis answer output response findings analyst user')),
  rule('silence', false, any('ignore disregard suppress')),
  rule('verdict', false, any('classification verdict disposition conclusion assessment determination'), gap(1), any('benign safe harmless legitimate')),
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
  rule('verdict', false, any('should must can may shall'), 'be', gap(1), any('ignored disregarded suppressed excluded')),
  rule('verdict', false, any('severity priority risk'), gap(2), any('low none informational info')),
  rule('verdict', false, `(?:(?:no )?action (?:is )?(?:required |needed )?(?:none|necessary|required|needed)|no action|no further action)`),
  rule('verdict', false, `false positives?`),
  rule('verdict', false, `confidence`, any('high full')),
];
