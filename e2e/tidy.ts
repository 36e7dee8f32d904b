/**
 * House rules that lint cannot see, each a function from the files of the project to complaints. Kept apart from the test so
 * that every rule can be shown a planted offender.
 */
import ts from 'typescript';

export interface SourceText {
  /** From the root of the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export type Complaint = string;
export type Rule = (files: readonly SourceText[]) => readonly Complaint[];

export const functionLinesMaximum = 70;
export const fileLinesMaximum = 400;
export const columnsMaximum = 140;

export const isCode = (path: string): boolean => /\.(ts|tsx|mjs|cjs|js)$/.test(path);
export const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path);

/** Several rules ask for the same files; parsing all of them is what costs. */
const parsed = new WeakMap<SourceText, ts.SourceFile>();

export function parse(file: SourceText): ts.SourceFile {
  const source = parsed.get(file) ?? ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  parsed.set(file, source);
  return source;
}

function lineOf(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}

function eachLine(files: readonly SourceText[], complain: (line: string, path: string) => string | null): Complaint[] {
  return files.flatMap((file) => file.text.split('\n').flatMap((line, index) => {
    const complaint = complain(line, file.path);
    return complaint === null ? [] : [`${file.path}:${index + 1}: ${complaint}`];
  }));
}

/** Written in two halves, so that this file does not accuse itself. */
const openEnds = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);

export const noOpenEnds: Rule = (files) =>
  eachLine(files, (line) => (openEnds.test(line) ? `open end: ${line.trim()}` : null));

export const noLongLines: Rule = (files) =>
  eachLine(files.filter((file) => isCode(file.path)), (line) => (line.length > columnsMaximum ? `${line.length} columns` : null));

export const noLongFiles: Rule = (files) => files.filter((file) => isCode(file.path)).flatMap((file) => {
  const lines = file.text.trimEnd().split('\n').length;
  return lines > fileLinesMaximum ? [`${file.path}: ${lines} lines`] : [];
});

/** The body of a `describe` is a list of tests, not a function to be read at one sight. */
function groupsTests(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^(test\.)?describe\b/.test(node.parent.expression.getText());
}

export const noLongFunctions: Rule = (files) => files.filter((file) => isCode(file.path)).flatMap((file) => {
  const source = parse(file);
  const complaints: Complaint[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && !groupsTests(node)) {
      const first = lineOf(source, node.getStart(source));
      const lines = lineOf(source, node.end) - first + 1;
      if (lines > functionLinesMaximum) complaints.push(`${file.path}:${first}: a function of ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return complaints;
});

export const noVagueNames: Rule = (files) => files.flatMap((file) => {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\..*$/, '');
  const vague = name.split('-').find((word) => /^(utils?|helpers?|common|misc|stuff|shared)$/.test(word));
  return vague === undefined ? [] : [`${file.path}: "${vague}" says nothing; name the concept`];
});

/** Paths of one machine, and words about how a text came to be. */
const foreign = [
  /(^|[\s'"`(=:])\/(work|home|Users)\/\w/, /(^|[\s'"`(=:])\/root\/\w/, /\b[A-Z]:\\\\?Users\\/,
  new RegExp('language' + ' model|\\bsub-?' + 'agents?\\b|co-' + 'authored-by', 'i'),
];

export const noForeignWords: Rule = (files) => eachLine(files, (line) => {
  const found = foreign.map((pattern) => pattern.exec(line)).find((match) => match !== null);
  return found ? `does not belong here: ${found[0].trim()}` : null;
});

/** A test that is switched off proves nothing. Leaving it out on a condition (`skipIf`, or as first argument) is another matter. */
export const noSilencedTests: Rule = (files) => files.filter((file) => isTest(file.path)).flatMap((file) => {
  const source = parse(file);
  const complaints: Complaint[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      const first = node.arguments[0];
      const unconditional = first === undefined || ts.isStringLiteralLike(first);
      const ofTests = /^(it|test|describe)\b/.test(expression.getText(source));
      if (ofTests && (name.text === 'only' || (unconditional && /^(skip|todo|fixme)$/.test(name.text)))) {
        complaints.push(`${file.path}:${lineOf(source, node.getStart(source))}: ${expression.getText(source)}.${name.text}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return complaints;
});
