import type { Event, EventKind } from '../domain/event.ts';
import type { FindingDraft } from '../domain/finding.ts';
import type { LoginLedger } from './login-ledger.ts';
import type { TextLine } from './text-line.ts';
import type { SitePages } from './web/site-pages.ts';

export type EmitFinding = (draft: FindingDraft) => void;

/**
 * State of one detector over one run. An event is its own until `on` returns: what it keeps of one it copies. `on` only updates state (it is the hot path); `drain` says what is new or
 * changed since the last drain, in a deterministic order, and may be called at any moment: after every batch when
 * live, once at the end otherwise, with the same findings in the end. Windows are event time. State is bounded:
 * what is evicted is counted in `evicted`.
 */
export interface DetectorRun {
  on(event: Event): void;
  /** For the few that must see the text itself. Lines come log by log: no order of time over logs. */
  read?(text: string, line: TextLine): void;
  drain(emit: EmitFinding): void;
  evicted(): number;
}

/** What detectors know together: counted or learnt once for all, before `on` sees an event. */
export interface Shared {
  /** Failed logins. */
  readonly ledger: LoginLedger;
  /** What each site answers. */
  readonly pages: SitePages;
  /** How many logs are read: what only another log can tell is not kept where there is none. */
  readonly logs: number;
}

export interface Detector {
  readonly name: string;
  /** What it looks for, in a few words, for "searched …" lines. */
  readonly looksFor: string;
  readonly kinds: readonly EventKind[];
  /** Of logins it wants those that worked, and forged records: most logs hold little but failures. */
  readonly successesOnly?: true;
  /** Of requests it wants those that look like attacks, or these and all that were refused: most are neither. */
  readonly requestsOnly?: 'suspicious' | 'suspicious-or-refused';
  readonly open: (shared: Shared) => DetectorRun;
}
