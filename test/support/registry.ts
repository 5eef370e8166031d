import { basename, dirname, join } from 'node:path/posix';
import ts from 'typescript';
import table from './registries.json' with { type: 'json' };
import { at, filesBelow, parse, readText, walk } from './typescript.ts';

export interface Registry {
  readonly folder: string;
  /** What a member is called; `<noun>.ts` beside the members is the interface. */
  readonly noun: string;
  /** Folder with a `<member>.md` for each: a file that has none is no member. */
  readonly charters?: string;
  /** Folder that holds `<member>.log`. */
  readonly sample?: string;
  /** What tests use to run members from outside, as good as importing the list. */
  readonly door?: string;
  /** Whether a test must speak of each member. */
  readonly mentioned?: boolean;
}

export interface Member {
  readonly noun: string;
  readonly path: string;
  readonly stem: string;
  /** The literal that the member declares; null where there is none to be found. */
  readonly name: string | null;
}

export const REGISTRIES: readonly Registry[] = table;

export const exists = ({ folder }: Registry): boolean => filesBelow(folder).length > 0;

const stemOf = (path: string): string => basename(path).replace(/\.tsx?$/, '');

/** Every file directly in the folder but the list and the interface; what members share is in folders of its own. */
export function membersOf({ folder, noun, charters }: Registry): Member[] {
  const chartered = charters === undefined ? null : filesBelow(charters, /\.md$/).map((path) => basename(path, '.md'));
  return filesBelow(folder)
    .filter((path) => dirname(path) === folder && !['index', noun].includes(stemOf(path)))
    .filter((path) => chartered?.includes(stemOf(path)) ?? true)
    .map((path) => ({ noun, path, stem: stemOf(path), name: declaredName(path, readText(path)) }));
}

/** The `name: '…'` of the first exported object literal, or of the one handed to a call: `defineTool({ name: … })`. */
export function declaredName(path: string, text: string): string | null {
  const initializers = parse(path, text).statements
    .filter(ts.isVariableStatement)
    .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true)
    .flatMap(({ declarationList }) => declarationList.declarations.map(({ initializer }) => initializer));
  for (const initializer of initializers) {
    const name = objectLiteralsOf(initializer).map(nameLiteral).find((literal) => literal !== null);
    if (name !== undefined) return name;
  }
  return null;
}

function objectLiteralsOf(node: ts.Expression | undefined): ts.ObjectLiteralExpression[] {
  if (node === undefined) return [];
  if (ts.isObjectLiteralExpression(node)) return [node];
  if (ts.isCallExpression(node)) return node.arguments.flatMap(objectLiteralsOf);
  if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return objectLiteralsOf(node.expression);
  return [];
}

function nameLiteral(literal: ts.ObjectLiteralExpression): string | null {
  const property = literal.properties.filter(ts.isPropertyAssignment).find(({ name }) => name.getText() === 'name');
  const value = property?.initializer;
  return value !== undefined && ts.isStringLiteralLike(value) ? value.text : null;
}

/** The files that an index.ts puts into its list, imported at once (`[sshd]`) or later (`() => import('./x.ts')`). */
export function listedIn(path: string, text: string): string[] {
  const file = parse(path, text);
  const inList = new Set<string>();
  const lazily: string[] = [];
  walk(file, (node) => {
    if (!ts.isArrayLiteralExpression(node) && !ts.isObjectLiteralExpression(node)) return;
    walk(node, (inner) => {
      if (ts.isIdentifier(inner)) inList.add(inner.text);
      if (ts.isCallExpression(inner) && inner.expression.kind === ts.SyntaxKind.ImportKeyword) {
        lazily.push(...inner.arguments.filter(ts.isStringLiteralLike).map((specifier) => specifier.text));
      }
    });
  });
  const atOnce = file.statements.filter(ts.isImportDeclaration)
    .filter(({ importClause }) => localNames(importClause).some((name) => inList.has(name)))
    .map(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ''));
  const own = [...atOnce, ...lazily].filter((specifier) => /^\.\/[^/]+$/.test(specifier)).map(stemOf);
  return [...new Set(own)].sort();
}

