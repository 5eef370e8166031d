import type { Result } from '../domain/result.ts';

/** Reads what a service says of itself. Loopback only; `say` is sent first where the protocol wants it. */
export interface Net {
  banner(
    port: number, say: string | null, deadlineMs: number,
  ): Promise<Result<string, { readonly why: string }>>;
}
