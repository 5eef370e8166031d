import { joined, readCondition } from './condition.ts';
import { fieldQuestion } from './modify.ts';
import type { Expression, Level, Refusal, Rule, SourceName } from './rule.ts';
import { LEVELS, RuleError } from './rule.ts';
import { sourceTrouble } from './sources.ts';

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly PropertyKey[];

/** A document of a rule file as YAML reads it. */
export interface RuleDocument {
  readonly file: string;
  readonly value: unknown;
  lineOf(path: Path): number;
}

/** Reads one rule; what is wrong with it comes with its line. */
export function readRule(document: RuleDocument): { readonly rule: Rule } | { readonly refused: Refusal } {
  try {
    return { rule: ruleOf(document) };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const title = isFields(document.value) && typeof document.value['title'] === 'string' ? document.value['title'] : null;
    return { refused: { file: document.file, line: document.lineOf(error.path), title, why: error.message, unread: error.unread } };
  }
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function ruleOf({ file, value, lineOf }: RuleDocument): Rule {
  if (!isFields(value)) throw new RuleError('no rule: names with values are expected', []);
  for (const kind of ['correlation', 'filter', 'action']) {
    if (value[kind] !== undefined) throw new RuleError(`\`${kind}\` documents are not supported`, [kind]);
  }
  const title = value['title'];
  if (typeof title !== 'string' || title === '') throw new RuleError(title === undefined ? '`title` is missing' : '`title`: a text is expected', ['title']);
  const source = sourceOf(value['logsource']);
  const detection = value['detection'];
  if (!isFields(detection)) throw new RuleError('`detection` is missing', ['detection']);
  const selections = selectionsOf(detection);
  const condition = conditionOf(detection);
  return {
    id: typeof value['id'] === 'string' ? value['id'] : `${file}#${title}`, title, source, file, line: lineOf(['title']),
    description: typeof value['description'] === 'string' ? value['description'].trim() : '',
    level: levelOf(value['level']), tags: textsOf(value['tags']), falsePositives: textsOf(value['falsepositives']),
    condition: condition.join(' or '), selections,
    question: joined('or', condition.map((text) => readCondition(text, selections))),
  };
}

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).flatMap((item: unknown) => (typeof item === 'string' ? item : []));

function levelOf(value: unknown): Level {
  if (value === undefined) return 'medium';
  return LEVELS.find((level) => level === value)
    ?? wrong(`\`level\` is one of ${LEVELS.join(', ')}`, ['level']);
}

function wrong(why: string, path: Path): never {
  throw new RuleError(why, path);
}

function sourceOf(value: unknown): SourceName {
  if (!isFields(value)) throw new RuleError('`logsource` is missing', ['logsource']);
  const part = (name: string): string | null => {
    const text = value[name];
    return typeof text === 'string' && text !== '' ? text.toLowerCase() : null;
  };
  const source = { category: part('category'), product: part('product'), service: part('service') };
  const trouble = sourceTrouble(source);
  if (trouble !== null) throw new RuleError(trouble, ['logsource'], sourceIsNamed(source));
  return source;
}

const sourceIsNamed = ({ category, product, service }: SourceName): boolean => (category ?? product ?? service) !== null;

function conditionOf(detection: Fields): readonly string[] {
  if (detection['timeframe'] !== undefined) throw new RuleError('`timeframe` belongs to aggregations, which are not supported', ['detection', 'timeframe']);
  const { condition } = detection;
  const texts = textsOf(condition);
  return texts.length > 0 && texts.length === (Array.isArray(condition) ? condition.length : 1) ? texts
    : wrong('`condition` is missing', ['detection', 'condition']);
}

function selectionsOf(detection: Fields): ReadonlyMap<string, Expression> {
  const selections = new Map<string, Expression>();
  for (const [name, value] of Object.entries(detection)) {
    if (name !== 'condition' && name !== 'timeframe') selections.set(name, selectionOf(value, ['detection', name]));
  }
  return selections;
}

/** Names with values: all of them. A list: one of its maps, or one of its keywords. */
function selectionOf(value: unknown, path: Path): Expression {
  if (isFields(value)) return mapQuestion(value, path);
  if (!Array.isArray(value)) return fieldQuestion(null, ['contains'], [value], path);
  if (value.length === 0) throw new RuleError('a selection without anything', path);
  return joined('or', value.map((item: unknown, index) => {
    const at = [...path, index];
    return isFields(item) ? mapQuestion(item, at) : fieldQuestion(null, ['contains'], [item], at);
  }));
}

function mapQuestion(fields: Fields, path: Path): Expression {
  const items = Object.entries(fields).map(([key, value]): Expression => {
    const [field = '', ...modifiers] = key.split('|');
    const keyword = field === '';
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return fieldQuestion(keyword ? null : field, keyword && !modifiers.includes('re') ? [...modifiers, 'contains'] : modifiers, values, [...path, key]);
  });
  if (items.length === 0) throw new RuleError('a selection without anything', path);
  return joined('and', items);
}
