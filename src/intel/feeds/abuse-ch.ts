import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import type { Told } from '../reading/entry.ts';
import type { Row } from '../reading/json-values.ts';
import { at, isRow, joined, numberOf, rowsOf, textOf } from '../reading/json-values.ts';
import type { Reader } from './reader.ts';
import { feedTime } from '../reading/times.ts';
import { useOf } from '../reading/uses.ts';

/**
 * The JSON forms of abuse.ch: URLhaus, ThreatFox, Feodo Tracker and MalwareBazaar, as dumps keyed by number, as plain
 * lists, and as answers of their services. Their CSV forms are read as any CSV.
 */
export const abuseCh: Reader = {
  name: 'abuse-ch',
  fits: ({ json }) => recordsIn(json).slice(0, 5).some((row) => toldOf(row).length > 0),
  read: ({ json }, collector) => {
    for (const [index, row] of recordsIn(json).entries()) {
      const told = toldOf(row);
      if (told.length === 0) collector.refuse(0, `record ${index + 1} holds no indicator`);
      for (const one of told) collector.add(one, 0);
    }
  },
};

function recordsIn(json: unknown): readonly Row[] {
  if (Array.isArray(json)) return rowsOf(json);
  for (const name of ['data', 'urls', 'iocs', 'payloads']) {
    const list = at(json, name);
    if (Array.isArray(list)) return rowsOf(list);
  }
  if (!isRow(json)) return [];
  const entries = Object.entries(json);
  return entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))
    ? entries.flatMap(([, value]) => (isRow(value) ? [value] : rowsOf(value))) : [];
}

type Said = Omit<Told, 'kind' | 'value'>;

/** The four kinds of record, told apart by the members that each alone has. */
const RECORDS: readonly { readonly is: (row: Row) => boolean; readonly told: (row: Row, said: Said) => readonly Told[] }[] = [
  { is: (row) => 'ioc_value' in row || ('ioc' in row && 'ioc_type' in row), told: ofThreatFox },
  { is: (row) => 'url' in row && ('url_status' in row || 'threat' in row), told: (row, said) => [{ kind: 'url', value: textOf(row['url']), ...said, use: 'malware' }] },
  { is: (row) => 'ip_address' in row && 'malware' in row, told: ofFeodo },
  { is: (row) => 'sha256_hash' in row, told: (row, said) => digests(row).map((one) => ({ ...one, ...said, use: use(said.note ?? '') })) },
];

function toldOf(row: Row): readonly Told[] {
  const note = joined(row['malware_printable'], row['malware'], row['threat_type_desc'] ?? row['threat_type'], row['threat'], row['signature'], row['tags']);
  return RECORDS.find(({ is }) => is(row))?.told(row, {
    note, first: feedTime(row['first_seen_utc'] ?? row['first_seen'] ?? row['dateadded'] ?? row['date_added']),
    last: feedTime(row['last_seen_utc'] ?? row['last_seen'] ?? row['last_online']), confidence: numberOf(row['confidence_level']),
  }) ?? [];
}

function ofThreatFox(row: Row, said: Said): readonly Told[] {
  const named = /c(?:&|n)?c|botnet/i.test(textOf(row['threat_type'])) ? 'c2' as const : useOf(said.note ?? '');
  return [{ kind: kindOfType(textOf(row['ioc_type'])), value: textOf(row['ioc_value'] ?? row['ioc']), ...said, use: named === 'unknown' ? 'malware' : named }];
}

function ofFeodo(row: Row, said: Said): readonly Told[] {
  const [address, port] = [textOf(row['ip_address']), textOf(row['port'])];
  return [/^\d+$/.test(port) ? { kind: 'ip-port', value: `${address}:${port}`, ...said, use: 'c2' } : { kind: 'ipv4', value: address, ...said, use: 'c2' }];
}

const use = (note: string) => {
  const said = useOf(note);
  return said === 'ransomware' || said === 'mining' ? said : 'malware' as const;
};

const digests = (row: Row): readonly Told[] =>
  (['sha256', 'sha1', 'md5'] as const).flatMap((kind) => {
    const value = textOf(row[`${kind}_hash`]);
    return value === '' ? [] : [{ kind, value }];
  });

function kindOfType(type: string): IndicatorKind | null {
  const bare = type.replace(/_hash$/, '');
  switch (bare) {
    case 'ip:port': return 'ip-port';
    case 'domain': case 'url': case 'md5': case 'sha1': case 'sha256': return bare;
    case 'envelope_from': case 'body_from': return 'email';
    default: return null;
  }
}
