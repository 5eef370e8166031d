import type { ClaimDraft } from '../../domain/claim.ts';
import { outsideSlots, slotsOf } from '../../domain/claim-text.ts';

const DIGIT = /\p{N}/u;
/** Numbers spelled out escape the check of digits. `one` and `first` are left: prose needs them. */
const NUMBER_WORD = new RegExp(
  '\\b(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen'
  + '|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?'
  + '|twice|thrice|half|scores?)\\b', 'i',
);
/** `fe::`, `evil.example`, `root@web`, `/bin/sh`, `"quoted"`: names of things belong into slots. */
const ADDRESS = /::|\p{L}[.@]\p{L}|(?:^|\s)[\\/~]\S|["`“”«»]/u;

/** Why the text of a claim may not stand as it is; null when it may. Values are checked elsewhere. */
export function troubleOfText(draft: ClaimDraft): string | null {
  const missing = slotsOf(draft.text).find((slot) => !Object.hasOwn(draft.values, slot));
  if (missing !== undefined) return `the slot {${missing}} has no value`;
  const unused = Object.keys(draft.values).find((name) => !slotsOf(draft.text).includes(name));
  if (unused !== undefined) return `the value ${unused} has no slot in the text`;
  return troubleOfProse(outsideSlots(draft.text));
}

/** Why words without a slot may not stand: whatever can be checked belongs into one. */
export function troubleOfProse(prose: string): string | null {
  if (DIGIT.test(prose)) return 'a digit stands outside the slots';
  if (NUMBER_WORD.test(prose)) return 'a number is spelled out outside the slots';
  if (ADDRESS.test(prose)) return 'an address, a path or a quotation stands outside the slots';
  return /[{}]/.test(prose) ? 'a slot is not well formed' : null;
}
