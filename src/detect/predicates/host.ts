import { GUESSING, WEB } from '../../domain/category-groups.ts';
import { atLeast } from '../../domain/severity.ts';
import type { Condition } from './case.ts';
import { actsOf, entriesOf, idsOf, met, notCheckable, unmet } from './case.ts';

const acted: Condition = {
  name: 'someone acted on the host',
  weight: 'proof',
  check: (matter) => {
    const acts = actsOf(matter);
    return acts.length > 0 ? met(acts.map(({ title }) => title).slice(0, 3).join('; '), idsOf(acts))
      : unmet('no act is on record');
  },
};

const grave: Condition = {
  name: 'no everyday work does this',
  weight: 'grounds',
  check: (matter) => {
    const bad = actsOf(matter).filter(({ severity }) => atLeast(severity, 'high'));
    return bad.length > 0 ? met(`benign reading is unlikely: ${bad[0]?.benign ?? ''}`, idsOf(bad))
      : unmet('an administrator may have done it', idsOf(actsOf(matter)));
  },
};

const entryKnown: Condition = {
  name: 'the way in is on record',
  weight: 'support',
  check: (matter) => {
    const entries = entriesOf(matter);
    return entries.length > 0 ? met('a login precedes it', idsOf(entries))
      : notCheckable('no login or web access that leads to it is on record');
  },
};

export const HOST_CONDITIONS: readonly Condition[] = [acted, grave, entryKnown];

const tried: Condition = {
  name: 'a success is on record',
  weight: 'proof',
  check: ({ members }) => {
    const unclear = members.filter(({ progress }) => progress === 'cannot-tell');
    return unclear.length > 0 ? notCheckable('the records do not show how it ended')
      : unmet(members.some(({ category }) => GUESSING.has(category)) ? 'no attempt was accepted'
        : members.some(({ category }) => WEB.has(category)) ? 'no request was answered as if it had worked'
          : 'nothing shows that it worked');
  },
};

export const ATTEMPT_CONDITIONS: readonly Condition[] = [tried];
