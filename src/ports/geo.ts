import type { Result } from '../domain/result.ts';

export interface Whereabouts {
  readonly country: string | null;
  readonly city: string | null;
  /** `AS64500 Example Net`. */
  readonly network: string | null;
}

/** Where addresses are, by a database in the MaxMind form that the analyst brings. */
export type OpenGeo = (path: string) => Promise<Result<(address: string) => Whereabouts | null, string>>;
