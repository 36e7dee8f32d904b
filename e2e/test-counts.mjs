/** How many tests a program ran, read from what it left behind. A program that dies without a word counts as one failure. */
import fs from 'node:fs';

export const nothingCounted = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(one, other) {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed, skipped: one.skipped + other.skipped };
}

/** For programs that say all by their exit code. */
export function byExitCode({ code }) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function reportIn(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Vitest's JSON report. A file that could not be loaded or prepared has failed without a failed test in it; it counts as one. */
export function byVitest({ reportFile }) {
  const report = reportIn(reportFile);
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const failedWithoutTest = (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
  const unprepared = report.testResults.filter(failedWithoutTest).length;
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  return { passed: report.numPassedTests, failed: report.numFailedTests + unprepared, skipped };
}

/** Playwright's JSON report. A test that passed only at the second try is a failure: it hides a race. */
export function byPlaywright({ reportFile }) {
  const stats = reportIn(reportFile)?.stats;
  if (stats === undefined) return { passed: 0, failed: 1, skipped: 0 };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** The last line of the output that is a JSON object: the seeds, crash states, faults or sabotages that were run. */
export function bySummaryLine({ code, output }) {
  const line = output.trimEnd().split('\n').reverse().find((one) => one.startsWith('{') && one.endsWith('}'));
  if (line === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { seeds, crashStates, nthFaults, violations, hashDifferences = 0, sabotages, caught } = JSON.parse(line);
  if (typeof sabotages === 'number') return { passed: caught, failed: sabotages - caught, skipped: 0 };
  const states = crashStates ?? nthFaults;
  if (typeof states === 'number') return { passed: Math.max(0, states - violations), failed: violations, skipped: 0 };
  if (typeof seeds === 'number') return { passed: seeds - violations, failed: violations + hashDifferences, skipped: 0 };
  return byExitCode({ code });
}
