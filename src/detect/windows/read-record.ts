import { elasticFields } from './elastic.ts';
import type { Fields } from './values.ts';
import { firstText, isFields, textOf, under } from './values.ts';
import type { WinRecord, WrittenTime } from './win-record.ts';

/** Fields of one record; more come only from forged ones. */
const MOST_FIELDS = 400;
const EVENT_ID = /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i;

/** Reads what a JSON object says of a Windows event, in whichever shape it was exported; null where it is none. */
export function readWinRecord(value: unknown): WinRecord | null {
  if (!isFields(value)) return null;
  const object = unwrapped(value);
  const event = object['Event'];
  if (isFields(event)) return readXmlShape(event);
  if (isFields(object['System']) || isFields(object['system'])) return readXmlShape(object);
  if (under(object, 'winlog.event_id') !== undefined || object['event_data'] !== undefined) return readBeats(object);
  return readFlat(object);
}

/** Search engines and agents put the record into one of their own. */
function unwrapped(value: Fields): Fields {
  const wrapped = value['_source'] ?? value['result'] ?? (value['data'] === undefined ? undefined : under(value, 'data.win'));
  return isFields(wrapped) ? wrapped : value;
}

interface Said {
  readonly id: string | null;
  readonly channel: string | null;
  readonly provider: string | null;
  readonly host: string | null;
  readonly times: readonly WrittenTime[];
  readonly local?: string | null;
  readonly fields: Record<string, string>;
}

function made({ id, channel, provider, host, times, local = null, fields }: Said): WinRecord | null {
  if (id === null || !EVENT_ID.test(id) || (channel === null && provider === null)) return null;
  return { eventId: Number(id) & 0xffff, channel: channel ?? channelOf(provider), provider, host, times: [...utcTime(fields), ...times], local, fields };
}

/** The channel of a provider that writes to one alone, where an export leaves it out. */
const channelOf = (provider: string | null): string | null => CHANNELS.get(provider ?? '') ?? null;

const CHANNELS: ReadonlyMap<string, string> = new Map([
  ['Microsoft-Windows-Security-Auditing', 'Security'], ['Microsoft-Windows-Sysmon', 'Microsoft-Windows-Sysmon/Operational'],
  ['Service Control Manager', 'System'],
]);

/** Sysmon writes its own time, in UTC. */
const utcTime = (fields: Readonly<Record<string, string>>): readonly WrittenTime[] =>
  (fields['UtcTime'] === undefined ? [] : [{ text: fields['UtcTime'], utc: true }]);

const stated = (text: string | null): readonly WrittenTime[] => (text === null ? [] : [{ text, utc: false }]);

/** The XML of the event log turned into JSON: `System`, then `EventData` or `UserData`. */
function readXmlShape(event: Fields): WinRecord | null {
  const system = isFields(event['System']) ? event['System'] : isFields(event['system']) ? event['system'] : {};
  const fields: Record<string, string> = {};
  for (const name of ['EventData', 'eventdata', 'UserData']) addData(fields, event[name], 0);
  for (const name of ['Level', 'Task', 'Opcode', 'Keywords', 'Version']) addField(fields, name, system[name]);
  addField(fields, 'Message', event['Message']);
  return made({
    id: firstText(system, ['EventID', 'eventID', 'EventId']), channel: firstText(system, ['Channel', 'channel']),
    provider: attribute(system, 'Provider', 'Name') ?? firstText(system, ['providerName', 'Provider']),
    host: firstText(system, ['Computer', 'computer']),
    times: stated(attribute(system, 'TimeCreated', 'SystemTime') ?? firstText(system, ['systemTime', 'TimeCreated'])), fields,
  });
}

/** An attribute of an element, under any of the names converters give it. */
function attribute(system: Fields, element: string, name: string): string | null {
  const value = system[element];
  const outside = system[`${element}_attributes`];
  for (const holder of [value, outside]) {
    if (!isFields(holder)) continue;
    const inner = holder['#attributes'] ?? holder['@attributes'] ?? holder['$'] ?? holder;
    const text = isFields(inner) ? firstText(inner, [name, `@${name}`, `@_${name}`]) : null;
    if (text !== null) return text;
  }
  return null;
}

const DEEPEST = 3;

/** Names with values, a list of named `Data` elements, or the XML itself. */
function addData(fields: Record<string, string>, data: unknown, depth: number): void {
  if (typeof data === 'string') addXml(fields, data);
  if (Array.isArray(data)) for (const item of data) addNamed(fields, item);
  if (isFields(data)) addObject(fields, data, depth);
}

