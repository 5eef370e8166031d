import { copyText } from '../tally.ts';
import type { Shaped } from './tokens.ts';
import { VARIABLE } from './tokens.ts';

/** Templates kept; lines of further ones are counted only. */
const TEMPLATES_LIMIT = 2_000;
/** Templates of one length and program that a line is held against: more of them are one message with free text. */
const SIBLINGS = 24;
/** Share of words that must agree. Drain (He et al., 2017) works with 0.4 to 0.5; rare lines are the point here. */
const ALIKE = 0.7;

/** A message as a program writes it: its constant words, and `<*>` for the rest. */
export interface Template {
  readonly program: string;
  readonly words: string[];
  count: number;
  /** Was there before: it takes lines as they fit and changes no more. */
  readonly known: boolean;
}

export interface Learner {
  /** The template this line is of; null where there is no room for another. */
  see(line: Shaped): Template | null;
  /** Puts a known template in. */
  know(line: Shaped): void;
  templates(): readonly Template[];
  /** Lines of templates there was no room for. */
  beyond(): number;
}

/**
 * Learns the templates of lines one by one: lines of one program and number of words that agree in most words are one
 * template, and where they differ is a variable. Linear, bounded.
 */
export function openLearner(): Learner {
  const groups = new Map<string, Template[]>();
  let size = 0;
  let beyond = 0;
  const groupOf = (line: Shaped): Template[] => {
    const key = groupKey(line);
    const known = groups.get(key);
    if (known) return known;
    const group: Template[] = [];
    groups.set(copyText(key), group);
    return group;
  };
  const add = (group: Template[], { program, words }: Shaped, known: boolean): Template => {
    const template = { program: copyText(program), words: words.map(copyText), count: 0, known };
    group.push(template);
    size += 1;
    return template;
  };
  return {
    see(line) {
      if (size >= TEMPLATES_LIMIT && !groups.has(groupKey(line))) {
        beyond += 1;
        return null;
      }
      const group = groupOf(line);
      let template = closest(group, line.words);
      if (!template && size < TEMPLATES_LIMIT && group.length < SIBLINGS) template = add(group, line, false);
      if (!template) {
        beyond += 1;
        return null;
      }
      template.count += 1;
      if (!template.known) widen(template, line.words);
      return template;
    },
    know(line) {
      if (size < TEMPLATES_LIMIT) add(groupOf(line), line, true);
    },
    templates: () => [...groups.values()].flat(),
    beyond: () => beyond,
  };
}

/** What happened stands in the first word more often than anywhere (`Accepted`, `Failed`). */
const groupKey = ({ program, words }: Shaped): string => `${program} ${words.length} ${words[0] ?? ''}`;

function closest(group: readonly Template[], words: readonly string[]): Template | null {
  let best: Template | null = null;
  let most = words.length * ALIKE;
  for (const template of group) {
    let same = 0;
    for (const [at, word] of words.entries()) if (template.words[at] === word || template.words[at] === VARIABLE) same += 1;
    if (same < most || (best && same === most)) continue;
    [best, most] = [template, same];
  }
  return best;
}

function widen({ words }: Template, line: readonly string[]): void {
  for (const [at, word] of line.entries()) if (words[at] !== word) words[at] = VARIABLE;
}

export const textOf = ({ program, words }: Pick<Template, 'program' | 'words'>): string =>
  `${program === '' ? '' : `${program}: `}${words.join(' ')}`;

/** What was learnt, templates with most lines first. */
export const commonForms = (learner: Pick<Learner, 'templates'>): readonly { readonly text: string; readonly count: number }[] =>
  learner.templates().map((one) => ({ text: textOf(one), count: one.count }))
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
