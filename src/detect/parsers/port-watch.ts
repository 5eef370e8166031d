import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { warningEvent } from '../network/device-events.ts';
import type { AlertSeverity } from '../network/severity-words.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'port-watch';
const LOOKED_AT = 800;
const ADDRESS = '([0-9A-Fa-f:.]{2,45})';

interface Wording {
  readonly product: string;
  readonly title: string;
  readonly pattern: RegExp;
  readonly severity: AlertSeverity;
}

/** The scanner is the first group, whom it scanned the second. */
const WORDINGS: readonly Wording[] = [
  { product: 'psad', title: 'Port scan', severity: 'low', pattern: new RegExp(`^(?:psad: )?scan detected(?: \\(\\S{1,60}\\))?: ${ADDRESS} -> ${ADDRESS} `) },
  { product: 'psad', title: 'Port scan signature', severity: 'low', pattern: new RegExp(`^(?:psad: )?src: ${ADDRESS} signature match: `) },
  { product: 'psad', title: 'Port scanner blocked', severity: 'low', pattern: new RegExp(`^(?:psad: )?added iptables auto-block against ${ADDRESS} `) },
  { product: 'portsentry', title: 'Port scan', severity: 'low', pattern: new RegExp(`^(?:attackalert: )?(?:(?:TCP |UDP )?[\\w/-]{1,24} scan|Connect|Possible stealth scan|UDP scan) from (?:unknown )?host: [^\\s/]{1,255}/${ADDRESS} to (?:TCP|UDP) port: \\d{1,5}`) },
  { product: 'portsentry', title: 'Port scan', severity: 'low', pattern: new RegExp(`^Scan from: \\[${ADDRESS}\\] `) },
  { product: 'portsentry', title: 'Port scanner blocked', severity: 'low', pattern: new RegExp(`^attackalert: Host:? ${ADDRESS} (?:has been|is) (?:already )?blocked`) },
  { product: 'portsentry', title: 'Port scan', severity: 'low', pattern: new RegExp(`^\\d{9,10} - [\\d/]{8,10} [\\d:]{8} Host: [^\\s/]{1,255}/${ADDRESS} Port: \\d{1,5} (?:TCP|UDP) (?:Blocked|Ignored|Logged)`) },
  { product: 'scanlogd', title: 'Port scan', severity: 'low', pattern: new RegExp(`^${ADDRESS}(?::\\d{1,5})? to ${ADDRESS} ports (?:\\d{1,5}, ){1,20}`) },
];
const MARKS = /scan detected|signature match: |auto-block against|attackalert: |Scan from: \[| Port: \d{1,5} (?:TCP|UDP) | ports \d{1,5}, /;

/** psad, PortSentry and scanlogd: what they take for a port scan. */
export const portWatch: Parser = {
  name: FORMAT,
  programs: ['psad', 'portsentry', 'scanlogd'],
  claims: (record) => MARKS.test(record.text.slice(record.body, record.body + 200)) && wordingOf(record.text.slice(record.body, record.body + LOOKED_AT)) !== null,
  taint: [],
  open: (clock) => ({ feed: (record, emit) => readAlert(record, emit, clock) }),
};

function wordingOf(text: string): readonly [Wording, RegExpExecArray] | null {
  for (const wording of WORDINGS) {
    const match = wording.pattern.exec(text);
    if (match) return [wording, match];
  }
  return null;
}

function readAlert(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const found = wordingOf(text);
  if (!found) return 'quiet';
  const [{ product, title, severity }, match] = found;
  emit(warningEvent(record, FORMAT, {
    time: record.time ?? timeIn(text, clock), product, rule: title.toLowerCase().replaceAll(' ', '-'), title, severity,
    source: canonicalAddress(match[1] ?? ''), target: canonicalAddress(match[2] ?? ''), blocked: /blocked/i.test(text),
  }));
  return 'event';
}
