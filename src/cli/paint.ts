import { Chalk } from 'chalk';
import type { Severity } from '../domain/severity.ts';
import type { Terminal } from '../session/house.ts';
import type { Row } from '../session/view.ts';

const chalk = new Chalk({ level: 1 });
type Style = (text: string) => string;
const plain: Style = (text) => text;

const ROWS: Record<Row['kind'], Style> = {
  agent: chalk.bold, reasoning: plain, tool: chalk.dim, finding: chalk.yellow, claim: chalk.cyan, handoff: chalk.bold,
  message: chalk.dim, incident: chalk.red, trouble: chalk.yellow, end: chalk.dim,
};
const SEVERITY: Record<Severity, Style> = {
  critical: chalk.bold.red, high: chalk.red, medium: chalk.yellow, low: plain, info: chalk.dim,
};

/** Colour only helps: every word it paints says the same without it. */
export const paint = ({ colour }: Pick<Terminal, 'colour'>) => ({
  row: (kind: Row['kind'], text: string): string => (colour ? ROWS[kind](text) : text),
  severity: (severity: Severity | null, text: string): string => (colour && severity ? SEVERITY[severity](text) : text),
  strong: (text: string): string => (colour ? chalk.bold(text) : text),
  dim: (text: string): string => (colour ? chalk.dim(text) : text),
});
