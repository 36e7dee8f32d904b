/** The numbers at the end of `npm test` come from here: a tier that dies, lies or says nothing must not count as passed. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly excused?: readonly { readonly count: number; readonly reason: string }[];
  readonly did?: Readonly<Record<string, number>>;
}
type Count = (ended: { readonly code?: number; readonly output?: string; readonly reportFile?: string }) => Counts;

type CountName = 'byExitCode' | 'bySummaryLine' | 'byVitest' | 'byPlaywright';

const { byExitCode, bySummaryLine, byVitest, byPlaywright, addCounts, nothingCounted, withoutSkips, workDone, workWords } =
  await import(new URL('./test-counts.mjs', import.meta.url).href) as Record<CountName, Count> & {
    readonly nothingCounted: Counts;
    readonly addCounts: (one: Counts, other: Counts) => Counts;
    readonly withoutSkips: (counts: Counts) => Counts;
    readonly workDone: (output: string) => Readonly<Record<string, number>>;
    readonly workWords: (did: Readonly<Record<string, number>>) => string;
  };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-counts-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function report(value: unknown): string {
  const file = path.join(folder, 'report.json');
  fs.writeFileSync(file, JSON.stringify(value));
  return file;
}

const oneFailure = { passed: 0, failed: 1, skipped: 0 };

describe('counting', () => {
  it('an exit code', () => {
    expect(byExitCode({ code: 0 })).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(byExitCode({ code: 2 })).toEqual(oneFailure);
  });

  it('a report that is not there', () => {
    expect(byVitest({ reportFile: path.join(folder, 'nothing') })).toEqual(oneFailure);
    expect(byPlaywright({ reportFile: path.join(folder, 'nothing') })).toEqual(oneFailure);
  });

  it('vitest: a file that cannot be loaded or prepared is a failure', () => {
    const testResults = [
      { status: 'passed', assertionResults: [{ status: 'passed' }] }, { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'skipped' }] }, { status: 'failed', assertionResults: [{ status: 'failed' }] },
    ];
    const file = report({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, testResults });
    expect(byVitest({ reportFile: file })).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });

  it('Playwright: a test that passed at the second try is a failure', () => {
    const file = report({ stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 3 } });
    expect(byPlaywright({ reportFile: file })).toEqual({ passed: 7, failed: 2, skipped: 3 });
  });

  it('Playwright: specs that the desktop program could not run are skipped, with the reason', () => {
    const file = report({
      stats: { expected: 7, unexpected: 0, flaky: 0, skipped: 1 },
      suites: [{ specs: [{ tags: ['browser'] }, { tags: [] }], suites: [{ specs: [{ tags: ['slow'] }, {}] }] }],
    });
    const counts = byPlaywright({ reportFile: file, output: 'electron: not run: there is no display\nRunning 4 tests\n' });
    expect(counts).toEqual({
      passed: 7, failed: 0, skipped: 4, excused: [{ count: 3, reason: 'specs in the desktop program: there is no display' }],
    });
    expect(withoutSkips({ ...nothingCounted, ...counts })).toMatchObject({ passed: 7, failed: 1, skipped: 3 });
    expect(byPlaywright({ reportFile: file, output: 'Running 4 tests\n' })).toEqual({ passed: 7, failed: 0, skipped: 1 });
  });

  it('what the programs of a tier did, added up', () => {
    const one = workDone('seeds...\n{"from":9,"seeds":100,"operations":100000,"hashDifferences":0}\n');
    const other = workDone(' \u2713 kills\n  {"kills":2,"seed":7,"files":40}\n{"not json}\n{"seeds":100,"operations":1}');
    const both = addCounts({ ...nothingCounted, did: one }, { ...nothingCounted, did: other });
    expect(both.did).toEqual({ seeds: 200, operations: 100001, hashDifferences: 0, kills: 2, files: 40 });
    expect(workWords(both.did ?? {})).toBe('200 seeds, 100,001 operations, 0 hash differences, 2 kills, 40 files');
  });

  it('a summary line: the last one stands, none at all is a failure', () => {
    const output = 'seeds...\n{"seeds":1,"violations":1}\nmore\n{"seeds":2500,"violations":1,"hashDifferences":1}\n';
    expect(bySummaryLine({ code: 1, output })).toEqual({ passed: 2499, failed: 2, skipped: 0 });
    expect(bySummaryLine({ code: 1, output: '{"sabotages":21,"caught":20}' })).toEqual({ passed: 20, failed: 1, skipped: 0 });
    expect(bySummaryLine({ code: 1, output: '{"crashStates":5000,"sequences":90,"violations":2}' }))
      .toEqual({ passed: 4998, failed: 2, skipped: 0 });
    expect(bySummaryLine({ code: 0, output: '{"nthFaults":2000,"violations":0}' })).toEqual({ passed: 2000, failed: 0, skipped: 0 });
    expect(bySummaryLine({ code: 0, output: 'all is well' })).toEqual(oneFailure);
  });
});
