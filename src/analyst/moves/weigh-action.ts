import type { ClaimDraft, ClaimValue } from '../../domain/claim.ts';
import { FOOTHOLD } from '../../domain/category-groups.ts';
import type { Finding } from '../../domain/finding.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { findingOf, isWeighed, receiptOf } from '../recall.ts';
import { acceptedFor } from '../searches.ts';
import { deservesSearch, toWeigh } from '../sorting.ts';
import { claim, count, counted, sentences, text, time } from '../wording.ts';
import { type Call, type Move, SILENCE } from './move.ts';

const AGENT = 'threat-detection';
/** Lines one claim cites beside its finding. */
const CITED = 3;

export const weighAction: Move = {
  name: 'weigh-action',
  agent: AGENT,
  when: (state) => toWeigh(state, 'action').filter((finding) => !isWeighed(state, AGENT, finding)).map(({ id }) => id),
  act: (state, subject) => {
    const finding = findingOf(state, subject);
    if (finding === null) return { reasoning: '' };
    const search = deservesSearch(state, finding) ? searchFor(finding) : null;
    return { reasoning: hypothesis(finding), calls: search === null ? [] : [search] };
  },
  say: (state, subject) => {
    const finding = findingOf(state, subject);
    return finding === null ? SILENCE : { reasoning: weigh(finding, state), claims: claimsOf(finding, state) };
  },
};

/** A way back in is dangerous when it is used; any other deed leads back to who came in to do it. */
const accountOf = (finding: Finding): string | undefined =>
  (FOOTHOLD.has(finding.category) ? finding.targets[0] : undefined) ?? finding.users[0];

function searchFor(finding: Finding): Call | null {
  const account = accountOf(finding);
  return account === undefined ? null : acceptedFor(account);
}

function hypothesis(finding: Finding): string {
  const account = accountOf(finding);
  return `${finding.id}: ${finding.title}. Hypothesis: an intruder acts${account === undefined ? '' : `, and ${account} is the way in or back`}. `
    + 'Against it would speak a known administrator, a package installed at the same moment, or a window of maintenance.';
}

function weigh(finding: Finding, state: SessionState): string {
  const search = searchFor(finding);
  const receipt = search === null ? null : receiptOf(state, search);
  const account = accountOf(finding) ?? '';
  return sentences(
    finding.reason,
    receipt === null ? null : receipt.rows === 0 ? `No login of ${account} is on record in these logs.`
      : `${counted(receipt.rows, 'record')} of accepted logins ${receipt.rows === 1 ? 'names' : 'name'} ${account}.`,
    `The innocent reading: ${finding.benign}`,
    finding.taint.length === 0 ? null : `An attacker could have written: ${finding.taint.join(', ')}.`,
  );
}

function claimsOf(finding: Finding, state: SessionState): readonly ClaimDraft[] {
  return [...deedOf(finding), ...loginClaims(finding, state)];
}

/** Said once, however many findings are about the account. */
function loginClaims(finding: Finding, state: SessionState): readonly ClaimDraft[] {
  const search = searchFor(finding);
  const receipt = search === null ? null : receiptOf(state, search);
  const account = accountOf(finding);
  if (receipt === null || account === undefined || receipt.searchedLines === 0) return [];
  if (state.claims.some(({ evidence }) => evidence.includes(receipt.id))) return [];
  return [receipt.rows === 0
    ? claim('absence', 'There is no record of an accepted login of {account}.', { account: text(account) }, { evidence: [receipt.id] })
    : claim('count', '{rows} records of accepted logins name {account}.', { rows: count(receipt.rows), account: text(account) },
      { evidence: [receipt.id], findings: [finding.id] })];
}

/** Who acted is told only where the one acted on is somebody else; a deed of nobody on nothing is no claim. */
function deedOf(finding: Finding): readonly ClaimDraft[] {
  const values: Record<string, ClaimValue> = {};
  const [target] = finding.targets;
  const actor = finding.users.find((user) => !finding.targets.includes(user));
  if (actor !== undefined) values['user'] = text(actor);
  if (target !== undefined) values['account'] = text(target);
  if (finding.first !== null) values['time'] = time(finding.first);
  if (actor === undefined && target === undefined) return [];
  const who = actor === undefined ? 'Someone' : '{user}';
  const what = target === undefined ? '' : ', touching {account}';
  const when = finding.first === null ? '' : ' at {time}';
  return [claim('happened', `${who} acted${when}${what}: ${WORDS[finding.category] ?? 'a deed beyond logging in'}.`, values,
    { findings: [finding.id], evidence: finding.evidence.slice(0, CITED), benign: finding.benign })];
}

const WORDS: Partial<Record<Finding['category'], string>> = {
  'privilege-escalation': 'rights were raised',
  'account-change': 'an account or group was changed',
  persistence: 'a way back was left',
  execution: 'a command was run',
  'credential-access': 'credentials were reached for',
  'lateral-movement': 'another host was reached from here',
};
