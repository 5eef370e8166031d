import type { Regex } from './regex/regex.ts';

export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

export interface SourceName {
  readonly category: string | null;
  readonly product: string | null;
  readonly service: string | null;
}

/** One value with wildcards: literal texts, `*` and `?` between them. */
export type Piece = { readonly text: string } | { readonly wild: 'any' | 'one' };
export type Pattern = readonly Piece[];

/** What is asked of one field. Patterns without `cased` are lower case already. */
export type Test =
  | { readonly is: 'text'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly is: 'regex'; readonly regex: Regex; readonly source: string }
  | { readonly is: 'network'; readonly network: string }
  | { readonly is: 'null' }
  | { readonly is: 'exists'; readonly wanted: boolean }
  | { readonly is: 'number'; readonly how: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: number }
  | { readonly is: 'field'; readonly other: string; readonly how: 'equals' | 'contains' | 'startswith' | 'endswith'; readonly cased: boolean };

/** A rule's question as a tree. `field` null asks of every field there is: a keyword. */
export type Expression =
  | { readonly op: 'and' | 'or'; readonly items: readonly Expression[] }
  | { readonly op: 'not'; readonly item: Expression }
  | { readonly op: 'some'; readonly need: number; readonly items: readonly Expression[] }
  | { readonly op: 'test'; readonly field: string | null; readonly test: Test };

/** One rule of a rule file, read and understood. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly level: Level;
  readonly tags: readonly string[];
  readonly falsePositives: readonly string[];
  readonly source: SourceName;
  /** The file it came from as shown to people, and the line of its title. */
  readonly file: string;
  readonly line: number;
  readonly condition: string;
  readonly selections: ReadonlyMap<string, Expression>;
  readonly question: Expression;
}

/** Why a rule is not used: what was wrong and where. */
export interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly title: string | null;
  readonly why: string;
  /** Nothing is wrong with it: it is about a log that nothing here reads. */
  readonly unread: boolean;
}

/** Thrown while a rule is read and caught by its reader alone: `path` leads to the value in the document. */
export class RuleError extends Error {
  readonly path: readonly PropertyKey[];
  readonly unread: boolean;

  constructor(why: string, path: readonly PropertyKey[], unread = false) {
    super(why);
    this.path = path;
    this.unread = unread;
  }
}
