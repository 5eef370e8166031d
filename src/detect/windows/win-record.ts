/** One record of the Windows event log, whatever wrote it down. */
export interface WinRecord {
  readonly channel: string | null;
  readonly provider: string | null;
  readonly eventId: number;
  readonly host: string | null;
  /** Times as written, best first. */
  readonly times: readonly WrittenTime[];
  /** The collector's own clock, without a zone; null where there is none. */
  readonly local: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

export interface WrittenTime {
  readonly text: string;
  /** Written without a zone, and known to be UTC all the same. */
  readonly utc: boolean;
}
