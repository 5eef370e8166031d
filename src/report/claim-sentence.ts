import type { ClaimDraft } from '../domain/claim.ts';
import { renderClaim } from '../domain/claim-text.ts';
import { countText, isoTime, spanText } from '../domain/times.ts';

/** A claim as a sentence for a document: whole times in UTC. */
export const claimSentence = (claim: Pick<ClaimDraft, 'text' | 'values'>): string =>
  renderClaim(claim, { text: (value) => value, time: isoTime, count: countText, span: spanText });
