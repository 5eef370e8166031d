import { systemEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import { isPam } from '../pam-message.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'cron';
const PROGRAMS = ['cron', 'crond', 'crontab', 'anacron', 'atd', 'fcron', 'run-parts'];
const WRITERS = { comms: new Set([...PROGRAMS, 'logger']), rootOnly: false };
const OPEN = 40;

export const cron: Parser = {
  name: FORMAT,
  programs: PROGRAMS,
  claims: (record) => record.program?.startsWith('run-parts(') === true,
  taint: [],
  open: () => ({ feed: readRecord }),
};

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const { text, body } = record;
  if (isPam(text, body)) return 'quiet';
  if (text.charCodeAt(body) === OPEN) return readTask(record, emit);
  const job = /^(?:Job `([^']{1,100})' started|Starting job \d{1,10} \([^)]{1,40}\) for user '([^']{1,100})')/
    .exec(text.slice(body, body + 300));
  if (job) return say(record, { user: job[2] ?? 'root', target: null, command: job[1] ?? null }, emit);
  return isRemark(text.slice(body, body + 80)) ? 'quiet' : { unparsed: 'cron: words that are not known' };
}

/** `(user) CMD (command)` and the like; the command is the last and may hold anything. */
function readTask(record: LogRecord, emit: EmitEvent): Parsed {
  const text = record.text.trimEnd();
  const close = text.indexOf(') ', record.body);
  const open = close < 0 ? -1 : text.indexOf(' (', close + 2);
  if (open < 0 || open - close > 40) return { unparsed: 'cron: words that are not known' };
  const user = text.slice(record.body + 1, close);
  const word = text.slice(close + 2, open);
  const rest = text.slice(open + 2, text.endsWith(')') ? text.length - 1 : text.length);
  if (word === 'CMD' || word === 'CMDSTART') return say(record, { user, target: null, command: rest }, emit);
  // A changed table is how a job is planted: the editing itself says for whom.
  if (changesTable(word, rest)) return change(record, { user, target: rest, command: word }, emit);
  if (word === 'STARTUP' || (user === 'CRON' && rest.startsWith('pidfile fd'))) return startedUp(record, emit);
  return 'quiet';
}

/** A reload names the file only where it is one of the system's. */
const changesTable = (word: string, rest: string): boolean =>
  word === 'REPLACE' || word === 'DELETE' || (word === 'RELOAD' && rest.startsWith('/'));

interface Task {
  readonly user: string | null;
  readonly target: string | null;
  readonly command: string | null;
}

function say(record: LogRecord, task: Task, emit: EmitEvent): Parsed {
  emit(systemEvent(record, FORMAT, { ...task, action: 'job', forged: contradiction(record, WRITERS) }));
  return 'event';
}

function change(record: LogRecord, { user, target, command }: Task, emit: EmitEvent): Parsed {
  emit(systemEvent(record, FORMAT, {
    action: 'other', user, target: `crontab of ${target ?? ''}`, command: `crontab ${command ?? ''}`,
    forged: contradiction(record, WRITERS),
  }));
  return 'event';
}

function startedUp(record: LogRecord, emit: EmitEvent): Parsed {
  emit(systemEvent(record, FORMAT, {
    action: 'service-start', target: 'cron', user: null, command: null, forged: contradiction(record, WRITERS),
  }));
  return 'event';
}

const isRemark = (message: string): boolean =>
  /^(?:starting |finished |Anacron |Normal exit|Job `|Will run job|Updated timestamp|Jobs will be|Received |pam_|Error|error|Unable|Cannot|sendmail|STARTUP|reload|cron |crond? |file |user |atd |Exec|grandchild)/i.test(message);
