import type { ClaimDraft } from '../../domain/claim.ts';
import { GUESSING } from '../../domain/category-groups.ts';
import type { LineEvidence } from '../../domain/evidence.ts';
import type { Finding } from '../../domain/finding.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { standsIn } from '../../domain/stands-in.ts';
import { findingOf, isWeighed, linesOf, receiptOf } from '../recall.ts';
import { acceptedFor, search } from '../searches.ts';
import { deservesSearch, toWeigh } from '../sorting.ts';
import { claim, count, counted, sentences, text, time } from '../wording.ts';
import { type Call, type Move, SILENCE } from './move.ts';

const AGENT = 'threat-detection';
const ACCEPTED = /\b(?:accepted|succe\w+|logged in|opened)\b/i;
const REFUSED = /\b(?:fail\w*|invalid|refused|denied)\b/i;

export const weighLogin: Move = {
  name: 'weigh-login',
  agent: AGENT,
  when: (state) => toWeigh(state, 'login').filter((finding) => !isWeighed(state, AGENT, finding)).map(({ id }) => id),
  act: (state, subject) => {
    const finding = findingOf(state, subject);
    if (finding === null) return { reasoning: '' };
    const calls = deservesSearch(state, finding) ? Object.values(searchesFor(finding, state)) : [];
    return { reasoning: hypothesis(finding), calls };
  },
  say: (state, subject) => {
    const finding = findingOf(state, subject);
    if (finding === null) return SILENCE;
    const known = recall(finding, state);
    return { reasoning: weigh(finding, known), claims: claimsOf(finding, known) };
  },
};

interface Known {
  readonly login: LineEvidence | null;
  readonly guessing: Finding | null;
  readonly receipts: Readonly<Record<string, ReturnType<typeof receiptOf>>>;
}

function searchesFor(finding: Finding, state: SessionState): Readonly<Record<string, Call>> {
  const [user] = finding.users;
  const since = timeOf(acceptedLine(finding, state));
  return {
    ...(user !== undefined && {
      user: acceptedFor(user),
      key: search({ user, kind: 'auth', action: 'login', outcome: 'success', method: 'publickey' }),
      after: search({ user, kind: 'privilege', ...(since !== null && { since }) }),
    }),
  };
}

function recall(finding: Finding, state: SessionState): Known {
  const searches = Object.entries(searchesFor(finding, state));
  return {
    login: acceptedLine(finding, state),
    guessing: guessingBefore(finding, state),
    receipts: Object.fromEntries(searches.map(([name, call]) => [name, receiptOf(state, call)])),
  };
}

/** The last cited line that says who was let in from where. */
function acceptedLine({ evidence, users: [user], sources: [source] }: Finding, state: SessionState): LineEvidence | null {
  return linesOf(state, evidence).findLast((line) =>
    timeOf(line) !== null && ACCEPTED.test(line.text) && !REFUSED.test(line.text)
    && (user === undefined || standsIn(line.text, user)) && (source === undefined || standsIn(line.text, source))) ?? null;
}

const timeOf = (line: LineEvidence | null): number | null => {
  const at = Date.parse(line?.time ?? '');
  return Number.isNaN(at) ? null : at;
};

/** The earliest guessing by the same source. */
function guessingBefore({ sources: [source] }: Finding, { findings }: SessionState): Finding | null {
  const guesses = findings.filter((one) =>
    GUESSING.has(one.category) && one.first !== null && source !== undefined && one.sources.includes(source));
  return guesses.sort((a, b) => (a.first ?? 0) - (b.first ?? 0))[0] ?? null;
}

function hypothesis({ id, title, users: [user], sources: [source] }: Finding): string {
  const account = user ?? 'an account';
  return `${id}: ${title}. Hypothesis: someone who should not now has ${account}. `
    + `Against it would speak earlier logins of ${account} in the same way, or a habit of ${source ?? 'this source'}; `
    + 'for it, guessing just before, another method than usual, and raised rights just after.';
}

