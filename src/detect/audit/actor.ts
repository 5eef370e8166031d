import type { AuditFields } from './fields.ts';

/** Nobody logged in: what the system itself started. */
const UNSET = new Set(['4294967295', '-1', 'unset']);
/** Ids that mean the same on all common systems; Debian and Red Hat each have one for their web server. */
const NAMES: Readonly<Record<string, string>> = { 0: 'root', 33: 'www-data', 48: 'apache', 65534: 'nobody' };

const named = (fields: AuditFields, key: string): string | null => {
  const written = fields.get(key.toUpperCase()) ?? fields.get(key);
  if (written === undefined || UNSET.has(written)) return null;
  return NAMES[written] ?? written;
};

/** Who the process runs as: the name where the record was enriched, else the number. */
export const userOf = (fields: AuditFields): string | null => named(fields, 'uid');
/** Who logged in at first, whatever was changed since. */
export const loginUserOf = (fields: AuditFields): string | null => named(fields, 'auid');
export const wasRefused = (fields: AuditFields): boolean => /^(?:failed|fail|no|0)$/.test(fields.get('res') ?? fields.get('success') ?? '');
