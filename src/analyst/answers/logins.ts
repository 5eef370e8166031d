import type { Finding } from '../../domain/finding.ts';
import { counted } from '../../domain/times.ts';
import { names, refsOf } from '../describe.ts';
import { receiptOf } from '../recall.ts';
import type { Call } from '../moves/move.ts';
import { type AnswerKind, bounded, type Known, says } from './answer.ts';

const ACCEPTED: Call = { tool: 'search_events', args: { kind: 'auth', action: 'login', outcome: 'success', limit: 20 } };

/** Who got in, and who did so after failing. */
export const logins: AnswerKind = {
  name: 'logins',
  example: 'who logged in after failing',
  match: (question) => {
    const login = says(question, 'login', 'logins', 'logged', 'log', 'signed', 'accepted', 'authenticated', 'in', 'inside', 'breached', 'success');
    return login && says(question, 'who', 'anyone', 'anybody', 'someone', 'whose', 'accounts', 'which') ? 5 : 0;
  },
  need: () => [ACCEPTED],
  answer: (question, known) => {
    // A login that is merely new to this log followed no failure: those are told as notes of no weight.
    const after = known.state.findings.filter(({ category, progress, severity }) =>
      severity !== 'info' && (category === 'suspicious-login' || progress === 'access'));
    const receipt = receiptOf(known.state, ACCEPTED);
    const all = receipt === null ? [] : [{
      text: `${counted(receipt.rows, 'accepted login')} in ${counted(receipt.searchedLines, 'line')} searched.`, refs: [receipt.id],
    }];
    const none = { text: 'No finding shows a login after failing.', refs: receipt === null ? [] : [receipt.id] };
    const told = after.length === 0 ? [none] : bounded(after.map((finding) => loginLine(finding, known)));
    return says(question, 'after', 'failing', 'failed', 'failures') ? told : [...told, ...all];
  },
};

function loginLine(finding: Finding, known: Known) {
  // The account that was entered stands first; later ones are those its session touched.
  const who = finding.users.length === 0 ? 'someone' : names(finding.users.slice(0, 1), known);
  const from = finding.sources.length === 0 ? '' : ` from ${names(finding.sources, known)}`;
  return { text: `${who}${from}: ${known.format.text(finding.title)} (${finding.id}).`, refs: refsOf(finding) };
}
