import * as z from 'zod';

/**
 * Labels inside one session: `F3` finding, `E12` evidence, `I1` incident, `S2` log source, `C4` claim, `T7` tool call,
 * `X1` exposure. Across sessions they are written `<session>/F3`. Stable identity is the fingerprint.
 */
const label = <Letter extends string>(letter: Letter) =>
  z.string().regex(new RegExp(`^${letter}[1-9][0-9]{0,8}$`)).brand<Letter>();

export const sessionId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/).brand<'SessionId'>();
export const findingId = label('F');
export const evidenceId = label('E');
export const incidentId = label('I');
export const logId = label('S');
export const claimId = label('C');
export const callId = label('T');
export const exposureId = label('X');
/** Lower-case hex SHA-256. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/).brand<'Sha256'>();
/** Identity of a finding or incident over sessions: 16 hex digits of a SHA-256 over what makes it itself. */
export const fingerprint = z.string().regex(/^[0-9a-f]{16}$/).brand<'Fingerprint'>();

export type SessionId = z.infer<typeof sessionId>;
export type FindingId = z.infer<typeof findingId>;
export type EvidenceId = z.infer<typeof evidenceId>;
export type IncidentId = z.infer<typeof incidentId>;
export type LogId = z.infer<typeof logId>;
export type ClaimId = z.infer<typeof claimId>;
export type CallId = z.infer<typeof callId>;
export type ExposureId = z.infer<typeof exposureId>;
export type Sha256 = z.infer<typeof sha256>;
export type Fingerprint = z.infer<typeof fingerprint>;
