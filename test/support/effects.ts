import { builtinModules } from 'node:module';
import ts from 'typescript';
import { at } from './typescript.ts';

/** The parts of Node that only compute: everything else of `node:*` reaches the world. Types are always allowed. */
const PURE_PARTS: Readonly<Record<string, readonly string[]>> = {
  buffer: ['Buffer', 'isAscii', 'isUtf8'],
  crypto: ['createHash', 'createHmac', 'createPublicKey', 'timingSafeEqual', 'verify'],
  net: ['BlockList', 'SocketAddress', 'isIP', 'isIPv4', 'isIPv6'],
  // Not `resolve`: it asks for the working directory.
  path: ['basename', 'dirname', 'extname', 'isAbsolute', 'join', 'normalize', 'parse', 'posix', 'relative', 'sep', 'win32'],
  querystring: ['parse', 'stringify'],
  string_decoder: ['StringDecoder'],
  url: ['URL', 'URLSearchParams', 'domainToASCII', 'domainToUnicode', 'fileURLToPath', 'pathToFileURL'],
  util: ['TextDecoder', 'TextEncoder', 'inspect', 'isDeepStrictEqual', 'stripVTControlCharacters', 'types'],
};
const PURE_MODULES: Readonly<Record<string, string>> = { 'path/posix': 'path', 'path/win32': 'path' };

const BANNED_GLOBALS = new Set([
  'process', 'console', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'WebSocket', 'EventSource',
  'global', 'globalThis', 'require', '__dirname', '__filename',
]);

const BANNED_MEMBERS: Readonly<Record<string, RegExp>> = {
  Date: /^now$/,
  Math: /^random$/,
  crypto: /^(?:random|getRandomValues)/,
  AbortSignal: /^timeout$/,
};

const BUILTIN = new Set(builtinModules);

/** Each way in which these files reach the world by themselves, as `path:line what`. */
export function effectsIn(files: ReadonlyMap<string, string>): string[] {
  const program = programOf(files);
  const checker = program.getTypeChecker();
  return [...files.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    if (file === undefined) throw new Error(`TypeScript did not read ${path}`);
    return effectsOf(file, checker);
  });
}

/** Without libraries and imports, so that a name is either declared in its own file or global. */
function programOf(files: ReadonlyMap<string, string>): ts.Program {
  const options: ts.CompilerOptions = {
    noLib: true, noResolve: true, types: [], jsx: ts.JsxEmit.Preserve, target: ts.ScriptTarget.ES2023,
    moduleDetection: ts.ModuleDetectionKind.Force, allowImportingTsExtensions: true, noEmit: true,
  };
  return ts.createProgram([...files.keys()], options, {
    getSourceFile: (path, version) => {
      const text = files.get(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, version, true);
    },
    fileExists: (path) => files.has(path),
    readFile: (path) => files.get(path),
    writeFile: () => undefined,
    getDefaultLibFileName: () => 'lib.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  });
}

function effectsOf(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found: string[] = [];
  const report = (node: ts.Node, what: string): void => { found.push(`${at(node)} ${what}`); };
  const isGlobal: IsGlobal = (node): node is ts.Identifier => ts.isIdentifier(node) && !isDeclared(node, checker);

  const visit = (node: ts.Node): void => {
    if (isTypeOnly(node)) return;
    for (const what of [...importEffects(node), ...globalEffects(node, isGlobal)]) report(node, what);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `extends Base` counts as a type for TypeScript, but evaluates Base. */
const isTypeOnly = (node: ts.Node): boolean =>
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

function isDeclared(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return (symbol?.declarations?.length ?? 0) > 0;
}

/** A name behind a dot, in front of a colon or in an import list is no use of the global of that name. */
function isLabel(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  const isNameOf = (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isJsxAttribute(parent)
    || ts.isClassElement(parent) || ts.isObjectLiteralElementLike(parent) || ts.isMetaProperty(parent)) && parent.name === node;
  return isNameOf || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent);
}

type IsGlobal = (node: ts.Node) => node is ts.Identifier;

function globalEffects(node: ts.Node, isGlobal: IsGlobal): string[] {
  if (ts.isIdentifier(node)) return BANNED_GLOBALS.has(node.text) && !isLabel(node) && isGlobal(node) ? [node.text] : [];
  const members = membersTaken(node)
    .filter(({ of, member }) => isGlobal(of) && BANNED_MEMBERS[of.text]?.test(member) === true)
    .map(({ of, member }) => `${of.getText()}.${member}`);
  return [...members, ...datesOfNow(node, isGlobal)];
}

function datesOfNow(node: ts.Node, isGlobal: IsGlobal): string[] {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return [];
  if (!isGlobal(node.expression) || node.expression.text !== 'Date') return [];
  if (ts.isCallExpression(node)) return ['Date()'];
  return (node.arguments?.length ?? 0) === 0 ? ['new Date()'] : [];
}

interface MemberTaken {
  readonly of: ts.Expression;
  readonly member: string;
}

/** `Math.random`, `Math['random']` and `const { random } = Math`. */
function membersTaken(node: ts.Node): MemberTaken[] {
  if (ts.isPropertyAccessExpression(node)) return [{ of: node.expression, member: node.name.text }];
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return [{ of: node.expression, member: node.argumentExpression.text }];
  }
  if (ts.isVariableDeclaration(node) && node.initializer !== undefined && ts.isObjectBindingPattern(node.name)) {
    const of = node.initializer;
    return node.name.elements.map((element) => ({ of, member: (element.propertyName ?? element.name).getText() }));
  }
  return [];
}

function importEffects(node: ts.Node): string[] {
  if (ts.isImportDeclaration(node)) {
    const isType = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return isType ? [] : unlessPure(node.moduleSpecifier, importedNames(node.importClause));
  }
  if (ts.isExportDeclaration(node)) {
    return node.isTypeOnly || node.moduleSpecifier === undefined ? [] : unlessPure(node.moduleSpecifier, null);
  }
  if (ts.isExternalModuleReference(node)) return unlessPure(node.expression, null);
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? unlessPure(node.arguments[0], null) : [];
}

/** The names taken by value; null when the whole module is taken or only run. */
function importedNames(clause: ts.ImportClause | undefined): string[] | null {
  if (clause?.namedBindings === undefined || clause.name !== undefined || ts.isNamespaceImport(clause.namedBindings)) return null;
  return clause.namedBindings.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text);
}

function unlessPure(from: ts.Expression | undefined, names: readonly string[] | null): string[] {
  if (from === undefined || !ts.isStringLiteralLike(from)) return ['import(computed)'];
  const specifier = from.text;
  const bare = specifier.replace(/^node:/, '');
  if (!specifier.startsWith('node:') && !BUILTIN.has(bare)) return [];
  if (names === null) return [`import of all of ${specifier}`];
  const pure = PURE_PARTS[PURE_MODULES[bare] ?? bare] ?? [];
  return names.filter((name) => !pure.includes(name)).map((name) => `import of ${name} from ${specifier}`);
}
