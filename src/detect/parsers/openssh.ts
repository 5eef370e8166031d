import { openDetach } from '../../domain/detach.ts';
import type { CodeWord } from '../codes.ts';
import { codeAt, codesOf, hasAt } from '../codes.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { openRecord } from '../record.ts';
import { ATTEMPT_RULES } from '../ssh/attempts.ts';
import { openConnections } from '../ssh/connections.ts';
import { CONNECT_RULES } from '../ssh/connects.ts';
import type { SshLine, SshRule } from '../ssh/line.ts';
import { FORMAT, notUnderstood } from '../ssh/line.ts';
import { openPeer } from '../ssh/peer.ts';
import { isQuiet, pamInTag, REMARK_RULES } from '../ssh/remarks.ts';
import { openWords } from '../words.ts';

/** sshd and its helpers, OpenSSH 3 to 10, with the PAM records under its tag. */
export const openssh: Parser = {
  name: FORMAT,
  programs: ['sshd', 'sshd-session', 'sshd-auth', 'sshd(pam_unix)'],
  claims: null,
  taint: ['user', 'port'],
  open: () => openSshd(),
};

/** Rules by the first two characters of the message, so that each line is compared with a few words only. */
const RULES = byFirstCharacters([...ATTEMPT_RULES, ...REMARK_RULES, ...CONNECT_RULES]);

interface CodedRule {
  readonly prefix: CodeWord;
  readonly read: SshRule['read'];
}

function slotOf(first: number, second: number): number {
  return ((first & 127) << 7) | (second & 127);
}

function byFirstCharacters(rules: readonly SshRule[]): readonly (readonly CodedRule[])[] {
  const none: CodedRule[] = [];
  const table: CodedRule[][] = Array.from({ length: 128 * 128 }, () => none);
  for (const { prefix, read } of rules) {
    const slot = slotOf(prefix.charCodeAt(0), prefix.charCodeAt(1));
    table[slot] = [...(table[slot] ?? []), { prefix: codesOf(prefix), read }];
  }
  return table;
}

function openSshd(): ParserRun {
  const line: SshLine = {
    record: openRecord(0), text: '', start: 0, end: 0, preauth: false, count: 1, emit: () => undefined, peer: openPeer(),
    connections: openConnections(), saysAttempts: false, firstPamFailure: null,
    event: authEvent(openRecord(0), FORMAT, QUIET_AUTH, NOBODY), seen: { ...NOBODY }, word: openWords(openDetach(), WORD_LIMIT),
  };
  return {
    feed: (record, emit) => {
      setLine(line, record, emit);
      return record.program === 'sshd(pam_unix)' ? pamInTag(line) : readLine(line);
    },
  };
}

const NOBODY = { source: null, user: null, port: null, count: 1, forged: null };

/** Names, methods and key fingerprints are no longer. */
const WORD_LIMIT = 64;
const [SPACE, CLOSE, LOWER_M] = [32, 93, 109] as const;
const PREAUTH = codesOf(' [preauth]');

function setLine(line: SshLine, record: LogRecord, emit: EmitEvent): void {
  const { text } = record;
  line.record = record;
  line.text = text;
  line.emit = emit;
  line.count = 1;
  line.start = record.body;
  let end = text.length;
  while (end > record.body && codeAt(record, end - 1) <= SPACE) end -= 1;
  line.end = end;
  line.preauth = false;
  if (codeAt(record, record.body) === LOWER_M) openRepeat(line);
  if (end > record.body && codeAt(record, line.end - 1) === CLOSE) dropStage(line);
}

/** ` [preauth]` and ` [postauth]` tell which of sshd's processes the monitor wrote this for. */
function dropStage(line: SshLine): void {
  if (hasAt(line.record, Math.max(line.start, line.end - PREAUTH.length), PREAUTH)) {
    line.preauth = true;
    line.end -= PREAUTH.length;
  } else if (line.text.endsWith(' [postauth]', line.end)) line.end -= 11;
}

/** rsyslog's `message repeated N times: [ … ]` stands for N more of the record before it. */
function openRepeat(line: SshLine): void {
  if (!line.text.startsWith('message repeated ', line.start)) return;
  const match = /^message repeated (\d{1,6}) times?: \[ ?/.exec(line.text.slice(line.start, line.start + 48));
  if (!match) return;
  line.count = Math.max(1, Number(match[1]));
  line.start += match[0].length;
  if (line.text.charCodeAt(line.end - 1) === CLOSE) line.end -= 1;
}

function readLine(line: SshLine): Parsed {
  const { record } = line;
  // `error: `, `fatal: ` and the like may stand before any wording, and more than one of them.
  for (let depth = 0; depth < 4; depth += 1) {
    const rules = RULES[slotOf(codeAt(record, line.start), codeAt(record, line.start + 1))];
    if (rules) for (const { prefix, read } of rules) if (hasAt(record, line.start, prefix)) return read(line);
    if (!skipPrefix(line)) break;
  }
  return isQuiet(line.text, line.start) ? 'quiet' : notUnderstood('words that are not known');
}

const PREFIXES = ['error: ', 'fatal: ', 'info: ', 'warning: ', 'Fssh_', 'ssh_dispatch_run_fatal: '];

function skipPrefix(line: SshLine): boolean {
  const plain = PREFIXES.find((prefix) => line.text.startsWith(prefix, line.start));
  // Solaris and some relays put `[ID 800047 auth.info] ` or `kernel:[ 970.6]: ` before the message.
  const length = plain?.length ?? /^(?:\[ID \d{1,9} [\w.]{1,40}\]|kernel: ?\[ *\d{1,12}\.\d{1,9}\]):? /
    .exec(line.text.slice(line.start, line.start + 64))?.[0].length ?? 0;
  line.start += length;
  return length > 0;
}
