import { posix } from 'node:path';
import ts from 'typescript';
import { parse } from './typescript.ts';

/**
 * Circles of imports that are evaluated at start, each as its files in order. dependency-cruiser looks for one path
 * back per import, so a short circle of types can hide a long one of values; this looks at values alone.
 */
export function valueCircles(files: ReadonlyMap<string, string>): string[][] {
  const imports = new Map([...files].map(([path, text]) => [path, valueImports(path, text)]));
  const done = new Set<string>();
  const circles: string[][] = [];
  const follow = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) circles.push(trail.slice(start));
    if (start >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) follow(next, [...trail, path]);
    done.add(path);
  };
  for (const path of files.keys()) follow(path, []);
  return circles;
}

function valueImports(path: string, text: string): string[] {
  return parse(path, text).statements
    .flatMap((statement) => {
      if (ts.isImportDeclaration(statement)) {
        return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? [] : [statement.moduleSpecifier];
      }
      return ts.isExportDeclaration(statement) && !statement.isTypeOnly ? [statement.moduleSpecifier] : [];
    })
    .flatMap((specifier) => (specifier !== undefined && ts.isStringLiteral(specifier) ? [specifier.text] : []))
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(path), specifier));
}
