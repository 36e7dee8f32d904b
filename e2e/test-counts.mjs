/** How many tests a program ran, read from what it left behind. A program that dies without a word counts as one failure. */
import fs from 'node:fs';

/**
 * `excused`: of the skipped ones, those that nothing on this machine's list of packages could have run, with the reason.
 * `did`: what a tier counts besides its tests (operations, crashes, kills, ...), by name.
 */
export const nothingCounted = { passed: 0, failed: 0, skipped: 0, excused: [], did: {} };

export function addCounts(one, other) {
  const did = { ...one.did };
  for (const [name, number] of Object.entries(other.did ?? {})) did[name] = (did[name] ?? 0) + number;
  return {
    passed: one.passed + other.passed, failed: one.failed + other.failed, skipped: one.skipped + other.skipped,
    excused: [...(one.excused ?? []), ...(other.excused ?? [])], did,
  };
}

/** With CI=true, what a suite left out although the machine was to have all it needs is no pass; what is excused stays skipped. */
export function withoutSkips(counts) {
  const excused = counts.excused.reduce((sum, { count }) => sum + count, 0);
  return { ...counts, failed: counts.failed + counts.skipped - excused, skipped: excused };
}

/** Where a program begins is no count of what it did; what it tested is counted beside. */
const noWork = ['from', 'seed'];

/** Numbers of each line that is a JSON object, with or without a mark before it: programs may print one for each of their tests. */
export function workDone(output) {
  let did = {};
  for (const line of output.split('\n')) {
    const json = /^.{0,8}?(\{"[a-zA-Z]+":.*\})\s*$/.exec(line)?.[1];
    if (json === undefined) continue;
    const numbers = Object.entries(parsed(json)).filter(([name, value]) => typeof value === 'number' && !noWork.includes(name));
    did = addCounts({ ...nothingCounted, did }, { ...nothingCounted, did: Object.fromEntries(numbers) }).did;
  }
  return did;
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

/** `hashDifferences: 0` as people read it. */
export function workWords(did) {
  return Object.entries(did).map(([name, number]) =>
    `${number.toLocaleString('en')} ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`).join(', ');
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

function specsOf({ suites = [], specs = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/**
 * Playwright's JSON report. A test that passed only at the second try is a failure: it hides a race. Where the desktop program
 * cannot run, each spec that is not for browsers only counts as skipped, and `excused` says why (the configuration printed it).
 */
export function byPlaywright({ reportFile, output = '' }) {
  const report = reportIn(reportFile);
  if (report?.stats === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = report;
  const counts = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  const why = /^electron: not run: (.+)$/m.exec(output)?.[1];
  if (why === undefined) return counts;
  const leftOut = specsOf(report).filter(({ tags = [] }) => !tags.some((tag) => /^@?browser$/.test(tag))).length;
  const excused = [{ count: leftOut, reason: `specs in the desktop program: ${why}` }];
  return { ...counts, skipped: counts.skipped + leftOut, excused };
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
