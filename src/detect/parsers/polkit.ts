import type { PrivilegeEvent } from '../../domain/event.ts';
import { privilegeEvent } from '../event-of.ts';
import { writtenByHand } from '../forgery.ts';
import { isPam } from '../pam-message.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'polkit';
/** `ann: Executing command [USER=root] [TTY=unknown] [CWD=/home/ann] [COMMAND=/usr/bin/id]`; the command is last. */
const PKEXEC = /^(\S{1,100}): (.{1,300}?) \[USER=([^\]]{1,100})\] \[TTY=([^\]]{0,100})\] \[CWD=[^\]]{0,1000}\] \[COMMAND=(.{0,2000})\]$/;
const POLKITD = /^Operator of \S{1,100} (successfully authenticated as unix-user:(\S{1,100})|FAILED to authenticate) to gain (?:\S{1,40} )?authorization for action (\S{1,200})/;

/** pkexec and the daemon that decides for it. */
export const polkit: Parser = {
  name: FORMAT,
  programs: ['pkexec', 'polkitd', 'polkit-agent-helper-1'],
  claims: null,
  taint: ['command'],
  open: () => ({ feed: readRecord }),
};

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const text = record.text.slice(record.body, record.body + 4_000).trimEnd();
  if (isPam(text, 0)) return 'quiet';
  const pkexec = PKEXEC.exec(text);
  if (pkexec) {
    const [, user = '', says = '', asUser = '', tty = '', command = ''] = pkexec;
    return tell(record, { ...verdictOf(says), user, asUser, tty, command }, emit);
  }
  return readDaemon(record, text, emit);
}

function readDaemon(record: LogRecord, text: string, emit: EmitEvent): Parsed {
  const [, says, asUser = null, command = null] = POLKITD.exec(text) ?? [];
  if (says === undefined) return 'quiet';
  const verdict: Verdict = says.startsWith('FAILED') ? { action: 'refused', outcome: 'denied' } : { action: 'session-open', outcome: 'success' };
  return tell(record, { ...verdict, user: null, asUser, tty: null, command }, emit);
}

type Verdict = Pick<PrivilegeEvent, 'action' | 'outcome'>;

/**
 * Who is not allowed is denied. That the environment is not fit to run under is no refusal of rights but a fault: an
 * exploit of pkexec leaves this very record.
 */
function verdictOf(says: string): Verdict {
  if (says.startsWith('Executing command')) return { action: 'run', outcome: 'success' };
  return { action: 'refused', outcome: says.startsWith('The value for ') ? 'failure' : 'denied' };
}

type Said = Verdict & Pick<PrivilegeEvent, 'user' | 'asUser' | 'tty' | 'command'>;

function tell(record: LogRecord, said: Said, emit: EmitEvent): Parsed {
  emit(privilegeEvent(record, FORMAT, { ...said, count: 1, forged: writtenByHand(record) }));
  return 'event';
}