export interface TestFile {
  /** Files of the repository it loads: type-only imports are left out. */
  readonly loads: ReadonlySet<string>;
  /** Words of its string literals. */
  readonly words: ReadonlySet<string>;
}

export function testOf(path: string, text: string): TestFile {
  const file = parse(path, text);
  const loads = file.statements.filter(ts.isImportDeclaration)
    .filter(({ importClause }) => importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    .flatMap(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? [join(dirname(path), moduleSpecifier.text)] : []));
  const words = new Set<string>();
  walk(file, (node) => {
    if (ts.isStringLiteralLike(node) && !ts.isImportDeclaration(node.parent)) for (const word of node.text.split(/[^\w-]+/)) words.add(word);
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) words.add(node.name.text);
  });
  return { loads: new Set(loads), words };
}

/** Whether the test uses the member itself, or its registry and names it. */
export const speaksOf = ({ loads, words }: TestFile, { path, stem, name }: Member, door?: string): boolean =>
  loads.has(path) || ([join(dirname(path), 'index.ts'), ...(door === undefined ? [] : [door])].some((file) => loads.has(file)) && [stem, name ?? stem].some((word) => words.has(word)));

function localNames(clause: ts.ImportClause | undefined): string[] {
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
  const named = clause.namedBindings !== undefined && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
  return [clause, ...named].flatMap(({ name }) => (name === undefined ? [] : [name.text]));
}

const EQUALITIES = new Set([
  ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** The string literals of a file: those of domain/ are the words of its closed unions. */
export function wordsOf(path: string, text: string): string[] {
  const words: string[] = [];
  walk(parse(path, text), (node) => { if (ts.isStringLiteral(node)) words.push(node.text); });
  return words;
}

export interface Names {
  readonly members: readonly Member[];
  /** Words that also mean something else, which code may well ask for. */
  readonly closed: ReadonlySet<string>;
}

/** Each place in a file that asks whether something is a certain member of a registry, as `path:line what`. */
export function nameQuestions(path: string, text: string, { members, closed }: Names): string[] {
  const strangers = members.filter((member) => path !== member.path && !path.startsWith(member.path.replace(/\.tsx?$/, '/')));
  const found: string[] = [];
  walk(parse(path, text), (node) => {
    for (const [literal, asked] of comparisonsIn(node)) {
      const member = strangers.find((stranger) => stranger.name === literal && (isUnmistakable(literal, closed) || isCalledName(asked, stranger)));
      if (member !== undefined) found.push(`${at(node)} asks for the ${member.noun} '${literal}'`);
    }
  });
  return found;
}

function comparisonsIn(node: ts.Node): [string, ts.Expression][] {
  if (ts.isBinaryExpression(node) && EQUALITIES.has(node.operatorToken.kind)) {
    const left = bare(node.left);
    const right = bare(node.right);
    if (ts.isStringLiteralLike(right)) return [[right.text, left]];
    return ts.isStringLiteralLike(left) ? [[left.text, right]] : [];
  }
  if (ts.isCaseClause(node) && ts.isStringLiteralLike(node.expression)) {
    return [[node.expression.text, bare(node.parent.parent.expression)]];
  }
  return [];
}

function bare(node: ts.Expression): ts.Expression {
  const wrapped = ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node);
  return wrapped ? bare(node.expression) : node;
}

/** No comparison with `analyze_logs` can mean anything but the tool; `sshd` may be a program, `web-shell` a category. */
const isUnmistakable = (name: string, closed: ReadonlySet<string>): boolean => /[-_]/.test(name) && !closed.has(name);

/** Whether what is compared is called a name, an id or by the registry's noun. */
function isCalledName(asked: ts.Expression, { noun }: Member): boolean {
  const capital = noun.charAt(0).toUpperCase() + noun.slice(1);
  return new RegExp(`^(?:name|id|${noun})$|[a-z0-9](?:Name|Id|${capital})$`).test(lastWord(asked));
}

function lastWord(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) return node.argumentExpression.text;
  return node.getText();
}
