import type { Category } from '../../domain/finding.ts';
import type { WebFamily } from './signature.ts';

/**
 * How one family is told and judged. `success` says where it would show: in the content of the answer, somewhere an
 * access log does not look (`elsewhere`), possibly in the answer (`unclear`), or not on the server at all (`none`).
 */
export interface AttackKind {
  readonly category: Category;
  readonly title: string;
  readonly carries: string;
  readonly tactic: string;
  readonly technique: string;
  readonly success: 'content' | 'elsewhere' | 'unclear' | 'none';
  readonly scouting: boolean;
  readonly sure: boolean;
  readonly benign: string;
}

const INJECTED = 'A security test by the owner of the site, or an editor whose users may write such text.';
const exploit = (title: string, carries: string, success: AttackKind['success'], sure = true): AttackKind => ({
  category: 'web-exploit', title, carries, tactic: 'initial-access', technique: 'T1190', success, scouting: false, sure,
  benign: INJECTED,
});
const scouting = (title: string, carries: string, success: AttackKind['success'], benign: string): AttackKind => ({
  category: 'web-scan', title, carries, tactic: 'reconnaissance', technique: 'T1595.002', success, scouting: true,
  sure: true, benign,
});

/** Families that have detectors of their own (files, shells, scanners by name) are null. */
const KINDS: Readonly<Record<WebFamily, AttackKind | null>> = {
  sqli: exploit('SQL injection', 'SQL in a parameter', 'unclear'),
  nosqli: exploit('NoSQL injection', 'query operators in a parameter', 'unclear'),
  xss: { ...exploit('Cross-site scripting', 'script or markup in a parameter', 'none'), technique: 'T1059.007', tactic: 'execution' },
  'path-traversal': exploit('Path traversal', 'steps out of the web folder', 'content'),
  lfi: exploit('Local file inclusion', 'names of system files', 'content'),
  rfi: exploit('Remote file inclusion', 'addresses of foreign files to include', 'unclear', false),
  ssrf: exploit('Server-side request forgery', 'addresses of internal services', 'unclear', false),
  cmdi: exploit('Command injection', 'shell commands in a parameter', 'unclear'),
  'php-injection': exploit('PHP code injection', 'PHP code in a parameter', 'unclear'),
  'code-injection': exploit('Code injection', 'program code in a parameter', 'unclear'),
  ssti: exploit('Template injection', 'template expressions in a parameter', 'unclear', false),
  'jndi-injection': exploit('JNDI injection (Log4Shell and its like)', 'lookups that make a logger fetch code', 'elsewhere'),
  shellshock: exploit('Shellshock', 'function definitions for a shell', 'elsewhere'),
  'prototype-pollution': exploit('Prototype pollution', 'names that change the base of all objects', 'unclear', false),
  xxe: exploit('XML external entity injection', 'entity definitions', 'unclear', false),
  'ldap-injection': exploit('LDAP injection', 'LDAP filters in a parameter', 'unclear', false),
  deserialization: exploit('Injection of serialised objects', 'objects that run code when they are read', 'unclear'),
  'header-injection': exploit('Header injection', 'line ends followed by header names', 'unclear', false),
  'buffer-overflow': exploit('Overlong filling', 'hundreds of equal characters', 'unclear', false),
  'known-exploit': scouting('Probing for known flaws', 'paths of known exploits', 'unclear',
    'A vulnerability scan by the owner, or a product of that name that is really installed here.'),
  'open-proxy': scouting('Probing for an open proxy', 'addresses of other sites', 'none', 'A client set to use a proxy by mistake.'),
  'protocol-probe': scouting('Probing with other protocols', 'bytes of other protocols', 'none', 'A program pointed at the wrong port.'),
  'sensitive-file': null,
  'web-shell': null,
  scanner: null,
};

export const attackKind = (family: string): AttackKind | null =>
  Object.hasOwn(KINDS, family) ? KINDS[family as WebFamily] : null;
