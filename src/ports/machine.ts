export interface MachineReport {
  /** Version of Node. */
  readonly node: string;
  readonly programs: readonly { readonly name: string; readonly found: boolean; readonly for: string }[];
  readonly logs: readonly { readonly path: string; readonly readable: boolean; readonly why: string }[];
  readonly root: boolean;
}

/** What `doctor` asks of the machine: programs that can be run, and usual logs of this host. Changes nothing. */
export type LookAtMachine = () => Promise<MachineReport>;
