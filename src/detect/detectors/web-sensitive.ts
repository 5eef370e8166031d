import { openDetach } from '../../domain/detach.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun, Shared } from '../detector.ts';
import { openClassifier } from '../web/classify.ts';
import type { JudgedAnswer, Offender } from '../web/offender.ts';
import { answersThat, linesFor, noteRequest, offenderFields, openLedger, openOffender } from '../web/offender.ts';
import type { SitePages } from '../web/site-pages.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** Secrets that open further doors; history and lists of files only help to find them. */
const SECRET = /\/\.(?:env|aws|ssh|git-credentials|netrc|npmrc|pgpass|docker|kube|htpasswd|vault)|\.(?:sql|pem|p12|pfx|key|kdbx?|ovpn|ppk|keystore|jks|tfstate|sqlite3?)(?:\.|$)|wp-config|credential|secret|id_(?:rsa|dsa|ecdsa|ed25519)|passwd|shadow|heapdump|backup|dump/i;

export const webSensitive: Detector = {
  name: 'web-sensitive',
  looksFor: 'requests for files with secrets or code, and whether they were served',
  kinds: ['web'],
  requestsOnly: 'suspicious',
  open: openWebSensitive,
};

function openWebSensitive({ pages }: Shared): DetectorRun {
  const detach = openDetach();
  const classify = openClassifier();
  const offenders = openKeyed<Offender>(STATE_LIMIT, ({ good }) => good > 0);
  const ledger = openLedger<Offender>((one) => one);
  return {
    on: (event) => {
      if (event.kind !== 'web') return;
      if (!event.suspicious || event.source === null) return;
      // A scanner that says its name asks for files all the same.
      if (classify(event.uri, null, null)?.family !== 'sensitive-file') return;
      let offender = offenders.get(event.source);
      if (!offender) {
        const source = detach(event.source);
        offender = openOffender(event, source, 'sensitive-file');
        offenders.set(source, offender);
      }
      noteRequest(offender, event, 'uri', detach);
      ledger.mark(offender);
    },
    drain: (emit) => {
      for (const offender of ledger.take(pages)) emit(draftOf(offender, pages));
    },
    evicted: () => offenders.evicted(),
  };
}

function draftOf(offender: Offender, pages: SitePages): FindingDraft {
  const served = answersThat(offender, pages, 'served');
  const unclear = answersThat(offender, pages, 'cannot-tell');
  if (served.length > 0) return servedDraft(offender, served);
  const count = Math.max(1, offender.trail.count);
  return {
    ...offenderFields(offender), detector: webSensitive.name, category: 'web-scan', family: 'sensitive-file',
    key: offender.source, severity: unclear.length > 0 ? 'medium' : 'low',
    progress: unclear.length > 0 ? 'cannot-tell' : 'attempt', confidence: unclear.length > 0 ? 'low' : 'high',
    title: `${offender.source} asked for files with secrets`,
    attack: [{ tactic: 'reconnaissance', technique: 'T1595.003' }], lines: linesFor(offender, unclear),
    reason: `${offender.source} asked for ${listed(offender.targets, 3)} in ${plural(count, 'request')} `
      + `${between(offender.trail.first, offender.trail.last)}. ${unclear.length > 0
        ? 'Some were answered with status 200, but the log does not show what this site answers for a page that is not there.'
        : offender.good > 0 ? 'Answers were the page that this site gives for anything.' : 'None was served.'}`,
    benign: 'A search engine or an inventory of the owner following old links.',
  };
}

function servedDraft(offender: Offender, served: readonly JudgedAnswer[]): FindingDraft {
  const files = [...new Set(served.map(({ target }) => target))];
  const secret = files.some((file) => SECRET.test(file));
  return {
    ...offenderFields(offender), targets: files, detector: webSensitive.name, category: 'web-exploit',
    family: 'sensitive-file', key: offender.source, severity: 'high', progress: 'access',
    confidence: secret ? 'high' : 'medium', title: `${offender.source} was given ${listed(files, 1)}`,
    attack: [{ tactic: 'initial-access', technique: 'T1190' }, { tactic: 'credential-access', technique: 'T1552.001' }],
    lines: linesFor(offender, served),
    reason: `${offender.source} asked for files with secrets in ${plural(Math.max(1, offender.trail.count), 'request')} `
      + `${between(offender.trail.first, offender.trail.last)}; ${listed(files, 3)} came with status 200 and `
      + `${served[0]?.bytes ?? 0} bytes, a size that this site gives for nothing else.`,
    benign: 'A file of that name which is public on purpose and holds no secret.',
  };
}
