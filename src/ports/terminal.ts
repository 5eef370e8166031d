/** Standard output and error, as one run sees them. */
export interface Terminal {
  /**
   * Resolves when the text is written, at the pace of the reader; after the reader has gone away it resolves at once
   * and writes nothing. Rejects with a `Trouble` where it cannot be written, as on a full disk.
   */
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  readonly columns: number;
  /** 24 where nobody says. */
  readonly rows: number;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  readonly colour: boolean;
}
