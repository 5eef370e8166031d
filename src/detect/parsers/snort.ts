import type { LogClock } from '../log-clock.ts';
import { warningEvent } from '../network/device-events.ts';
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
  const [, , , , action, rule = '', name = '', category, priority = '', , from = '', to = ''] = match;
  emit(warningEvent(record, FORMAT, {
    time: record.time ?? timeOf(match, clock), product: 'snort', rule, title: category === undefined ? name : `${name} (${category})`,
    severity: PRIORITIES[priority] ?? 'low', source: endpointIn(from)?.address ?? null, target: endpointIn(to)?.address ?? null,
    blocked: action === 'Drop',
  }));
  return 'event';
}

function timeOf([, day, year, clockTime]: RegExpExecArray, clock: LogClock): number | null {
  if (day === undefined || clockTime === undefined) return null;
  const [month = 0, date = 0] = day.split('/').map(Number);
  const [hour = 0, minute = 0, second = 0] = clockTime.split(':').map(Number);
  if (month < 1 || month > 12 || date < 1 || date > 31 || hour > 23) return null;
  if (year === undefined) return clock.yearless(month, date, ((hour * 60 + minute) * 60 + second) * 1_000);
  const written = Number(year.slice(1));
  return timeIn(`${written < 100 ? written + 2_000 : written}/${day} ${clockTime}`, clock);
}
