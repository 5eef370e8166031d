import { WEB } from '../../domain/category-groups.ts';
import { webAnswerIn } from '../cited-line.ts';
import type { Case, Condition } from './case.ts';
import { actsOf, citedBy, idsOf, met, notCheckable, succeeded, unmet } from './case.ts';

/** Logs that would show what a web server's account did on the host. */
const HOST_FORMATS = ['sudo', 'auth', 'sshd', 'cron', 'useradd', 'audit', 'pam', 'su'];

const webSuccesses = ({ members }: Case) =>
  members.filter((finding) => WEB.has(finding.category) && succeeded(finding));

const answers = (matter: Case) => citedBy(webSuccesses(matter), matter.evidenceOf)
  .flatMap(({ id, text }) => {
    const answer = webAnswerIn(text);
    return answer ? [{ id, ...answer }] : [];
  });

const answered: Condition = {
  name: 'answered unlike a page that is not there',
  weight: 'proof',
  check: (matter) => {
    const successes = webSuccesses(matter);
    if (successes.length === 0) return unmet('no request was answered as if it had worked');
    const all = answers(matter);
    if (all.length === 0) return notCheckable('no cited line shows a status');
    const good = all.filter(({ status }) => status < 400);
    return good.length > 0 ? met(`answered with status ${good[0]?.status ?? ''}`, good.map(({ id }) => id))
      : unmet('every cited answer is an error', all.map(({ id }) => id));
  },
};

const served: Condition = {
  name: 'content was served',
  weight: 'grounds',
  check: (matter) => {
    const good = answers(matter).filter(({ status }) => status < 400);
    if (good.length === 0) return notCheckable('no answer to look at');
    const known = good.filter(({ bytes }) => bytes !== null);
    if (known.length === 0) return notCheckable('the log does not say how much was sent');
    const full = known.filter(({ bytes }) => (bytes ?? 0) > 0);
    return full.length > 0 ? met('the answer had a body', full.map(({ id }) => id))
      : unmet('the answers were empty', known.map(({ id }) => id));
  },
};

const hostAgrees: Condition = {
  name: 'host records agree',
  weight: 'strong',
  check: (matter) => {
    const acts = actsOf(matter).filter(({ category }) => !WEB.has(category));
    if (acts.length > 0) return met('acts on the host follow', idsOf(acts));
    const hasHostLog = matter.reads.some(({ formats }) =>
      formats.some((format) => HOST_FORMATS.some((part) => format.includes(part))));
    return hasHostLog ? unmet('the host logs given show no act that follows from it')
      : notCheckable('no host log was given');
  },
};

export const WEB_CONDITIONS: readonly Condition[] = [answered, served, hostAgrees];
