import { AGAINST_RECORDS, WEB } from '../domain/category-groups.ts';
import type { Finding } from '../domain/finding.ts';
import type { SessionState } from '../domain/session-state.ts';
import { succeeded } from '../domain/progress.ts';
import { mostTelling } from './recall.ts';

/** How a finding is to be weighed: each belongs to exactly one. */
export type Weighing = 'records' | 'web' | 'login' | 'action' | 'unclear' | 'attempt';

export function weighingOf(finding: Finding): Weighing {
  if (AGAINST_RECORDS.has(finding.category)) return 'records';
  if (finding.progress === 'cannot-tell') return 'unclear';
  if (!succeeded(finding)) return 'attempt';
  if (WEB.has(finding.category)) return 'web';
  return finding.progress === 'access' ? 'login' : 'action';
}

/** Findings weighed one by one; the rest of a flood is in the list of findings all the same. */
const ONE_BY_ONE = 12;
/** Each search reads every log once more. */
const SEARCHED = 3;

/** Nothing is weighed again once it was brought to a verdict. */
export const toWeigh = (state: SessionState, weighing: Weighing): readonly Finding[] =>
  (state.verdict !== null ? []
    : mostTelling(state.findings.filter((finding) => weighingOf(finding) === weighing)).slice(0, ONE_BY_ONE));

/** Whether this finding is among those that deserve searches of their own. */
export const deservesSearch = (state: SessionState, finding: Finding): boolean =>
  toWeigh(state, weighingOf(finding)).slice(0, SEARCHED).some(({ id }) => id === finding.id);
