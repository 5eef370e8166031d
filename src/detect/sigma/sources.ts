import type { Event, EventKind } from '../../domain/event.ts';
import { AUDITD, DNS, FILES, FIREWALL, PROCESSES, PROXY, TEXTS, WEB_SERVER } from './other-sources.ts';
import type { SourceName } from './rule.ts';
import { windowsSource } from './windows-sources.ts';

export type ReadField = (event: Event, name: string) => string | null;

/** The events that a log source of a rule names, and what the rule's field names mean there. */
export interface Source {
  readonly name: string;
  readonly kinds: readonly EventKind[];
  /** Whether events that agree in kind, channel and number may be of it; asked once for all of them. */
  readonly mayHold: (event: Event) => boolean;
  readonly holds: (event: Event) => boolean;
  /** Fields in which events that agree in kind, channel and number agree, too. */
  readonly fixed: readonly string[];
  /** Ways to read one event; a rule matches where one way does. */
  readonly views: readonly ReadField[];
  /** Every field's value, for keywords; null where keywords are looked for in the line itself. */
  readonly values: ((event: Event) => readonly string[]) | null;
  /** What it shows is what a peer tried, not what a host did. */
  readonly attempts: boolean;
}

export const nameOfSource = ({ product, category, service }: SourceName): string =>
  [product, category, service].filter((part) => part !== null).join('/');

/** Sources other than Windows, by what of a name they ask for. */
const ROWS: readonly (SourceName & { readonly source: Source })[] = [
  { product: 'linux', category: 'process_creation', service: null, source: PROCESSES },
  { product: 'linux', category: 'file_event', service: null, source: FILES },
  { product: 'linux', category: null, service: 'auditd', source: AUDITD },
  { product: null, category: 'webserver', service: null, source: WEB_SERVER },
  { product: null, category: 'proxy', service: null, source: PROXY },
  { product: null, category: 'dns', service: null, source: DNS },
  { product: null, category: 'firewall', service: null, source: FIREWALL },
];

/** The events a rule is about; null where nothing here reads such a log. */
export function sourceOf(name: SourceName): Source | null {
  const { product, category, service } = name;
  if (product === 'windows') return windowsSource(name);
  const row = ROWS.find((one) => one.product === product && one.category === category && one.service === service);
  if (row) return row.source;
  return product === 'linux' && category === null ? TEXTS.get(service ?? '') ?? null : null;
}

export function sourceTrouble(name: SourceName): string | null {
  if (name.product === null && name.category === null && name.service === null) return '`logsource` names nothing';
  return sourceOf(name) ? null : `log source \`${nameOfSource(name)}\`: nothing here reads such a log`;
}
