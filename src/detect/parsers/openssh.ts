import { openDetach } from '../../domain/detach.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
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

function slotOf(text: string, at: number): number {
  return ((text.charCodeAt(at) & 127) << 7) | (text.charCodeAt(at + 1) & 127);
}

function byFirstCharacters(rules: readonly SshRule[]): readonly (readonly SshRule[])[] {
  const none: SshRule[] = [];
  const table: SshRule[][] = Array.from({ length: 128 * 128 }, () => none);
  for (const rule of rules) {
    const slot = slotOf(rule.prefix, 0);
    table[slot] = [...(table[slot] ?? []), rule];
  }
  return table;
}

const NO_RECORD: LogRecord = {
  text: '', body: 0, log: 0, line: 0, offset: 0, time: null, host: null, program: null, pid: null, trusted: null,
};

function openSshd(): ParserRun {
  const line: SshLine = {
    record: NO_RECORD, text: '', start: 0, end: 0, preauth: false, count: 1, emit: () => undefined, peer: openPeer(),
    connections: openConnections(), saysAttempts: false, firstPamFailure: null,
    seen: { source: null, user: null, port: null, count: 1, forged: null }, word: openWords(openDetach()),
  };
  return {
    feed: (record, emit) => {
      setLine(line, record, emit);
      return record.program === 'sshd(pam_unix)' ? pamInTag(line) : readLine(line);
    },
  };
}

const [SPACE, CLOSE] = [32, 93] as const;

function setLine(line: SshLine, record: LogRecord, emit: EmitEvent): void {
  const { text } = record;
  line.record = record;
  line.text = text;
  line.emit = emit;
  line.count = 1;
  line.start = record.body;
  let end = text.length;
  while (end > record.body && text.charCodeAt(end - 1) <= SPACE) end -= 1;
  line.end = end;
  line.preauth = false;
  if (text.charCodeAt(record.body) === 109) openRepeat(line);
  if (text.charCodeAt(line.end - 1) === CLOSE) dropStage(line);
}

/** ` [preauth]` and ` [postauth]` tell which of sshd's processes the monitor wrote this for. */
function dropStage(line: SshLine): void {
  if (line.text.endsWith(' [preauth]', line.end)) {
    line.preauth = true;
    line.end -= 10;
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
  const { text } = line;
  // `error: `, `fatal: ` and the like may stand before any wording, and more than one of them.
  for (let depth = 0; depth < 4; depth += 1) {
    const rules = RULES[slotOf(text, line.start)];
    if (rules) for (const rule of rules) if (text.startsWith(rule.prefix, line.start)) return rule.read(line);
    if (!skipPrefix(line)) break;
  }
  return isQuiet(text, line.start) ? 'quiet' : notUnderstood('words that are not known');
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
