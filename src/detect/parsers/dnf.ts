import type { PackageSaid } from '../event-of.ts';
import { packageEvent } from '../event-of.ts';
import { readIsoTime } from '../iso-time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'dnf';
const ACTIONS: Readonly<Record<string, PackageSaid['action']>> = {
  installed: 'install', 'dep-installed': 'install', reinstalled: 'install', updated: 'upgrade', upgraded: 'upgrade', upgrade: 'upgrade', downgraded: 'upgrade',
  erased: 'remove', erase: 'remove', removed: 'remove', obsoleted: 'remove', install: 'install', remove: 'remove',
};
/** `dnf` writes its level where other formats have the host. */
const LEVEL = /^(?:(?:SUB|D)?DEBUG|DDEBUG|TRACE|INFO|WARNING|ERROR|CRITICAL)$/;
const OWN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d{4}) (?:(?:SUB|D)?DEBUG|INFO) --- logging initialized ---/;
/** `2026-03-03 04:12:01|install|nmap|7.93-1|x86_64|root@web1|repo|…` */
const ZYPPER = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\|(install|remove|command|radd|rremove|ralias|rurl|patch|rmaddlock)\s*\|([^|]{0,300})\|([^|]{0,100})/;
/** `[2026-03-03T04:12:01+0000] [ALPM] installed nmap (7.93-1)` */
const PACMAN = /^\[(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[+-]\d{4})?)\] \[(?:ALPM|PACMAN|ALPM-SCRIPTLET)\] (?:(installed|upgraded|removed|downgraded|reinstalled) (\S{1,200}) \(([^)]{0,100})\))?/;

/** Logs of dnf and yum (`dnf.rpm.log`, `yum.log`), zypper's and pacman's histories. */
export const dnf: Parser = {
  name: FORMAT,
  programs: ['installed', 'dep-installed', 'reinstalled', 'updated', 'upgraded', 'upgrade', 'downgraded', 'erased', 'erase', 'removed', 'obsoleted'],
  claims: ({ text, program, body }) => {
    const start = text.slice(body, body + 120);
    return program === null && (ZYPPER.test(start) || PACMAN.test(start) || OWN.test(start));
  },
  taint: [],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  if (record.host !== null && LEVEL.test(record.host)) record.host = null;
  const text = record.text.slice(record.body, record.body + 1_000).trim();
  if (record.program !== null) return tell(record, record.program, text, emit);
  return readZypper(record, text, { emit, clock }) ?? readPacman(record, text, { emit, clock });
}

interface Kit {
  readonly emit: EmitEvent;
  readonly clock: LogClock;
}

function readZypper(record: LogRecord, text: string, { emit, clock }: Kit): Parsed | null {
  const match = ZYPPER.exec(text);
  if (!match) return null;
  const [, stamp = '', word = '', name = '', version = ''] = match;
  record.time = readIsoTime(stamp, 0, clock)?.time ?? null;
  return tell(record, word, `${name}-${version}`, emit);
}

function readPacman(record: LogRecord, text: string, { emit, clock }: Kit): Parsed {
  const [, stamp = '', word = '', name = '', version = ''] = PACMAN.exec(text) ?? [];
  if (word === '') return 'quiet';
  record.time = readIsoTime(stamp, 0, clock)?.time ?? null;
  return tell(record, word, `${name}-${version.split(' -> ').at(-1) ?? ''}`, emit);
}

/** `nmap-3:7.93-1.el9.x86_64`: the version begins at the last hyphen but one, or where a digit follows. */
const NAME = /^(?:\d{1,5}:)?([A-Za-z0-9][\w.+-]{0,200}?)-((?:\d{1,5}:)?\d\S{0,100})$/;

// Four parameters on purpose: each is a different thing.
function tell(record: LogRecord, word: string, name: string, emit: EmitEvent): Parsed {
  const action = ACTIONS[word];
  if (!action || name === '') return 'quiet';
  const parts = NAME.exec(name.split(' ')[0] ?? '');
  emit(packageEvent(record, FORMAT, { action, target: parts?.[1] ?? name.slice(0, 200), version: parts?.[2] ?? null }));
  return 'event';
}
