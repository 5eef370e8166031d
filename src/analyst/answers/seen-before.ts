import { canonicalPlace } from '../../domain/within.ts';
import { type AnswerKind, type AnswerLine, bounded, type Known, type Question, says } from './answer.ts';

export const seenBefore: AnswerKind = {
  name: 'seen-before',
  example: 'was this seen before',
  match: (question) => {
    const before = says(question, 'before', 'earlier', 'previously', 'previous', 'history', 'again', 'ever', 'past', 'already');
    return before && says(question, 'seen', 'see', 'known', 'happened', 'here', 'history', 'met', 'occurred', 'happen', 'is', 'was') ? 8 : 0;
  },
  answer: (question, known) => {
    const lines = [...incidentsBefore(question, known), ...sourcesBefore(question, known)];
    return lines.length > 0 ? bounded(lines) : [{ text: 'Nothing of this is known from an earlier session.', refs: [] }];
  },
};

interface Sighting {
  readonly session: string;
  readonly label: string;
}
const isEarlier = ({ state }: Known) => ({ session }: Sighting): boolean => session !== state.started?.session;
const refOf = ({ session, label }: Sighting): string => `${session}/${label}`;

function incidentsBefore({ addresses, labels }: Question, known: Known): readonly AnswerLine[] {
  if (addresses.length > 0) return [];
  const here = known.state.incidents.filter(({ id }) => labels.length === 0 || labels.includes(id));
  return here.flatMap((incident) => {
    const match = known.knowledge.incidents.find(({ fingerprint }) => fingerprint === incident.fingerprint);
    const earlier = match?.sightings.filter(isEarlier(known)) ?? [];
    return match === undefined || earlier.length === 0 ? [] : [{
      text: `${incident.id} was seen in ${earlier.length} earlier sessions${match.judged === null ? '' : `, judged ${match.judged}`}.`,
      refs: [incident.id, ...earlier.slice(0, 3).map(refOf)],
    }];
  });
}

function sourcesBefore({ addresses }: Question, known: Known): readonly AnswerLine[] {
  const wanted = new Set(addresses.length > 0 ? addresses : known.state.findings.flatMap(({ sources }) => sources.map(canonicalPlace)));
  return [...wanted].flatMap((source) => {
    const earlier = known.knowledge.findings
      .filter(({ sources }) => sources.some((one) => canonicalPlace(one) === source))
      .flatMap(({ title, sightings }) => sightings.filter(isEarlier(known)).map((sighting) => ({ title, sighting })));
    const last = earlier.at(-1);
    return last === undefined ? [] : [{
      text: `${known.format.text(source)}: ${known.format.text(last.title)}, last at ${known.format.time(last.sighting.at)}.`,
      refs: earlier.slice(-3).map(({ sighting }) => refOf(sighting)),
    }];
  });
}
