/** The numbers at the end of `npm test` come from here: a tier that dies, lies or says nothing must not count as passed. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

interface Counts { readonly passed: number; readonly failed: number; readonly skipped: number }
type Count = (ended: { readonly code?: number; readonly output?: string; readonly reportFile?: string }) => Counts;

type CountName = 'byExitCode' | 'bySummaryLine' | 'byVitest' | 'byPlaywright';

const { byExitCode, bySummaryLine, byVitest, byPlaywright } =
  await import(new URL('./test-counts.mjs', import.meta.url).href) as Record<CountName, Count>;

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
