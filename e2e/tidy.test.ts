/** The house rules, on the whole project; and each rule on a planted offender, because a rule that cannot fail says nothing. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as tidy from './tidy.ts';
import { noCodeForTestsOnly, noUnreachableFiles } from './tidy-reach.ts';
import type { Rule, SourceText } from './tidy.ts';

const root = path.resolve(import.meta.dirname, '..');
const ignored = new Set(['node_modules', 'dist', 'release', '.git', 'test-results', 'results', 'package-lock.json']);
const readable = /\.(ts|tsx|mjs|cjs|js|css|html|md|yml|json|py|c)$|^\.ci\/run$/;

function filesBelow(folder: string): SourceText[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry): SourceText[] => {
    const relative = path.posix.join(folder, entry.name);
    if (ignored.has(entry.name)) return [];
    if (entry.isDirectory()) return filesBelow(relative);
    return readable.test(relative) ? [{ path: relative, text: fs.readFileSync(path.join(root, relative), 'utf8') }] : [];
  });
}

const project = filesBelow('');
const lines = (count: number): string => '  void 0;\n'.repeat(count);

interface Example {
  readonly name: string;
  readonly rule: Rule;
  readonly offender: readonly SourceText[];
  readonly lawful: readonly SourceText[];
}

const one = (file: string, text: string): readonly SourceText[] => [{ path: file, text }];
const manifest = one('package.json', '{"scripts":{"start":"node electron/start.mjs"}}');

const rules: readonly Example[] = [
  {
    name: 'no open ends', rule: tidy.noOpenEnds,
    offender: one('core/x.ts', '// TO' + 'DO: later'), lawful: one('core/x.ts', '// to do this later would be wrong'),
  },
  { name: 'no function above 70 lines', rule: tidy.noLongFunctions,
    offender: one('core/x.ts', `export const f = () => {\n${lines(70)}};`),
    lawful: one('core/x.ts', `export function f() {\n${lines(68)}}`) },
  { name: 'a list of tests may be long', rule: tidy.noLongFunctions,
    offender: one('core/x.test.ts', `it('x', () => {\n${lines(70)}});`),
    lawful: one('core/x.test.ts', `describe('x', () => {\n${lines(90)}});`) },
  { name: 'no file above 400 lines', rule: tidy.noLongFiles, offender: one('core/x.ts', lines(401)), lawful: one('core/x.ts', lines(400)) },
  {
    name: 'no line above 140 columns', rule: tidy.noLongLines,
    offender: one('core/x.ts', '/'.repeat(141)), lawful: one('docs/x.md', '/'.repeat(141)),
  },
  { name: 'names that say something', rule: tidy.noVagueNames,
    offender: one('core/disk-utils.ts', ''), lawful: one('core/commons.ts', '') },
  {
    name: 'nothing of one machine', rule: tidy.noForeignWords,
    offender: one('docs/x.md', 'see ' + '/ro' + 'ot/x'), lawful: one('docs/x.md', 'the network/homework/roots'),
  },
  {
    name: 'no silenced test', rule: tidy.noSilencedTests,
    offender: one('core/x.test.ts', "describe('a', () => { it.on" + "ly('x', () => {}); });"),
    lawful: one('core/x.test.ts', "it.skipIf(!root)('x', () => {}); test.skip(!root, 'needs root');"),
  },
  {
    name: 'no test switched off', rule: tidy.noSilencedTests,
    offender: one('core/x.test.ts', "it.sk" + "ip('x', () => {});"), lawful: one('core/x.ts', 'const only = 1;'),
  },
  {
    name: 'no unreachable file', rule: noUnreachableFiles,
    offender: [...manifest, ...one('electron/start.mjs', ''), ...one('core/lost.ts', '')],
    lawful: [
      ...manifest, ...one('electron/start.mjs', "build('core/entry.ts')"), ...one('core/found.ts', ''), ...one('core/thread.ts', ''),
      ...one('core/entry.ts', "import './found.ts'; new URL('./thread.ts', import.meta.url)"),
    ],
  },
  {
    name: 'no code for tests only', rule: noCodeForTestsOnly,
    offender: [...one('core/x.test.ts', "import './x.ts'"), ...one('core/x.ts', '')],
    lawful: [...one('core/x.test.ts', "import './fake-disk.ts'"), ...one('core/fake-disk.ts', '')],
  },
];

describe('tidy', () => {
  it.each(rules)('$name: catches the offender and spares the lawful', ({ rule, offender, lawful }) => {
    expect(rule(offender)).not.toEqual([]);
    expect(rule(lawful)).toEqual([]);
  });

  it('reads the whole project', () => {
    for (const top of ['core/model', 'electron', 'renderer', 'e2e', 'docs']) {
      expect(project.some((file) => file.path.startsWith(`${top}/`)), top).toBe(true);
    }
  });

  const distinct = [...new Map(rules.map((example) => [example.rule, example])).values()];
  it.each(distinct)('the project keeps: $name', ({ rule }) => {
    expect(rule(project)).toEqual([]);
  }, 60_000);
});
