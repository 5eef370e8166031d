import type { Signature } from './signature.ts';
import { HAS } from './signature.ts';

const { blank, quote, paren, separator, colon, hash, dash, star, brace, dollar, bracket, equals } = HAS;
const sql = (needs: number, pattern: RegExp): Signature => ({ family: 'sqli', needs, pattern });

/** Texts reach these as they are, and again with SQL comments turned to blanks. */
export const SQL_INJECTION: readonly Signature[] = [
  // What follows is columns, not plain words to the end.
  sql(0, /\bunion[\s(]{1,20}(?:all\b|distinct\b)?[\s(]{0,20}select\b(?!(?:\s{1,8}(?!from\b)[a-z]{1,30}){1,8}\s{0,8}$)|\bselect[\s(]{0,8}(?:ch(?:a)?r|concat|sleep|pg_sleep|benchmark|load_file|case|if|exp|@@|0x)\b/),
  sql(paren, /\bselect\b[^;]{0,200}\b\w{1,40}\(|\bselect\b[^;]{0,200}\(\s{0,8}(?:select\b|['"\d@*])|;\s{0,8}select\b|\(\s{0,8}select\b(?!\s{1,8}[a-z]{1,30}(?:\s{1,8}(?!from\b)[a-z]{1,30}){0,4}\s{0,4}\))/),
  sql(blank, /\bselect\s{1,20}(?:[*\d`'"@]|null\b|count\b|[\w.]{1,60}\s{0,8},)[^;]{0,300}\bfrom\b/),
  sql(blank, /\bselect\s{1,20}[\w.]{1,60}\s{1,20}from\s{1,20}(?:information_schema|mysql|sys\w{0,20}|dual|pg_\w{1,30}|all_\w{1,30}|users?|accounts?|admins?|members?|customers?|passwords?|credentials?|logins?)\b/),
  sql(0, /\b(?:information_schema\s{0,4}(?:[.`"'\])]|\S{0,4}\.)|pg_catalog|pg_shadow|sysobjects|syscolumns|sysdatabases|sysusers|sysibm|msysaccessobjects|all_tables|all_users|user_tab_columns|sqlite_(?:master|schema|version)|mysql\.(?:user|db|innodb_\w{1,30})|domain\.(?:domains|columns|tables)|master\.\.|rdb\$\w{1,20}|xp_cmdshell|xp_(?:dirtree|regread|servicecontrol|enumdsn)|sp_(?:executesql|oacreate|password|makewebtask)|dbms_\w{2,30}|utl_(?:http|inaddr|file|smtp)|ctxsys\.|user_lock\.sleep)/),
  sql(paren, /\b(?:pg_sleep(?:_for)?|extractvalue|updatexml|load_file|make_set|randomblob|generate_series|group_concat|concat_ws|regexp_substring|crypt_key|sysdate|xmltype|unhex|zeroblob|sqlid_to_sqlhash|receive_message|lo_(?:import|export|get|put)|pg_read_file|query_to_xml|jsonb_pretty|json_(?:depth|keys|extract|length)|unistr|quotename|fn_\w{2,30}|procedure\s{1,8}analyse|has_\w{1,20}_priv\w{0,10})\s{0,8}\(/),
  // Names that are words too: only with arguments of code.
  sql(paren, /\b(?:sleep|benchmark|div)\s{0,8}\(\s{0,8}(?:\d[\d.]{0,12}\s{0,8}[),*/+-]|['"@(#/-]|0x|\)|select\b|\w{1,40}\s{0,4}[(,.*/+-])/),
  sql(0, /\bselect\s{1,8}(?:pg_sleep|benchmark|sleep)\b|\bwaitfor\s{1,20}(?:delay|time)\b|\bin\s{1,8}boolean\s{1,8}mode\b/),
  sql(paren, /\b(?:elt|char|chr|ascii|substr(?:ing)?|mid|length|hex|convert|cast|exp|row|iif|if|floor|version|database|current_user|schema|like|rlike|upper|lower|md5)\s{0,4}\([^)]{0,60}(?:=|select\b|\(|\d\s{0,4},|@@|0x|~)/),
  sql(paren, /ch(?:a)?r\(\d{1,5}\)\s{0,8}(?:\|\||\+|,)|(?:^|['"`\d)%])[\s)]{0,8}(?:or|and)\s{1,8}(?:not\s{1,8})?[\w.]{1,40}\([^)]{0,80}\)/),
  sql(blank, /\b(?:or|and|xor|having|where|rlike|when|not|\|\||&&)\s{1,20}(?:not\s{1,8})?[("'\s-]{0,20}\d{1,20}[)'"\s]{0,20}(?:=|<|>|!=|\bis\b|\bin\b|\blike\b|\brlike\b|\bbetween\b|\*|\bor\b|\band\b)/),
  sql(quote, /['"`][\s)]{0,20}(?:or|and|xor|\|\||&&|having|rlike|like|between|in|is)[\s(]{1,20}['"`(\d\w-]{1,60}['"`)\s]{0,20}(?:=|<|>|like\b|rlike\b|is\b|in\b|between\b|\()/),
  sql(quote, /['"`][\s)]{0,20}(?:or|and|xor|\|\||&&)[\s(]{0,20}(?:['"`](?:[^'"`]{0,80}$|[^'"`]{0,80}['"`]?\s{0,8}(?:[=<>!|&;)#%*+-]|\/\*|like\b|r?like\b|regexp\b|in\b|is\b|between\b|and\b|or\b))|true\b|false\b|not\b|\d|null\b|exists\b|\{)/),
  sql(quote, /['"`%]\)*\s{0,8}(?:\|\||\+)\s{0,8}\(\s{0,8}select\b|['"`][\s)%]{0,20}(?:order|group)\s{1,8}by\s|['"`)][\s)]{0,20}(?:as\s{1,8}\w{1,30}\s{1,8})?where\s{1,8}\d/),
  sql(quote, /\w?['"`][\s)]{0,20}(?:--(?:\s|$|-)|#\s{0,8}$|\/\*)|['"`][\s)]{0,20};\s{0,8}(?:--|#|select|insert|update|delete|drop|create|alter|exec|declare|waitfor|begin|call|shutdown|if\s{0,4}\()/),
  sql(paren, /\)[\s)]{0,20}(?:or|and|rlike|as\s{1,8}\w{1,20}\s{1,8}where|where)\s{1,8}\d{1,12}\s{0,8}=/),
  sql(blank, /(?:^|[\d'")%])\s{1,20}(?:order|group)\s{1,8}by\s{1,8}\d{1,4}\s{0,8}(?:--|#|,|$)/),
  sql(dash, /\d[\s)]{0,20}--\s{0,8}$|\b(?:or|and)\b[^-]{0,80}--\s{0,8}$/),
  sql(hash, /\b(?:or|and|null|by|select)\b[^#]{0,80}#\s{0,8}$/),
  sql(separator, /(?:^|\w)[\s)'"]{0,20};\s{0,8}(?:select\b|insert\s{1,8}into\b|replace\s{0,8}(?:into\b|\()|delete\s{1,8}from\b|drop\s{1,8}(?:table|database|function|view|user)\b|update\s{1,8}\w{1,40}\s{1,8}set\b|waitfor\b|exec(?:ute)?\s|declare\s{1,8}@|begin\b|call\s{1,8}\w{1,40}\(|shutdown\b|i?if\s{0,4}\()/),
  sql(blank, /(?:[;'")]\s{0,8}(?:--\s{0,4})?|\bexists\s{1,8}|\/\s{0,4})(?:drop|truncate|alter)\s{1,8}(?:table|database|function|procedure|view)\s{1,8}\w|\b(?:drop|truncate|alter)\s{1,8}(?:table|database|function|procedure|view)\s{1,8}(?:if\s|[\w.`"[\]]{1,60}\s{0,8}(?:;|--|#|\/\*|,|\(|cascade\b|add\b|modify\b))|\binsert\s{1,8}into\s{1,8}[\w.`"[]{1,60}\s{0,8}(?:\(|values|select)|\bdelete\s{1,8}from\s{1,8}\w{1,60}\s{0,8}(?:where\b|;|--)|[;'")]\s{0,8}delete\s{1,8}from\s{1,8}\w|\bupdate\s{1,8}[\w.`"]{1,60}\s{1,8}set\s{1,8}[\w.`"]{1,60}\s{0,8}=|\bcreate\s{1,8}(?:or\s{1,8}replace\s{1,8})?(?:(?:function|procedure|trigger|table|temporary|user)\s{1,8}[\w.`"[\]]{1,60}(?:\s{0,8}[(;]|\s{1,8}(?:as|on|identified|returns|like|select)\b)|temporary\s{1,8}table\s)|\bexec(?:ute)?\s{1,8}(?:immediate|master|xp_|sp_|@|\()|\binto\s{1,8}(?:out|dump)file\b|\bload\s{1,8}data\s{1,8}(?:local\s{1,8})?infile\b|\bgroup\s{1,8}by\b[^;]{0,100}\bhaving\b|\bhaving\s{1,8}\d{1,10}\s{0,4}[=<>]/),
  sql(0, /,\s{0,4}null\s{0,4},\s{0,4}null\b|\bunion\s{1,8}(?:all|distinct)\b|@@(?:version|hostname|datadir|servername|global|basedir)/),
  sql(paren, /\)\s{1,8}(?:r?like|regexp)\s{1,8}\(|\(\s{0,4}(?:sys\.|current_setting|user\s{0,4}\(\s{0,4}\))/),
  sql(colon, /::(?:int|integer|text|jsonb?|bytea|numeric|varchar|name|regclass|double|bigint|date|float)\b/),
  sql(quote, /['"]\s{0,4}(?:#>|#-|@>|<@|@\?|\?\||\?&|->)\s|['"]\s{0,4}[<>=]\s{0,4}['"]\$[.[]/),
  sql(brace, /\bor\s{1,8}\{\s{0,4}(?:if|\w{1,10}\s{1,4})/),
  sql(star, /\/\*!\d{0,6}|\b(?:or|and)\s{1,8}\/\*\+/),
  { family: 'nosqli', needs: dollar, pattern: /\[\$(?:ne|eq|gte?|lte?|n?in|regex|where|exists|or|and|not|nor|all|size|mod)\]|["']\$(?:ne|gte?|lte?|n?in|regex|where|exists|or|and|not|nor)["']\s{0,4}:/ },
  { family: 'nosqli', needs: bracket | equals, pattern: /\[\$\w{1,20}\]\s{0,4}=/ },
];

/** Comments take the place of blanks in SQL; MySQL runs what stands in a comment that begins with `!`. */
export const withoutSqlComments = (text: string): string =>
  text.replace(/\/\*!\d{0,6}/g, ' ').replace(/\/\*[^*]{0,200}\*\//g, ' ').replaceAll('*/', ' ');
