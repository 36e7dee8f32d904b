/**
 * Which files nobody uses. A file is reached from the entries of the product (what package.json, the build and the pages
 * name) or from tests and configurations. Edges are imports, and strings that name a file of the project: that is how
 * the build names its entries and how a thread names its program.
 */
import path from 'node:path';
import ts from 'typescript';
import { isCode, isTest, parse } from './tidy.ts';
import type { Rule, SourceText } from './tidy.ts';

/** Read by people or tools by their name alone. */
const known = [/^package\.json$/, /^\.ci\/run$/, /^electron-builder\.yml$/, /\.html$/, /\.config\.(ts|mjs)$/, /\.md$/];
const isRoot = (file: string): boolean => isTest(file) || known.some((pattern) => pattern.test(file));

/** Two rules ask for the same names. */
const namesByFile = new WeakMap<SourceText, readonly string[]>();

function namesIn(file: SourceText): readonly string[] {
  const known = namesByFile.get(file) ?? readNames(file);
  namesByFile.set(file, known);
  return known;
}

function readNames(file: SourceText): readonly string[] {
  if (!isCode(file.path)) return file.text.match(/[\w@./-]+\.(tsx?|mjs|cjs|js|css|html|svg|json|py|c)\b/g) ?? [];
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) names.push(...node.text.split(/\s+/));
    if (ts.isTemplateExpression(node)) names.push(...node.templateSpans.map((span) => span.literal.text));
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return names;
}

/** A name as written in `from` may be relative to that file or to the root. */
function resolve(from: string, name: string, all: ReadonlySet<string>): string | null {
  const beside = path.posix.normalize(path.posix.join(path.posix.dirname(from), name));
  const fromRoot = path.posix.normalize(name.replace(/^\/+/, ''));
  return [beside, fromRoot].find((candidate) => all.has(candidate)) ?? null;
}

function reachedFrom(roots: readonly string[], byPath: ReadonlyMap<string, SourceText>): ReadonlySet<string> {
  const all = new Set(byPath.keys());
  const reached = new Set(roots);
  const queue = [...roots];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const file = byPath.get(next);
    for (const name of file === undefined ? [] : namesIn(file)) {
      const target = resolve(next, name, all);
      if (target === null || reached.has(target)) continue;
      reached.add(target);
      queue.push(target);
    }
  }
  return reached;
}

export const noUnreachableFiles: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = reachedFrom(files.map((file) => file.path).filter(isRoot), byPath);
  return files.map((file) => file.path).filter((file) => isCode(file) && !reached.has(file)).map((file) => `${file}: nothing uses it`);
};

/** Code of the product that only its own tests use is dead as well. Stand-ins for tests say so in their name. */
export const noCodeForTestsOnly: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = reachedFrom(files.map((file) => file.path).filter((file) => isRoot(file) && !isTest(file)), byPath);
  const inProduct = (file: string): boolean => /^(core|electron|renderer)\//.test(file) && isCode(file) && !isTest(file);
  const standsIn = (file: string): boolean => /(^|[/.-])(test|fake|fixture)[.-]/.test(file);
  return files.map((file) => file.path).filter((file) => inProduct(file) && !standsIn(file) && !reached.has(file))
    .map((file) => `${file}: only tests use it`);
};
