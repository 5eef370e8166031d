import type { ToolArea } from '../tools/tool.ts';

/** A mind on the team, as data: what it is for and what it may touch. */
export interface Agent {
  readonly name: string;
  /** Its mark on the screen, always shown with the name. */
  readonly mark: string;
  /** What a brain is told to be: prose. */
  readonly charter: string;
  /** Tools of any other area are refused to it. */
  readonly areas: readonly ToolArea[];
}
