import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostileTexts } from '../support/hostile-texts.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';
import { guessingLog, takeoverLog } from '../support/small-logs.ts';

const soc = installSoc();
const folder = folderForAll();

const TEXTS = hostileTexts();
const log = join(folder, 'auth.log');
const web = join(folder, 'access.log');
const named = join(folder, 'we\u001b[31m<b>\u202egol‮.log');

/** Each text as user name, command, host and program tag of a syslog record, and as URI and agent of a request. */
function records(text: string, at: number): string {
  const time = `Mar  3 03:${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  return [
    `${time} web7 sshd[${700 + at}]: Failed password for invalid user ${text} from 203.0.113.77 port ${50_000 + at} ssh2`,
    `${time} web7 sshd[${700 + at}]: Accepted password for ${text} from 203.0.113.77 port ${50_000 + at} ssh2`,
    `${time} web7 sudo:   ${text} : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh ${text}`,
    `${time} ${text} sshd[${700 + at}]: Failed password for root from 203.0.113.77 port ${50_000 + at} ssh2`,
    `${time} web7 ${text}[12]: Failed login for root from 203.0.113.77`,
    `${time} web7 useradd[12]: new user: name=${text}, UID=0, GID=0, home=/home/x, shell=/bin/bash`,
    '',
  ].join('\n');
}
const requests = (text: string, at: number): string => ['/x?id=1%27%20or%201=1--', `/${text}?q=../../etc/passwd`].map((uri) =>
  `203.0.113.77 - ${text} [03/Mar/2026:03:00:${String(at % 60).padStart(2, '0')} +0000] "GET ${uri} HTTP/1.1" 200 51 "${text}" "${text}"\n`).join('');

writeFileSync(log, guessingLog(TEXTS, TEXTS.length * 2, '203.0.113.77') + takeoverLog() + TEXTS.map(records).join(''));
writeFileSync(web, TEXTS.map(requests).join(''));
copyFileSync(log, named);

/** What may act on a terminal or deceive its reader: all of C0 but the line end, DEL, C1, bidi, zero width, tags. */
const CONTROLS = String.raw`\u0000-\u0009\u000b-\u001f\u007f-\u009f`;
const ACTING = new RegExp(`[${CONTROLS}\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\u{e0000}-\\u{e007f}]`, 'u');
/** Our own colours, nothing else. */
const ESC = '\u001b';
const OWN_STYLE = new RegExp(`${ESC}\\[[0-9]{1,2}(?:;[0-9]{1,2})*m`, 'g');

const acting = (text: string): string | null => {
  const at = ACTING.exec(text)?.index;
  return at === undefined ? null : JSON.stringify(text.slice(Math.max(0, at - 60), at + 20));
};

describe('hostile text in a log', () => {
  it('is a corpus of at least sixty', () => { expect(new Set(TEXTS).size).toBeGreaterThanOrEqual(60); });

  it('never acts, in any face', async () => {
    const home = join(folder, 'home');
    const faces: readonly (readonly string[])[] = [
      ['triage', log, web, named], ['triage', log, web, '--color'], ['triage', log, web, '--format', 'md'],
      ['triage', log, web, '--format', 'html'], ['triage', log, web, '--format', 'json'], ['triage', log, web, '--format', 'ndjson'],
      ['parse', log, web, named], ['sessions'], ['sessions', 'list', '--json'], ['sessions', 'show', 'last'],
      ['incidents'], ['incidents', '--json'], ['incidents', 'show', 'I1'], ['knowledge', 'show', '--json'],
      ['replay', 'last', '--speed', '1000'], ['verify', 'last'], ['verify', 'last', '--json'],
      ['report', 'last'], ['report', 'last', '--audience', 'executive'], ['report', 'last', '--format', 'html'],
      ['ask', 'last', 'what did 203.0.113.77 do'], ['ask', 'last', 'timeline of user deploy'], ['ask', 'last', 'why is F1 high'],
      ['ask', 'last', `timeline of user ${TEXTS[1] ?? ''}`], ['report', TEXTS[4] ?? ''], ['triage', '\u001b[2Jno-such\u0007.log'],
    ];
    const guilty: (readonly [string, string])[] = [];
    for (const args of faces) {
      const { out, err, code } = await soc.run(args, { home });
      expect([args.join(' '), code === 70]).toEqual([args.join(' '), false]);
      for (const text of [args.includes('--color') ? out.replace(OWN_STYLE, '') : out, err]) {
        const found = acting(text);
        if (found !== null) guilty.push([args.join(' '), found]);
      }
    }
    expect(guilty).toEqual([]);
  }, 180_000);

  it('comes to no life in a page: no element, link, image or handler of its own', async () => {
    const home = join(folder, 'home-html');
    const { out } = await soc.run(['triage', log, web, '--format', 'html'], { home });
    const tags = [...out.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([, name = '']) => name.toLowerCase());
    const allowed = ['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'h1', 'h2', 'span', 'p', 'section', 'ul', 'li', 'div',
      'table', 'thead', 'tbody', 'tr', 'th', 'td', 'dl', 'dt', 'dd', 'code', 'svg', 'line', 'circle', 'text'];
    expect([...new Set(tags)].filter((tag) => !allowed.includes(tag))).toEqual([]);
    expect(out).not.toMatch(/<[^>]*\s(?:on[a-z]+|href|src|style)\s*=/i);
  });

  it('comes to no life in Markdown: no link, image, HTML or bare address', async () => {
    const home = join(folder, 'home-md');
    const { out } = await soc.run(['triage', log, web, '--format', 'md'], { home });
    expect(out).not.toMatch(/(?<!\\)\]\(/);
    expect(out).not.toMatch(/<[a-z/!]/i);
    expect(out).not.toMatch(/(?<!\\):\/\//);
    expect(out).not.toMatch(/(?<!\\)!(?<!\\)\[/);
  });
});
