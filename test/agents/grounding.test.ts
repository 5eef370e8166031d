import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../src/agents/grounding.ts';
import { searchEvents } from '../../src/tools/search-events.ts';
import { claim, count, span, text, time } from '../../src/analyst/wording.ts';
import type { ClaimDraft } from '../../src/domain/claim.ts';
import type { EvidenceId, FindingId } from '../../src/domain/ids.ts';
import { at, finding, GUESSED, line, query } from '../support/case-file.ts';

const searches = [
  query('E10', { user: 'deploy', kind: 'auth', outcome: 'success', limit: 6 }, 14),
  query('E11', { source: '198.51.100.4', kind: 'auth', outcome: 'success' }, 0),
  query('E12', { user: 'deploy', text: 'publickey', kind: 'auth' }, 0),
  query('E13', { user: 'ceo' }, 0, 0),
  query('E14', { user: 'deploy', kind: 'privilege', since: at('07:50:00') }, 0),
  query('E15', {}, 0),
];
const odd = [
  line('E20', '08:00:00', 'Mar  3 08:00:00 web7 sshd[286]: Failed password for invalid user 192.0.2.66 from 203.0.113.90 port 5 ssh2'),
  line('E21', '08:00:01', 'Mar  3 08:00:01 web7 sshd[287]: Failed password for deploy-agent from 110.0.0.12 port 5 ssh2'),
];
const known = {
  evidence: new Map([...GUESSED.lines, ...searches, ...odd].map((one) => [one.id, one])),
  findings: [...GUESSED.findings, finding('F9', ['E20'], { sources: ['203.0.113.90'], users: ['192.0.2.66', '1234'], first: at('08:00:00'), last: at('08:00:00') })],
};
const ids = (evidence: string, findings = '') => ({
  evidence: evidence.split(' ').filter(Boolean) as EvidenceId[], findings: findings.split(' ').filter(Boolean) as FindingId[],
});

const TRUE: Readonly<Record<string, ClaimDraft>> = {
  'a login in a cited line': claim('happened', 'A login of {user} from {source} was accepted at {time}.',
    { user: text('deploy'), source: text('203.0.113.9'), time: time(at('07:41:10')) }, ids('E3')),
  'a count of a finding': claim('count', '{source} failed {count} times.', { source: text('203.0.113.9'), count: count(286) }, ids('', 'F1')),
  'a sum over findings': claim('count', 'Attempts in all: {count}.', { count: count(298) }, ids('', 'F1 F5')),
  'rows of a search': claim('count', '{user} has {rows} accepted logins.', { user: text('deploy'), rows: count(14) }, ids('E10')),
  'an order': claim('sequence', 'Guessing starts at {a}, the login of {user} comes at {b}.',
    { a: time(at('06:58:02')), b: time(at('07:41:10')), user: text('deploy') }, ids('E3', 'F1')),
  'a distance': claim('sequence', 'From the login at {a} to root at {b} it took {span}.',
    { a: time(at('07:41:10')), b: time(at('07:41:25')), span: span(15_000) }, ids('E3 E4')),
  'a cause': claim('cause', 'The login of {user} at {a} made the command at {b} possible.',
    { user: text('deploy'), a: time(at('07:41:10')), b: time(at('07:41:25')) }, ids('E3 E4')),
  'an absence with its receipt': claim('absence', 'There is no accepted login from {source}.', { source: text('198.51.100.4') }, ids('E11')),
  'an absence after a time': claim('absence', 'After {since} no command with raised rights by {user}.',
    { since: time(at('07:50:00')), user: text('deploy') }, ids('E14')),
  'an accusation a finding bears out': claim('attribution', '{source} took the account {user}.',
    { source: text('203.0.113.9'), user: text('deploy') }, ids('', 'F2')),
  'an assessment that denies with a receipt': claim('assessment', 'With no accepted login from {source} on record, {source} stayed outside.',
    { source: text('198.51.100.4') }, ids('E11', 'F5')),
  'an account whose name is digits': claim('identity', 'The account {user} was tried by {source}.',
    { user: text('1234'), source: text('203.0.113.90') }, ids('', 'F9')),
};

