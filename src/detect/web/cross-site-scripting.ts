import type { Signature } from './signature.ts';
import { HAS } from './signature.ts';

const { angle, colon, equals, paren, brace, quote, bracket, dots } = HAS;
const xss = (needs: number, pattern: RegExp): Signature => ({ family: 'xss', needs, pattern });

const HANDLER = 'on(?:load\\w{0,12}|error\\w{0,8}|click|dblclick|focus\\w{0,4}|blur|mouse\\w{2,8}|key(?:down|up|press)|change|submit|reset|select\\w{0,12}|begin|end|start|finish|bounce|repeat|toggle|wheel|scroll\\w{0,6}|resize|input|invalid|search|copy|cut|paste|drag\\w{0,6}|drop|play\\w{0,4}|pause|progress|canplay\\w{0,8}|timeupdate|ended|emptied|stalled|suspend|waiting|volumechange|pageshow|pagehide|hashchange|message\\w{0,6}|popstate|storage|unload|before\\w{2,20}|after\\w{2,20}|pointer\\w{2,12}|touch\\w{2,8}|animation\\w{2,10}|transition\\w{2,8}|webkit\\w{2,40}|filterchange|propertychange|readystatechange|row\\w{2,12}|data\\w{4,20}|cellchange|activate|deactivate|abort|auxclick|contextmenu|show|help|move\\w{0,6}|losecapture|layoutcomplete|controlselect|errorupdate|redo|undo|seek|time\\w{2,8}|trackchange|urlflip|outofsync|mediacomplete|mediaerror|syncrestored|resume|reverse|stop)';
const TAGS = 'script|iframe|frame|frameset|img|image|svg|math|object|embed|applet|body|html|head|base|link|meta|style|form|input|button|isindex|textarea|video|audio|source|details|marquee|table|td|div|span|bgsound|layer|ilayer|xml|xss|template|noscript|animate|set|keygen|select|title|a|p|br|x|b|i|font|comment|plaintext|t:set|v:\\w{1,20}';

export const CROSS_SITE_SCRIPTING: readonly Signature[] = [
  xss(angle, new RegExp(`<[\\s/]{0,8}(?:${TAGS})(?:[\\s/>"'(]|(?<=<[\\s/]{0,8}\\w{3,20})$)`)),
  xss(angle, /<[\s/]{0,8}(?:\w{1,30}:)?\s?s\s?c\s?r\s?i\s?p\s?t|<[\s"'/]{0,8}(?:f\s?o\s?r\s?m|i\s?f\s?r\s?a\s?m\s?e|o\s?b\s?j\s?e\s?c\s?t|e\s?m\s?b\s?e\s?d)\b/),
  xss(angle, /<[a-z!/"'][^<>]{0,300}\b(?:src|href|style|action|formaction|data|background|lowsrc|dynsrc|poster|xmlns|implementation|namespace)\s{0,8}[=:]/),
  xss(angle, /<[!/?]?\s{0,4}(?:import|!?--\s{0,4}|\[cdata\[|doctype\s{1,8}html)|<[^<>]{0,200}(?:javascript|vbscript|livescript|mocha|expression)\s{0,8}[:(]/),
  xss(equals, new RegExp(`(?:^|[\\s"'\`;/<>=0-9])${HANDLER}\\s{0,8}=(?!=)`)),
  xss(colon, /(?:j\s?a\s?v\s?a\s?s\s?c\s?r\s?i\s?p\s?t|v\s?b\s?s\s?c\s?r\s?i\s?p\s?t|livescript|mocha)\s{0,8}:(?!\s{1,4}[a-z]{1,30}(?:\s{1,4}[a-z]{1,30}){0,12}\s{0,4}$)|data\s{0,4}:\s{0,4}(?:text\/(?:html|xml|javascript)|image\/svg|,\s{0,4}<|[^,]{0,40},\s{0,4}<)/),
  xss(paren, /\b(?:alert|confirm|prompt|atob|btoa|settimeout|setinterval|fetch|eval|unescape|decodeuricomponent|string\.fromcharcode|fromcharcode|document\.write(?:ln)?|importscripts|execscript)\s{0,8}(?:\((?!$|(?:ed|ly|ing|ness|ion|uation|er|s|able)\))|\(\s{0,4}\)|\/\*)/),
  xss(dots, /\bdocument\s{0,4}(?:\.|\[)\s{0,4}["']?(?:cookie|domain|location|write|body|url|documentelement|createelement)|\bwindow\s{0,4}\.\s{0,4}(?:location|name|open|eval)(?=\s{0,4}(?:[(=[.;)+}/'"]|$))|\bself\s{0,2}\[|\btop\s{0,2}\[|\.(?:innerhtml|outerhtml|insertadjacenthtml)\b|\.parentnode\b/),
  xss(paren, /\bexpression\s{0,8}\(|expr\/\*[^*]{0,40}\*\/ession|\burl\s{0,8}\(\s{0,8}["']?\s{0,4}(?:javascript|data|vbscript)|-moz-binding/),
  xss(brace, /&\{[^}]{0,80}\}|\b(?:sort|map|filter|find|every|call|apply|constructor)\s{0,8}(?:\.\s{0,4}\w{1,20}\s{0,8})?`\s{0,8}\$\{/),
  xss(quote | dots, /\.\s{0,4}(?:call|apply|bind|sort|map|filter)\s{0,4}`|\breflect\.\w{1,20}/),
  xss(bracket | paren, /\[\s{0,8}["']?(?:alert|eval|confirm|prompt|constructor|fromcharcode)["']?\s{0,8}\]\s{0,8}\(?/),
  xss(0, /\+ad[wq]-|&lt;\s{0,4}script|\bformaction\s{0,4}=|\bsrcdoc\s{0,4}=|\bscript\s{0,4}alert\b|\bxss\b.{0,20}\balert\b|xmlns\s{0,4}=|\bdatafld=|\bdatasrc=/),
];
