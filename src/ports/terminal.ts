/** Standard output and error, as one run sees them. */
export interface Terminal {
  /** Resolves when the reader has room again; after the reader has gone away it resolves at once and writes nothing. */
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  /** True once standard output was closed by its reader. */
  gone(): boolean;
  readonly columns: number;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  readonly colour: boolean;
}
