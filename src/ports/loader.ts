import type { Result } from '../domain/result.ts';

export interface YamlTrouble {
  readonly line: number;
  readonly column: number;
  readonly why: string;
}

export interface YamlDocument {
  readonly value: unknown;
  /** Line (from 1) of the value at a path, or of its nearest parent. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Reads YAML 1.2 written by people: no custom tags, aliases bounded, duplicate keys refused. */
export interface Loader {
  yaml(text: string): Promise<Result<YamlDocument, YamlTrouble>>;
}
