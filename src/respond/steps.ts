import { WEB } from '../domain/category-groups.ts';
import type { ResponseStep } from '../domain/incident.ts';
import { sameHost } from '../domain/within.ts';
import { accountSteps } from './account-steps.ts';
import { blockSteps } from './block-steps.ts';
import { commandLine, commandLines, isPlainAccount } from './command-text.ts';
import { cite, hostOf, NOTHING_CHANGED, type StepDraft, type StepInput } from './step-draft.ts';

/**
 * One set of steps for one incident, cheapest sufficient first: evidence that will not last, the credential, what is
 * open, what was left behind, the version, and the address last. Text for a person: nothing here runs anything.
 */
export function buildSteps(input: StepInput): readonly ResponseStep[] {
  const drafts = [
    ...evidenceSteps(input), ...accountSteps(input), ...reviewSteps(input), ...webSteps(input), ...versionSteps(input),
    ...blockSteps(input),
  ];
  return drafts.map((draft, at) => ({ order: at + 1, ...draft }));
}

function evidenceSteps({ incident, findings, thisHost }: StepInput): readonly StepDraft[] {
  const hosts = incident.hosts.length === 0 ? [hostOf(undefined, incident)] : incident.hosts.slice(0, 3);
  return hosts.map((host) => ({
    host, what: 'Take volatile evidence: connections, processes, sessions',
    why: `The next steps end it. ${sameHost(host, thisHost) ? 'This is the machine you are on.' : `You are on ${thisHost}: run this on ${host}.`}`,
    command: commandLines(['ss', '-tanp'], ['ps', '-eo', 'pid,ppid,user,lstart,args'], ['last', '-Fwx', '-n', '50']),
    undo: NOTHING_CHANGED, evidence: cite(findings),
  }));
}

/** Since when the intruder may have left something. */
function sinceOf({ incident, findings }: StepInput): string | null {
  const times = findings.filter(({ progress }) => progress !== 'attempt').map(({ first }) => first).filter((time) => time !== null);
  const since = times.length > 0 ? Math.min(...times) : incident.first;
  return since === null ? null : new Date(since).toISOString();
}

function reviewSteps(input: StepInput): readonly StepDraft[] {
  const since = sinceOf(input);
  const inside = input.findings.filter(({ progress }) => progress !== 'attempt');
  if (since === null || inside.length === 0) return [];
  return [{
    host: hostOf(inside[0], input.incident), what: 'Review keys, jobs, units and accounts changed since',
    why: 'Whoever got in leaves a way back before anything else.',
    command: commandLine(['find', '/home', '/root', '/etc', '/var/spool/cron', '-xdev', '-type', 'f', '-newermt', since, '-ls']),
    undo: NOTHING_CHANGED, evidence: cite(inside),
  }];
}

function webSteps(input: StepInput): readonly StepDraft[] {
  const since = sinceOf(input);
  const findings = input.findings.filter(({ category, progress }) => WEB.has(category) && progress !== 'attempt');
  if (findings.length === 0 || since === null) return [];
  return [{
    host: hostOf(findings[0], input.incident), what: 'Look for files planted in the web site since, and set them aside with their times kept',
    why: 'A planted page answers again after every other step.',
    command: commandLine(['find', '/var/www', '/srv', '-xdev', '-type', 'f', '-newermt', since, '-ls']),
    undo: NOTHING_CHANGED, evidence: cite(findings),
  }];
}

/** Only once the question was answered: with the version the update is looked at, without it the version is asked for. */
function versionSteps({ exposure }: StepInput): readonly StepDraft[] {
  if (exposure === null) return [];
  const { assessed, host, service, evidence } = exposure;
  if (assessed.state === 'no') {
    return [{
      host: host === '' ? 'the host of the log' : host, what: `Read which version of ${service} is installed there`,
      why: `Not assessed from here: ${assessed.why}.`, command: commandLine(['dpkg-query', '-l']), undo: NOTHING_CHANGED,
      evidence: [...evidence],
    }];
  }
  const name = assessed.package;
  return name === null || !isPlainAccount(name.replaceAll('+', '')) ? [] : [{
    host, what: `See what an update of ${name} would bring`,
    why: `It is there as ${assessed.version} (read from ${assessed.readFrom.join(' and ')}); an update counts only after the service is restarted.`,
    command: commandLine(['apt-get', '-s', 'install', '--only-upgrade', name]), undo: NOTHING_CHANGED, evidence: [...evidence],
  }];
}
