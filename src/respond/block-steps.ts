import type { Context } from '../domain/context.ts';
import { succeeded } from '../domain/progress.ts';
import { sharedPlaceOf } from '../domain/known-places.ts';
import { addressOf, canonicalPlace, isPrivate, withinAny } from '../domain/within.ts';
import { commandLine } from './command-text.ts';
import { cite, hostOf, type StepDraft, type StepInput } from './step-draft.ts';

/** Addresses one plan blocks; more are not blocked one by one. */
const BLOCKED = 5;
/** Never a single stranger: unspecified, link-local, multicast, broadcast and reserved. */
const NOBODY = ['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/3', '::', 'fe80::/10', 'ff00::/8'];

/** Last, for an address is the easiest thing to change; and never one that others stand behind. */
export function blockSteps(input: StepInput): readonly StepDraft[] {
  const sources = [...new Set(actorsOf(input).map(canonicalPlace))];
  const steps = sources.slice(0, BLOCKED).map((source) => block(source, input));
  const left = sources.length - steps.length;
  return left <= 0 ? steps : [...steps, {
    host: hostOf(undefined, input.incident), what: `${left} further sources are not listed for blocking`,
    why: 'So many sources change faster than a list of them; the credential is what has to be closed.',
    command: null, undo: null, evidence: [],
  }];
}

/** Sources of findings that got somewhere; the incident's own where no finding names one. */
function actorsOf({ incident, findings }: StepInput): readonly string[] {
  const actors = findings.filter(succeeded).flatMap(({ sources }) => sources);
  return actors.length > 0 ? actors : incident.sources;
}

function block(source: string, input: StepInput): StepDraft {
  const findings = input.findings.filter(({ sources }) => sources.some((one) => canonicalPlace(one) === source));
  const base = { host: hostOf(findings[0], input.incident), evidence: cite(findings) };
  const refusal = whyNot(source, input.context);
  if (refusal !== null) return { ...base, what: `Do not block ${source}`, why: refusal, command: null, undo: null };
  const route = addressOf(source)?.version === 6 ? ['ip', '-6', 'route'] : ['ip', 'route'];
  return {
    ...base, what: `Block ${source}, last`,
    why: 'It only moves the attacker on, and it does not end itself: lift it when the rest is done. Look first who else logs in from there.',
    command: commandLine([...route, 'add', 'blackhole', source]), undo: commandLine([...route, 'del', 'blackhole', source]),
  };
}

function whyNot(source: string, context: Context): string | null {
  const address = addressOf(source);
  if (address === null) return 'It is a name, not an address: what it stands for may change or be shared.';
  if (withinAny(source, NOBODY)) return 'It is no address of a single host.';
  if (isPrivate(source)) return 'It is a private address: the one who acts stands behind it, and others too.';
  if (withinAny(source, context.neverTouch)) return 'The context says never to touch it.';
  const shared = sharedPlaceOf([source], context);
  return shared === null ? null : `It is a ${shared.kind} (${shared.name}): others stand behind it.`;
}
