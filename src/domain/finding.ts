import * as z from 'zod';
import type { LineRef } from './event.ts';
import { evidenceId, findingId, fingerprint } from './ids.ts';
import type { NonEmpty } from './result.ts';
import { SEVERITIES } from './severity.ts';

export const severitySchema = z.enum(SEVERITIES);

const CATEGORIES = [
  'brute-force', 'password-spray', 'user-enumeration', 'suspicious-login', 'privilege-escalation', 'account-change',
  'persistence', 'execution', 'credential-access', 'defense-evasion', 'discovery', 'lateral-movement', 'web-scan',
  'web-exploit', 'web-shell', 'port-scan', 'command-and-control', 'exfiltration', 'malware', 'ransomware',
  'cryptomining', 'denial-of-service', 'spam', 'prompt-injection', 'log-tampering', 'policy',
] as const;
export const categorySchema = z.enum(CATEGORIES);
export type Category = z.infer<typeof categorySchema>;

export const confidenceSchema = z.enum(['high', 'medium', 'low']);
export type Confidence = z.infer<typeof confidenceSchema>;

/**
 * How far the finding shows the actor to have come: `attempt` no sign of success, `access` got in, `action` acted
 * after or without a login, `cannot-tell` the records do not say.
 */
export const progressSchema = z.enum(['attempt', 'access', 'action', 'cannot-tell']);
export type Progress = z.infer<typeof progressSchema>;

/** ATT&CK Enterprise: tactic as its short name (`credential-access`), technique as its id (`T1110.001`). */
export const attackSchema = z.object({ tactic: z.string(), technique: z.string() });
export type Attack = z.infer<typeof attackSchema>;

/** What the context (assets, proxies, scanners, windows) changed in a finding, and by which entry. */
export const adjustmentSchema = z.object({ by: z.string(), from: z.string(), to: z.string() });

const findingBody = {
  detector: z.string(),
  category: categorySchema,
  /** Finer than the category: `sqli`, `distributed`, `uid-0` …; null where there is nothing finer. */
  family: z.string().nullable(),
  title: z.string(),
  severity: severitySchema,
  confidence: confidenceSchema,
  progress: progressSchema,
  attack: z.array(attackSchema),
  /** Attacking addresses or hosts. */
  sources: z.array(z.string()),
  targets: z.array(z.string()),
  users: z.array(z.string()),
  /** Hosts whose records show it. */
  hosts: z.array(z.string()),
  count: z.number().int().positive(),
  /** Epoch milliseconds; null where no record of it holds a time. */
  first: z.number().nullable(),
  last: z.number().nullable(),
  /** Why it was raised, in plain words, and the most likely innocent explanation. */
  reason: z.string(),
  benign: z.string(),
  /** Record fields an attacker could write that this finding rests on; empty where it rests on none. */
  taint: z.array(z.string()),
};

export const findingSchema = z.object({
  id: findingId,
  fingerprint,
  ...findingBody,
  evidence: z.tuple([evidenceId], evidenceId),
  adjusted: z.array(adjustmentSchema),
});
export type Finding = z.infer<typeof findingSchema>;

/** Why a line is cited. Telling lines come before first and last when room is short. */
export type CitedRole = 'first' | 'last' | 'telling';
export interface CitedLine extends LineRef {
  readonly role: CitedRole;
  /** Time of the event on that line, epoch milliseconds. */
  readonly time: number | null;
}

/**
 * What a detector says. `key` makes the finding itself within its detector; the same key again replaces what was said
 * before (counts grow, they are never summed by the engine).
 */
export type FindingDraft = Readonly<Omit<Finding, 'id' | 'fingerprint' | 'evidence' | 'adjusted'>> & {
  readonly key: string;
  readonly lines: NonEmpty<CitedLine>;
};
