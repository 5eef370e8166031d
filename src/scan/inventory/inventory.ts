/** A package as the system's own database holds it. */
export interface InstalledPackage {
  readonly name: string;
  /** With epoch and revision, as written. */
  readonly version: string;
  /** The source package, where it has another name. */
  readonly source: string;
  /** The lines it was read from. */
  readonly record: string;
}

/** A database of installed packages: where it is kept and how it reads. `parse` never throws and takes linear time. */
export interface Inventory {
  readonly name: string;
  readonly path: string;
  parse(text: string): readonly InstalledPackage[];
}