function addObject(fields: Record<string, string>, data: Fields, depth: number): void {
  for (const [name, value] of Object.entries(data)) {
    if (/^(?:[#@]|xmlns$)/.test(name)) continue;
    if (name === 'Data' || name === 'Binary') addElements(fields, name, value);
    else if (isFields(value) && textOf(value) === null && depth < DEEPEST) addData(fields, value, depth + 1);
    else addField(fields, name, value);
  }
}

function addElements(fields: Record<string, string>, name: string, value: unknown): void {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const before = Object.keys(fields).length;
  for (const item of items) addNamed(fields, item);
  // Elements without names: all of them together are the record's `Data`.
  if (Object.keys(fields).length === before) addField(fields, name, isFields(value) ? textOf(value) : value);
}

/** `{"#attributes": {"Name": "Image"}, "#text": "…"}`, or with the names that other converters give these two. */
function addNamed(fields: Record<string, string>, item: unknown): void {
  if (!isFields(item)) return;
  const attributes = item['#attributes'] ?? item['@attributes'] ?? item;
  const name = isFields(attributes) ? firstText(attributes, ['Name', '@Name', '@_Name', 'name']) : null;
  if (name !== null) addField(fields, name, textOf(item) ?? '');
}

function addField(fields: Record<string, string>, name: string, value: unknown): void {
  const text = textOf(value);
  if (text === null || Object.hasOwn(fields, name) || name === '__proto__' || Object.keys(fields).length >= MOST_FIELDS) return;
  // Some exporters begin names with a small letter.
  fields[/^[a-z]+[A-Z]/.test(name) ? name.charAt(0).toUpperCase() + name.slice(1) : name] = text;
}

const ELEMENT = /<Data Name=["']([^"'<>]{1,200})["']\s{0,4}(?:\/>|>([^<]{0,65536})<\/Data>)/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([['&lt;', '<'], ['&gt;', '>'], ['&quot;', '"'], ['&apos;', "'"], ['&amp;', '&']]);

function addXml(fields: Record<string, string>, xml: string): void {
  for (const [, name = '', text = ''] of xml.matchAll(ELEMENT)) {
    addField(fields, name, text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES.get(entity) ?? entity));
  }
}

/** Winlogbeat and its kin: `winlog.event_data`, or before version 7 `event_data` at the top. */
function readBeats(object: Fields): WinRecord | null {
  const fields: Record<string, string> = {};
  for (const path of ['winlog.event_data', 'winlog.user_data', 'event_data', 'user_data']) addData(fields, under(object, path), 0);
  addDotted(fields, object);
  for (const [name, text] of elasticFields(object)) addField(fields, name, text);
  addField(fields, 'Message', object['message']);
  return made({
    id: firstText(object, ['winlog.event_id', 'event_id', 'event.code']),
    channel: firstText(object, ['winlog.channel', 'log_name', 'channel']),
    provider: firstText(object, ['winlog.provider_name', 'source_name', 'event.provider']),
    host: firstText(object, ['winlog.computer_name', 'computer_name', 'host.hostname', 'host.name', 'agent.hostname']),
    times: [...stated(firstText(object, ['@timestamp'])), ...stated(firstText(object, ['event.created']))], fields,
  });
}

const DATA = 'winlog.event_data.';

function addDotted(fields: Record<string, string>, object: Fields): void {
  for (const [name, value] of Object.entries(object)) if (name.startsWith(DATA)) addField(fields, name.slice(DATA.length), value);
}

/** NXLog, Azure, Splunk, `Get-WinEvent`: everything at the top. */
function readFlat(object: Record<string, unknown>): WinRecord | null {
  const data = object['EventData'];
  if (!inTexts(object)) return null;
  const fields = object;
  if (data !== undefined) addData(fields, data, 0);
  const provider = firstText(object, ['SourceName', 'ProviderName', 'EventSourceName', 'Provider', 'provider']);
  if (provider === 'Microsoft-Windows-Sysmon' && fields['UtcTime'] === undefined) addMessage(fields);
  return made({
    id: firstText(object, ['EventID', 'EventId', 'EventCode', 'Id', 'event_id']), provider,
    channel: firstText(object, ['Channel', 'LogName', 'channel', 'log_name']),
    host: firstText(object, ['Hostname', 'Computer', 'ComputerName', 'MachineName', 'computer_name', 'hostname']),
    times: fields['UtcTime'] === undefined ? flatTimes(object) : [], local: localTime(fields), fields,
  });
}

/** Turns values into texts in place, since copying the fields of each record would cost as much as parsing it. */
function inTexts(object: Record<string, unknown>): object is Record<string, string> {
  for (const name in object) {
    const value = object[name];
    if (typeof value === 'string') continue;
    const text = textOf(value);
    if (text === null) Reflect.deleteProperty(object, name);
    else object[name] = text;
  }
  return true;
}

const localTime = ({ TimeCreated, EventTime }: Record<string, string>): string | null => {
  const text = TimeCreated ?? EventTime;
  return text === undefined || hasZone(text) ? null : text;
};

const hasZone = (text: string): boolean => /(?:Z|[+-]\d\d:?\d\d|^\/Date\(.*)$/.test(text);

/** A time with its zone first: the others are local to whoever collected them. */
function flatTimes(object: Fields): readonly WrittenTime[] {
  const texts = ['@timestamp', 'TimeCreated', 'TimeGenerated', 'EventTime', 'SystemTime', 'timestamp'].flatMap((name) => firstText(object, [name]) ?? []);
  const zoned = texts.filter(hasZone);
  return [...zoned, ...texts.filter((text) => !zoned.includes(text))].map((text) => ({ text, utc: false }));
}

const MESSAGE_LINE = /^\s{0,8}([A-Z][A-Za-z]{1,40}): ?([^\r\n]{0,32768})$/gm;

/** Sysmon's message holds its fields by their own names, one a line. */
function addMessage(fields: Record<string, string>): void {
  for (const [, name = '', text = ''] of (fields['Message'] ?? '').matchAll(MESSAGE_LINE)) addField(fields, name, text);
}
