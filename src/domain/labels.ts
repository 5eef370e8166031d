import type { CallId, ClaimId, EvidenceId, ExposureId, FindingId, IncidentId, LogId } from './ids.ts';

/** Labels are built here alone, so that the brand is true wherever it stands. */
export const evidenceLabel = (number: number): EvidenceId => `E${number}` as EvidenceId;
export const findingLabel = (number: number): FindingId => `F${number}` as FindingId;
export const incidentLabel = (number: number): IncidentId => `I${number}` as IncidentId;
export const logLabel = (number: number): LogId => `S${number}` as LogId;
export const claimLabel = (number: number): ClaimId => `C${number}` as ClaimId;
export const callLabel = (number: number): CallId => `T${number}` as CallId;
export const exposureLabel = (number: number): ExposureId => `X${number}` as ExposureId;
