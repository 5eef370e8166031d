import type { InstalledPackage, Inventory } from './inventory.ts';

const KEPT = ['Package', 'Status', 'Source', 'Version'] as const;
type Field = (typeof KEPT)[number];

/** `/var/lib/dpkg/status`: RFC 822 stanzas, of which only those with the state `installed` are there. */
export const dpkg: Inventory = {
  name: 'dpkg',
  path: '/var/lib/dpkg/status',
  parse: (text) => text.split(/\n\n+/).flatMap((stanza) => packageOf(stanza) ?? []),
};

function packageOf(stanza: string): InstalledPackage | null {
  const fields = new Map<Field, string>();
  for (const line of stanza.split('\n')) {
    const field = KEPT.find((name) => line.startsWith(`${name}: `));
    if (field !== undefined && !fields.has(field)) fields.set(field, line.slice(field.length + 2).trim());
  }
  const [name, version] = [fields.get('Package'), fields.get('Version')];
  if (name === undefined || version === undefined || !isInstalled(fields.get('Status') ?? '')) return null;
  return {
    name, version, source: (fields.get('Source') ?? name).split(' ', 1)[0] ?? name,
    record: KEPT.flatMap((field) => (fields.has(field) ? [`${field}: ${fields.get(field) ?? ''}`] : [])).join('\n'),
  };
}

/** Three words: what is wanted, whether there is an error, and what is. */
const isInstalled = (status: string): boolean => status.split(' ')[2] === 'installed';