function weigh(finding: Finding, { login, guessing, receipts }: Known): string {
  return sentences(
    guessing === null ? 'No guessing by the same source was found before it.'
      : `The same source guessed before (${guessing.id}, ${counted(guessing.count, 'attempt')}).`,
    habit(receipts['user']?.rows ?? null), otherWay(login, receipts['key']?.rows ?? 0), aftermath(receipts['after']?.rows ?? null),
    `The innocent reading: ${finding.benign}`,
    'What the records cannot say: whether the person at the other end was the owner. Only the owner can.',
  );
}

const habit = (rows: number | null): string | null =>
  (rows === null ? null : `In all ${counted(rows, 'accepted login')} of the account ${rows === 1 ? 'is' : 'are'} on record.`);

const otherWay = (login: LineEvidence | null, byKey: number): string | null =>
  login !== null && /\bpassword\b/i.test(login.text) && byKey > 0
    ? `This login was by password; ${counted(byKey, 'other')} of the account ${byKey === 1 ? 'was' : 'were'} by key.` : null;

function aftermath(rows: number | null): string | null {
  if (rows === null) return null;
  return rows === 0 ? 'Nothing on record shows raised rights afterwards.'
    : `Afterwards ${counted(rows, 'record')} of raised rights ${rows === 1 ? 'names' : 'name'} the account.`;
}

function claimsOf(finding: Finding, known: Known): readonly ClaimDraft[] {
  return [...loginClaim(finding, known), ...habitClaims(finding, known)];
}

/** One sentence: the login, with the guessing before it where there was any. */
function loginClaim(finding: Finding, { login, guessing }: Known): readonly ClaimDraft[] {
  const [user, source] = [finding.users[0], finding.sources[0]];
  const at = timeOf(login);
  if (login === null || at === null || user === undefined || source === undefined) return [];
  const names = { user: text(user), source: text(source) };
  const cites = { evidence: [login.id], findings: [finding.id], benign: finding.benign };
  if (guessing === null || guessing.first === null || guessing.first > at) {
    return [claim('happened', 'A login of {user} from {source} was accepted at {time}.', { ...names, time: time(at) }, cites)];
  }
  return [claim(
    'sequence', '{source} starts guessing at {start} and makes {count} attempts; its login as {user} is accepted at {end}.',
    { ...names, start: time(guessing.first), count: count(guessing.count), end: time(at) },
    { ...cites, evidence: [guessing.evidence[0], login.id], findings: [guessing.id, finding.id] },
  )];
}

function habitClaims(finding: Finding, { login, receipts }: Known): readonly ClaimDraft[] {
  const [user] = finding.users;
  const cited = { findings: [finding.id] };
  const rows = (name: string, sentence: string, slot: string, value: string | undefined): readonly ClaimDraft[] => {
    const receipt = receipts[name] ?? null;
    return receipt === null || receipt.rows === 0 || value === undefined ? [] : [claim(
      'count', sentence, { [slot]: text(value), rows: count(receipt.rows) }, { ...cited, evidence: [receipt.id] },
    )];
  };
  return [
    ...rows('key', '{rows} accepted logins of {user} were by key.', 'user', user),
    ...rows('after', 'Afterwards {rows} records of raised rights name {user}.', 'user', user),
    ...quietAfter(user, login, receipts['after'] ?? null),
  ];
}

function quietAfter(user: string | undefined, login: LineEvidence | null, receipt: ReturnType<typeof receiptOf>): readonly ClaimDraft[] {
  const since = timeOf(login);
  if (user === undefined || since === null || receipt === null || receipt.rows > 0 || receipt.searchedLines === 0) return [];
  return [claim(
    'absence', 'After {since} there is no record of raised privileges for {user}.',
    { since: time(since), user: text(user) }, { evidence: [receipt.id] },
  )];
}
