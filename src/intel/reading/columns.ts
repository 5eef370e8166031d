import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import { valueOf } from '../values/canonical.ts';
import { refang } from '../extract/refang.ts';

/** What a column of a table is. `value` holds an indicator of whatever kind; `note` may be several columns. */
export type Column = IndicatorKind | 'value' | 'type' | 'port' | 'note' | 'use' | 'first' | 'last' | 'expires' | 'confidence' | 'skip';

/** Names of columns, lower case, blanks and signs taken out; the first that fits counts. */
const NAMES: readonly (readonly [Column, RegExp])[] = [
  ['type', /^(?:ioc|indicator|observable|attribute|value)?type$|^kind$/],
  ['confidence', /^(?:confidence(?:level|score)?|score|abuseconfidencescore|riskscore|reliability)$/],
  ['first', /^(?:firstseen(?:utc)?|first|dateadded|added|created(?:at)?|date|timestamp|firstreported|validfrom|listingdate|published|startdate|seen)$/],
  ['last', /^(?:lastseen(?:utc)?|last|lastonline|lastreported(?:at)?|updated(?:at)?|modified|lastupdate)$/],
  ['expires', /^(?:expires?(?:at|on)?|expiration(?:date)?|expiry|validuntil|ttlend)$/],
  ['sha256', /^sha256(?:hash)?$/], ['sha1', /^sha1(?:hash)?$/], ['md5', /^md5(?:hash)?$/], ['sha512', /^sha512(?:hash)?$/],
  ['tls-key', /^(?:listingsha1|certsha1|ja3(?:md5|hash|fingerprint)?|certificatefingerprint)$/], ['user-agent', /^useragent$/],
  ['skip', /^(?:imphash|ssdeep|tlsh|md5dhash|fileguess|id|ref|reference|references|link|urlhauslink|iocid|urlid|reporter|vtpercent|asn(?:umber)?|asname|country(?:code)?|filesize|fileextension|anonymous|urlstatus|status|mimetype|category|hostname2)$/],
  ['url', /^(?:url|uri|fullurl|maliciousurl|phishurl|downloadurl)$/],
  ['ipv4', /^(?:dst|dest|src|source|destination|c2|attacker|server|remote)?(?:ip|ipv4|ipaddress|ipaddr|address)(?:v4|v6)?$/],
  ['domain', /^(?:domain(?:name)?|host(?:name)?|fqdn|dns)$/], ['email', /^(?:email(?:address)?|sender|mailfrom)$/],
  ['port', /^(?:dst|dest|c2|remote|server)?port$/], ['cve', /^cve(?:id)?$/], ['file-name', /^(?:filename)$/], ['path', /^(?:filepath|path)$/],
  ['use', /^(?:threattype|threat|purpose|usage|classification)$/],
  ['value', /^(?:ioc(?:value)?|indicator(?:value)?|indicators|value|observable|artifact|entry|pattern)$/],
  ['note', /^(?:comments?|description|notes?|malware(?:printable|family|alias)?|signature|tags?|name|title|label|info|reason|family|campaign|actor|source|listingreason)$/],
];

export function columnNamed(name: string): Column | null {
  const bare = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return NAMES.find(([, form]) => form.test(bare))?.[0] ?? null;
}

/** Whether a row names its columns: two of them are known, or the one there is, and none of its cells is an indicator. */
export function isHeader(cells: readonly string[]): boolean {
  const known = cells.filter((cell) => columnNamed(cell) !== null).length;
  return known >= Math.min(2, cells.length) && known > 0 && cells.every((cell) => valueOf(cell.trim()) === null);
}

/** Columns of a table without names, by what most of its first rows hold there. */
export function columnsByContent(rows: readonly (readonly string[])[]): readonly Column[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => byContent(rows.map((row) => row[at]?.trim() ?? '').filter((cell) => cell !== '')));
}

function byContent(cells: readonly string[]): Column {
  const most = (form: (cell: string) => boolean): boolean => cells.length > 0 && cells.filter(form).length > cells.length / 2;
  if (most((cell) => (valueOf(cell) ?? valueOf(refang(cell).text)) !== null)) return 'value';
  if (most((cell) => /^\d{4}-\d\d-\d\d(?:[T ]|$)/.test(cell))) return 'first';
  if (most((cell) => /^\d{1,5}$/.test(cell))) return 'skip';
  return 'note';
}

/** What feeds write in a column that tells the kind. */
export function kindNamed(name: string): IndicatorKind | null {
  const bare = name.toLowerCase().replace(/_hash$/, '').replace(/[^a-z0-9]/g, '');
  const found = KIND_NAMES.find(([, form]) => form.test(bare));
  return found?.[0] ?? null;
}

const KIND_NAMES: readonly (readonly [IndicatorKind, RegExp])[] = [
  ['ip-port', /^ip(?:v4)?(?:addr(?:ess)?)?port$|^(?:ipdst|ipsrc)port$/], ['cidr', /^(?:cidr|subnet|netblock|iprange|net(?:work)?)$/],
  ['ipv4', /^(?:ip(?:v4|v6)?(?:addr(?:ess)?)?|ipdst|ipsrc|address|ipv[46]addr)$/], ['domain', /^(?:domain(?:name)?|host(?:name)?|fqdn)$/],
  ['url', /^ur[li]$/], ['email', /^(?:email(?:addr(?:ess)?|src|dst)?)$/], ['md5', /^(?:filehash)?md5$|^hashmd5$/], ['sha1', /^(?:filehash)?sha1$|^hashsha1$/],
  ['sha256', /^(?:filehash)?sha256$|^hashsha256$/], ['sha512', /^(?:filehash)?sha512$/], ['cve', /^(?:cve|vulnerability)$/],
  ['file-name', /^(?:filename)$/], ['path', /^(?:filepath|path)$/], ['user-agent', /^useragent$/],
  ['tls-key', /^(?:ja3|sslcert(?:fingerprint|sha1)?|tlsfingerprint|x509fingerprintsha1)$/], ['ssh-key', /^sshfingerprint$/],
];
