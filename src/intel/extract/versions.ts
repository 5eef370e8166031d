/** Words before a version, and products that write theirs after a slash or a blank. */
const VERSION_WORD = /(?:^|[^a-z])(?:v|ver|vers|version|versions|release|rel|build|update|firmware|revision|rev|assembly|sdk|driver|patch|patched in|fixed in|prior to|before|upgraded? to|updated? to)\.?[:= "'(]{0,3}$/i;
const PRODUCT = /[A-Za-z][A-Za-z.+-]*[/_-]$/;
/** Products whose version follows after a blank. */
const NAMED = /(?:openssl|openssh|apache|tomcat|nginx|iis|windows|linux|kernel|chrome|firefox|safari|edge|java|jdk|jre|flash|reader|acrobat|office|exchange|android|ios|macos|php|python|ruby|perl|mysql|oracle|weblogic|websphere|confluence|jira|vcenter|esxi|citrix|fortios|pan-os|junos|asa|samba|bind|exim|postfix|drupal|wordpress|struts|spring|log4j|agent|client|server|sdk|api|app|plugin|module|package|library|driver|engine)(?: (?:server|for \w{1,20}))? $/i;
/** Windows and browsers count their builds in four numbers: the first is small, and one of the others is above 255 or 0.0. */
const ZEROS = /^\d{1,3}\.0\.0\.0$/;

/** Whether four numbers between dots are a version, by what stands before them. */
export function isVersion(text: string, written: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 24), at);
  if (VERSION_WORD.test(before) || (NAMED.test(before) && looksSmall(written))) return true;
  if (PRODUCT.test(before) && !/[:/]\/+$/.test(before) && !/(?:^|[\s=("'])\/?(?:ip|src|dst|host|from|to|addr|address|client|server|peer)[/_-]$/i.test(before)) return true;
  return ZEROS.test(written) && /[A-Za-z] $/.test(before) && written !== '0.0.0.0' && !/(?:ip|from|to|at|host|network|net) $/i.test(before);
}

/** A version has small numbers in front; few addresses do, and none that an organisation of its own holds. */
const looksSmall = (written: string): boolean => written.split('.').slice(0, 2).every((part) => Number(part) < 30);
