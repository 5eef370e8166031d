import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft, Progress } from '../../domain/finding.ts';
import type { Severity } from '../../domain/severity.ts';
import { remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun, Shared } from '../detector.ts';
import { openClassifier } from '../web/classify.ts';
import type { AttackKind } from '../web/attack-kinds.ts';
import { attackKind } from '../web/attack-kinds.ts';
import { exploitIn } from '../web/known-exploits.ts';
import type { Offender } from '../web/offender.ts';
import { answersThat, linesFor, noteRequest, offenderFields, openLedger, openOffender } from '../web/offender.ts';
import { triesAsProxy } from '../web/open-proxy.ts';
import type { SitePages } from '../web/site-pages.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** From so many requests of one family somebody works at this site, rather than trying every site once. */
const TARGETED = 10;
const PROXY = { family: 'open-proxy', field: 'uri' } as const;

export const webInjection: Detector = {
  name: 'web-injection',
  looksFor: 'requests that carry injections, path traversal, commands or known exploits',
  kinds: ['web'],
  requestsOnly: 'suspicious',
  open: openWebInjection,
};

/** Flaws named in a finding. */
const FLAWS = 8;

function flawIn(uri: string): string | null {
  const known = exploitIn(uri);
  return known && (known.cve === null ? known.product : `${known.product} ${known.cve}`);
}

function openWebInjection({ pages }: Shared): DetectorRun {
  const detach = openDetach();
  const classify = openClassifier();
  const offenders = openKeyed<Offender>(STATE_LIMIT, ({ good }) => good > 0);
  const ledger = openLedger<Offender>((one) => one);
  const note = (event: Event): void => {
    if (event.kind !== 'web' || event.source === null) return;
    const attack = classify(event.uri, event.agent, event.referer)
      ?? (triesAsProxy(event.method, event.uri, event.status) ? PROXY : null);
    if (attack === null || attackKind(attack.family) === null) return;
    const key = `${event.source} ${attack.family}`;
    let offender = offenders.get(key);
    if (!offender) {
      const kept = detach(key);
      offender = openOffender(event, detach(event.source), attack.family);
      offenders.set(kept, offender);
    }
    noteRequest(offender, event, attack.field, detach);
    if (attack.field === 'uri' && offender.flaws.length < FLAWS) remember(offender.flaws, flawIn(event.uri), FLAWS, detach);
    ledger.mark(offender);
  };
  return {
    on: (event) => { if (event.suspicious) note(event); },
    drain: (emit) => {
      for (const offender of ledger.take(pages)) {
        const kind = attackKind(offender.family);
        if (kind !== null) emit(draftOf(offender, kind, pages));
      }
    },
    evicted: () => offenders.evicted(),
  };
}

interface Judged {
  readonly severity: Severity;
  readonly progress: Progress;
  readonly outcome: string;
}

function draftOf(offender: Offender, kind: AttackKind, pages: SitePages): FindingDraft {
  const served = answersThat(offender, pages, 'served');
  const unclear = answersThat(offender, pages, 'cannot-tell');
  const judged = judge(offender, kind, { served: served.length, unclear: unclear.length });
  const count = Math.max(1, offender.trail.count);
  return {
    ...offenderFields(offender), detector: webInjection.name, category: kind.category, family: offender.family,
    key: `${offender.source} ${offender.family}`, severity: judged.severity, progress: judged.progress,
    confidence: kind.sure ? 'high' : 'medium', title: `${kind.title} from ${offender.source}`,
    attack: attacksBy(offender, kind),
    lines: linesFor(offender, served.length > 0 ? served : unclear),
    reason: `${offender.source} sent ${plural(count, 'request')} with ${kind.carries} `
      + `(${listed(offender.targets, 3)}) ${between(offender.trail.first, offender.trail.last)}${offender.flaws.length === 0 ? '' : `, as for ${listed(offender.flaws, 3)}`}. ${judged.outcome}`,
    benign: kind.benign,
  };
}

/** Who asks for a known flaw by its address tries to get in, whatever else it is. */
const attacksBy = ({ flaws }: Offender, { tactic, technique }: AttackKind): FindingDraft['attack'] =>
  [{ tactic, technique }, ...(flaws.length > 0 && technique !== 'T1190' ? [{ tactic: 'initial-access', technique: 'T1190' }] : [])];

/** A 200 is no success: only a file that cannot be had otherwise shows in an access log, the rest cannot be told. */
function judge(offender: Offender, kind: AttackKind, answers: { served: number; unclear: number }): Judged {
  if (answers.served > 0 && kind.success === 'content') {
    return {
      severity: 'high', progress: 'access',
      outcome: `${plural(answers.served, 'answer')} had status 200 and a size that this site gives for nothing else: content was served.`,
    };
  }
  if (kind.success === 'none' || (kind.success !== 'elsewhere' && answers.served + answers.unclear === 0)) {
    return attempted(offender, kind);
  }
  return {
    severity: kind.scouting ? 'low' : 'medium', progress: 'cannot-tell',
    outcome: kind.success === 'elsewhere' ? 'An access log does not show whether it worked.'
      : 'Some were answered with status 200; whether it worked, an access log does not show.',
  };
}

function attempted({ trail, errors, good }: Offender, kind: AttackKind): Judged {
  const targeted = !kind.scouting && (trail.count >= TARGETED || errors > 0);
  const failed = errors > 0 ? `No answer shows success, but ${plural(errors, 'request')} ended in a server error.`
    : 'No answer shows success.';
  return {
    severity: targeted ? 'medium' : 'low', progress: 'attempt',
    outcome: good > 0 && kind.success !== 'none' ? 'Answers were the page that this site gives for anything.' : failed,
  };
}
