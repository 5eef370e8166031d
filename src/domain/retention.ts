interface RetentionLimits {
  readonly sessions: number;
  readonly bytes: number;
}
/** Told beyond these; nothing is removed without being asked for. */
const RETENTION: RetentionLimits = { sessions: 500, bytes: 2 * 1024 ** 3 };

/** Share of a limit at which it is told. */
const TELL_FROM = 0.8;

/** Why a session is not removed without force; null where it may go. */
export const whyHeld = ({ openIncident }: { readonly openIncident: boolean }): string | null =>
  (openIncident ? 'an incident seen in it is open' : null);

/** What a person should hear of sessions of these sizes, from 80 % of a limit on; empty where there is room. */
export function retentionNotices(bytesOfEach: readonly number[], limits: RetentionLimits = RETENTION): readonly string[] {
  const bytes = bytesOfEach.reduce((sum, one) => sum + one, 0);
  const megabytes = (size: number): string => `${Math.round(size / 1024 ** 2)} MB`;
  return [
    ...notice(bytesOfEach.length, limits.sessions, `${bytesOfEach.length} of ${limits.sessions} sessions kept`),
    ...notice(bytes, limits.bytes, `sessions take ${megabytes(bytes)} of ${megabytes(limits.bytes)}`),
  ];
}

function notice(now: number, limit: number, words: string): readonly string[] {
  if (now < limit * TELL_FROM) return [];
  return [`${words}: ${now > limit ? 'over the limit' : 'near the limit'}, \`soc sessions rm\` makes room`];
}
