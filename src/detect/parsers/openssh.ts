import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { ATTEMPT_RULES } from '../ssh/attempts.ts';
import { openConnections } from '../ssh/connections.ts';
import { CONNECT_RULES } from '../ssh/connects.ts';
import type { SshLine, SshRule } from '../ssh/line.ts';
import { FORMAT, notUnderstood } from '../ssh/line.ts';
import { openPeer } from '../ssh/peer.ts';
import { isQuiet, pamInTag, REMARK_RULES } from '../ssh/remarks.ts';

/** sshd and its helpers, OpenSSH 3 to 10, with the PAM records under its tag. */
export const openssh: Parser = {
  name: FORMAT,
  programs: ['sshd', 'sshd-session', 'sshd-auth', 'sshd(pam_unix)'],
  claims: null,
  taint: ['user', 'port'],
  open: () => openSshd(),
};

/** Rules by the first character of the message, so that each line is compared with a few words only. */
const RULES = byFirstCharacter([...ATTEMPT_RULES, ...CONNECT_RULES, ...REMARK_RULES]);

function byFirstCharacter(rules: readonly SshRule[]): readonly (readonly SshRule[] | undefined)[] {
  const table: SshRule[][] = [];
  for (const rule of rules) (table[rule.prefix.charCodeAt(0)] ??= []).push(rule);
  return table;
}

const NO_RECORD: LogRecord = {
  text: '', body: 0, log: 0, line: 0, offset: 0, time: null, host: null, program: null, pid: null, trusted: null,
};

function openSshd(): ParserRun {
  const line: SshLine = {
    record: NO_RECORD, text: '', start: 0, end: 0, preauth: false, count: 1, emit: () => undefined, peer: openPeer(),
    connections: openConnections(), saysAttempts: false, firstPamFailure: null,
  };
  return {
    feed: (record, emit) => {
      setLine(line, record, emit);
      return record.program === 'sshd(pam_unix)' ? pamInTag(line) : readLine(line);
    },
  };
}

const SPACE = 32;

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
  if (text.endsWith(' [preauth]', line.end) || text.endsWith(' [postauth]', line.end)) {
    line.preauth = text.endsWith(' [preauth]', line.end);
    line.end = text.lastIndexOf(' [', line.end);
  }
}

/** rsyslog's `message repeated N times: [ … ]` stands for N more of the record before it. */
function openRepeat(line: SshLine): void {
  if (!line.text.startsWith('message repeated ', line.start)) return;
  const match = /^message repeated (\d{1,6}) times?: \[ ?/.exec(line.text.slice(line.start, line.start + 48));
  if (!match) return;
  line.count = Math.max(1, Number(match[1]));
  line.start += match[0].length;
  if (line.text.charCodeAt(line.end - 1) === 93) line.end -= 1;
}

function readLine(line: SshLine): Parsed {
  const { text } = line;
  // `error: `, `fatal: ` and the like may stand before any wording, and more than one of them.
  for (let depth = 0; depth < 4; depth += 1) {
    const rules = RULES[text.charCodeAt(line.start)];
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