const deploy = text('deploy');
const FALSE: Readonly<Record<string, ClaimDraft>> = {
  'an evidence id nobody minted': claim('happened', 'A login of {user}.', { user: deploy }, ids('E99')),
  'a finding nobody raised': claim('count', '{count} attempts.', { count: count(286) }, ids('', 'F77')),
  'no citation at all': claim('assessment', 'The host is compromised.', {}, ids('')),
  'a digit outside the slots': claim('happened', 'There were 900 logins of {user}.', { user: deploy }, ids('E3')),
  'an Arabic-Indic digit outside the slots': claim('happened', 'There were ٩ logins of {user}.', { user: deploy }, ids('E3')),
  'a number spelled out': claim('happened', 'Hundreds of logins of {user} were accepted.', { user: deploy }, ids('E3')),
  'a host name outside the slots': claim('happened', '{user} came from evil.example.', { user: deploy }, ids('E3')),
  'an IPv6 address without digits': claim('happened', '{user} came from fe::abc.', { user: deploy }, ids('E3')),
  'a path outside the slots': claim('happened', '{user} ran /bin/sh here.', { user: deploy }, ids('E3')),
  'a quotation': claim('happened', '{user} said "let me in".', { user: deploy }, ids('E3')),
  'a digit in the benign reading': { ...claim('happened', 'A login of {user}.', { user: deploy }, ids('E3')), benign: 'It was 13 times by key.' },
  'a slot without a value': claim('happened', 'A login of {user} from {source}.', { user: deploy }, ids('E3')),
  'a value without a slot': claim('happened', 'A login.', { user: deploy }, ids('E3')),
  'a user who is in another line': claim('happened', 'A login of {user}.', { user: text('support') }, ids('E3')),
  'an address that only ends alike': claim('happened', 'A failure from {source}.', { source: text('10.0.0.1') }, ids('E21')),
  'an address that is cut short': claim('happened', 'A login from {source}.', { source: text('203.0.113.9') }, ids('E20')),
  'an account that is part of another': claim('happened', 'A failure of {user}.', { user: deploy }, ids('E21')),
  'a process id as a number of failures': claim('happened', '{n} failures.', { n: text('286') }, ids('E20')),
  'a time no record has': claim('happened', 'A login of {user} at {time}.', { user: deploy, time: time(at('07:41:11')) }, ids('E3')),
  'the time of another record': claim('happened', 'A login of {user} at {time}.', { user: deploy, time: time(at('06:58:02')) }, ids('E1 E3')),
  'a count that is off by one': claim('count', '{count} attempts.', { count: count(287) }, ids('', 'F1')),
  'the count of another source': claim('count', '{source} failed {count} times.', { source: text('198.51.100.4'), count: count(286) }, ids('', 'F1 F5')),
  'a sum that mixes in others': claim('count', '{source} failed {count} times.', { source: text('198.51.100.4'), count: count(298) }, ids('', 'F1 F5')),
  'rows of another search': claim('count', '{user} logged in {rows} times.', { user: text('support'), rows: count(14) }, ids('E10')),
  'a count without a number': claim('count', 'Many attempts of {source}.', { source: text('203.0.113.9') }, ids('', 'F1')),
  'user and source of two records': claim('happened', '{user} failed from {source}.', { user: text('deploy-agent'), source: text('203.0.113.90') }, ids('E20 E21')),
  'an order that runs the other way': claim('sequence', 'The login of {user} at {a}, then guessing from {b}.',
    { user: deploy, a: time(at('07:41:10')), b: time(at('06:58:02')) }, ids('E3', 'F1')),
  'an order with one time': claim('sequence', 'Then came the login at {a}.', { a: time(at('07:41:10')) }, ids('E3')),
  'a distance nobody measured': claim('sequence', 'From {a} to {b} it took {span}.',
    { a: time(at('07:41:10')), b: time(at('07:41:25')), span: span(14_000) }, ids('E3 E4')),
  'a cause without a shared name': claim('cause', 'The failure of {user} at {a} made the new account at {b}.',
    { user: text('root'), a: time(at('06:58:02')), b: time(at('07:43:02')) }, ids('E1 E5')),
  'an absence without a receipt': claim('absence', 'There is no login of {user}.', { user: text('support') }, ids('E3')),
  'an absence against a search that found rows': claim('absence', 'There is no accepted login of {user}.', { user: deploy }, ids('E10')),
  'an absence of whom nobody searched for': claim('absence', 'There is no accepted login from {source}.', { source: text('203.0.113.9') }, ids('E11')),
  'an absence wider than its search': claim('absence', 'There is no login of {user}.', { user: deploy }, ids('E12')),
  'an absence in no lines': claim('absence', 'There is no record of {user}.', { user: text('ceo') }, ids('E13')),
  'an absence that forgets its start': claim('absence', 'There is no command with raised rights by {user}.', { user: deploy }, ids('E14')),
  'an absence of failures from a search for successes': claim('absence', 'There is no failed login from {source}.', { source: text('198.51.100.4') }, ids('E11')),
  'an absence told as something that happened': claim('happened', 'Nobody logged in as {user}.', { user: deploy }, ids('E3')),
  'an absence told as an assessment': claim('assessment', 'Nobody got in.', {}, ids('', 'F1')),
  'a user shown only by a search that found none': claim('happened', '{user} is in the records.', { user: text('198.51.100.4') }, ids('E11')),
  'an address an attacker typed as a user name': claim('attribution', '{source} is behind it.', { source: text('192.0.2.66') }, ids('E20', 'F9')),
  'an assessment that rests on a finding alone': claim('assessment', 'This login of {user} is odd.', { user: deploy }, ids('', 'F2')),
  'an assessment that nothing could contradict': claim('assessment', 'This should be held against a second source.', {}, ids('E3', 'F2')),
  'an innocent reading of its own with a number in it': claim('happened', 'A login of {user}.', { user: deploy }, { ...ids('E3'), benign: 'It happens 5 times a day.' }),
  'an identity of nobody': claim('identity', 'The owner did it.', {}, ids('E3')),
};

describe('grounding', () => {
  it.each(Object.entries(TRUE))('supports %s', (_name, draft) => {
    expect(judgeClaim(draft, known, [searchEvents])).toEqual({ state: 'supported' });
  });

  it.each(Object.entries(FALSE))('does not support %s', (_name, draft) => {
    expect(judgeClaim(draft, known, [searchEvents])).toMatchObject({ state: 'unsupported' });
  });
});
