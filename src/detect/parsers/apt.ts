import type { PackageSaid } from '../event-of.ts';
import { packageEvent } from '../event-of.ts';
import { readIsoTime } from '../iso-time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'apt';
/** Packages told of one run; a release upgrade has thousands. */
const PACKAGES = 200;
const LONGEST = 65_536;
const ACTIONS: Readonly<Record<string, PackageSaid['action']>> = {
  Install: 'install', Reinstall: 'install', Upgrade: 'upgrade', Downgrade: 'upgrade', Remove: 'remove', Purge: 'remove',
};
const SHAPE = /^(?:(?:Start|End)-Date: \d{4}-|Commandline: |Requested-By: \S+ \(\d{1,10}\)|(?:Install|Reinstall|Upgrade|Downgrade|Remove|Purge): \S{1,200}:\w{2,12} \(|Error: Sub-process |Log (?:started|ended): \d{4}-|Setting up \S{1,200} \(|Unpacking \S{1,200} \(|Selecting previously unselected package |Preparing to unpack |\(Reading database |Processing triggers for )/;

/** `/var/log/apt/history.log` and `term.log`: blocks of lines, the time in the first. */
export const apt: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ text, program, body }) => program === null && SHAPE.test(text.slice(body, body + 300)),
  taint: [],
  open: openApt,
};

function openApt(clock: LogClock): ParserRun {
  let time: number | null = null;
  return {
    feed(record, emit) {
      const text = record.text.slice(record.body, record.body + LONGEST);
      const stamp = /^(?:Start-Date|End-Date|Log (?:started|ended)): (\d{4}-\d\d-\d\d) {1,2}(\d\d:\d\d:\d\d)/.exec(text);
      if (stamp) {
        time = readIsoTime(`${stamp[1] ?? ''} ${stamp[2] ?? ''}`, 0, clock)?.time ?? null;
        record.time ??= time;
        return 'quiet';
      }
      record.time ??= time;
      return readPackages(record, text, emit);
    },
  };
}

function readPackages(record: LogRecord, text: string, emit: EmitEvent): Parsed {
  const setUp = /^Setting up (\S{1,200}?)(?::\w{2,12})? \(([^)]{1,100})\)/.exec(text);
  if (setUp) {
    emit(packageEvent(record, FORMAT, { action: 'configure', target: setUp[1] ?? '', version: setUp[2] ?? null }));
    return 'event';
  }
  const colon = text.indexOf(': ');
  const action = ACTIONS[text.slice(0, Math.max(0, colon))];
  if (!action) return 'quiet';
  let told = 0;
  for (const match of text.slice(colon + 2).matchAll(/([^\s:,()]{1,200})(?::\w{2,12})? \(([^)]{0,200})\)/g)) {
    const versions = (match[2] ?? '').split(', ').filter((part) => part !== 'automatic');
    emit(packageEvent(record, FORMAT, { action, target: match[1] ?? '', version: versions.at(-1) ?? null }));
    told += 1;
    if (told >= PACKAGES) break;
  }
  return told > 0 ? 'event' : 'quiet';
}
