import type { LogClock } from '../log-clock.ts';
import { warningEvent } from '../network/device-events.ts';
import { partsOf } from '../network/parts.ts';
import { endpointIn } from '../network/places.ts';
import type { AlertSeverity } from '../network/severity-words.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { timeIn } from '../generic/time.ts';

const FORMAT = 'snort';
const LOOKED_AT = 1_500;
/** `03/03-04:12:01.123456  [**] [1:2013028:4] name [**] [Classification: x] [Priority: 2] {TCP} 192.0.2.1:1 -> 198.51.100.1:80`. */
const ALERT = /^(?:(\d\d\/\d\d)(\/\d{2,4})?-(\d\d:\d\d:\d\d)(?:\.\d{1,9})? {1,2})?(?:\[(Drop|wDrop|Alert)\] )?(?:\[\*\*\] )?\[(\d{1,8}:\d{1,10}:\d{1,6})\] (.{1,300}?)(?: \[\*\*\])? (?:\[Classification: ([^\]]{1,120})\] )?\[Priority: (\d{1,2})\]:? (?:\[AppID: [^\]]{0,60}\] )?\{([\w.-]{1,20})\} ([0-9A-Fa-f:.[\]]{2,55}) -> ([0-9A-Fa-f:.[\]]{2,55})/;
const PRIORITIES: Readonly<Record<string, AlertSeverity>> = { '1': 'high', '2': 'medium', '3': 'low', '4': 'info' };

/** Fast alerts of Snort, and of Suricata in the same form. */
export const snort: Parser = {
  name: FORMAT,
  programs: ['snort', 'snort3'],
  claims: (record) => record.text.includes('[Priority: ', record.body) && ALERT.test(record.text.slice(record.body, record.body + LOOKED_AT)),
  taint: [],
  open: (clock) => ({ feed: (record, emit) => readAlert(record, emit, clock) }),
};

function readAlert(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const match = ALERT.exec(record.text.slice(record.body, record.body + LOOKED_AT));
  if (!match) return 'quiet';
  const part = partsOf(match);
  const [name, category] = [part(6), part(7)];
  emit(warningEvent(record, FORMAT, {
    time: record.time ?? timeOf(part, clock), product: 'snort', rule: part(5), title: category === '' ? name : `${name} (${category})`,
    severity: PRIORITIES[part(8)] ?? 'low', source: endpointIn(part(10))?.address ?? null, target: endpointIn(part(11))?.address ?? null,
    blocked: part(4) === 'Drop',
  }));
  return 'event';
}

/** Month and day first; the year behind them, or not at all. */
function timeOf(part: (at: number) => string, clock: LogClock): number | null {
  const [day, year, time] = [part(1), part(2).slice(1), part(3)];
  if (day === '') return null;
  if (year !== '') return timeIn(`${year.length === 2 ? '20' : ''}${year}/${day} ${time}`, clock);
  const [month = 0, date = 0] = day.split('/').map(Number);
  const seconds = time.split(':').reduce((sum, digits) => sum * 60 + Number(digits), 0);
  return month >= 1 && month <= 12 && date >= 1 && date <= 31 && seconds < 86_401 ? clock.yearless(month, date, seconds * 1_000) : null;
}
