/**
 * `npm test`: everything that proves this product, on a fresh clone, within 12 minutes on 2 cores (design section 8).
 * Plain JavaScript and nothing but Node, because it runs before anything is installed.
 *
 *   npm test                       all tiers
 *   npm test -- --only interop     one tier (or several: --only unit,interop)
 *   npm test -- --list             the tiers and their budgets
 *
 * Beside its counts each tier prints what it did (operations, crashes, faults, kills, ...), as its programs told it.
 * The last line is always `N passed, N failed, N skipped`. The clock fails no run: a tier over its budget is named, not failed.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { addCounts, nothingCounted, withoutSkips, workDone, workWords } from './test-counts.mjs';
import { lackingForMounts } from './mount-needs.mjs';
import { installModules, installSystemPackages, missingPrograms, searchPath } from './test-prepare.mjs';
import { tiers } from './test-tiers.mjs';

const root = path.resolve(import.meta.dirname, '..');
const inContinuousIntegration = process.env.CI === 'true';
/** A step that hangs is ended after this many times its tier's budget; that is a failure, not a late pass. */
const patience = 15;

/** Programs that run now, each the head of a process group of its own. */
const running = new Set();

/** Who stops this run stops what it started. */
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of running) process.kill(-child.pid, 'SIGTERM');
    process.exit(130);
  });
}

function chosenTiers() {
  const names = process.argv.flatMap((word, index, words) => {
    if (word.startsWith('--only=')) return word.slice('--only='.length).split(',');
    return words[index - 1] === '--only' ? word.split(',') : [];
  });
  for (const name of names) {
    if (tiers.some((tier) => tier.id === name)) continue;
    console.error(`There is no tier "${name}". Tiers: ${tiers.map((tier) => tier.id).join(', ')}`);
    process.exit(1);
  }
  return names.length === 0 ? tiers : tiers.filter((tier) => names.includes(tier.id));
}

/** Runs one program to its end. Output goes to `<stem>.log`, a report (if it makes one) to `<stem>.json`. Resolves to its exit code. */
function run(command, stem, limitSeconds) {
  return new Promise((resolve) => {
    const log = fs.openSync(`${stem}.log`, 'w');
    const environment = {
      ...process.env, PATH: searchPath, UV_USE_IO_URING: '0', FORCE_COLOR: '0', PLAYWRIGHT_JSON_OUTPUT_NAME: `${stem}.json`,
    };
    const child = spawn(command[0], command.slice(1), { cwd: root, env: environment, stdio: ['ignore', log, log], detached: true });
    running.add(child);
    let why = '';
    const timer = setTimeout(() => {
      why = `ended after ${limitSeconds} s without a result`;
      process.kill(-child.pid, 'SIGKILL');
    }, limitSeconds * 1000);
    const finish = (code, reason) => {
      clearTimeout(timer);
      running.delete(child);
      fs.closeSync(log);
      resolve({ code, why: why || reason });
    };
    child.on('error', (error) => finish(1, error.message));
    child.on('exit', (code, signal) => {
      if (running.has(child)) finish(code ?? 1, signal === null ? '' : `ended by ${signal}`);
    });
  });
}

async function runStep(step, tier, logFolder) {
  const stem = path.join(logFolder, step.name.replaceAll(' ', '-'));
  const result = await run(step.command(`${stem}.json`), stem, tier.budgetSeconds * patience);
  const output = fs.readFileSync(`${stem}.log`, 'utf8');
  const counted = step.count({ code: result.code, output, reportFile: `${stem}.json` });
  const counts = { ...nothingCounted, ...counted, did: step.works === true ? workDone(output) : {} };
  const failed = result.code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  return { step, counts: failed, output, why: result.why };
}

function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed${failed > 0 ? `, ${failed} failed` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function runTier(tier, logFolder) {
  const missing = missingPrograms(tier.programs ?? []);
  if (missing.length > 0) {
    console.log(`${tier.name}: skipped, because this machine lacks ${missing.join(', ')}`);
    return { counts: { ...nothingCounted, [inContinuousIntegration ? 'failed' : 'skipped']: 1 }, seconds: 0 };
  }
  const unmountable = tier.mounts === true ? lackingForMounts() : [];
  if (unmountable.length > 0) {
    console.log(`${tier.name}: tests that mount volumes are skipped, because this machine lacks ${unmountable.join(', ')}`);
  }
  const started = performance.now();
  const present = tier.steps.filter((step) => step.requires === undefined || fs.existsSync(path.join(root, step.requires)));
  const results = tier.parallel
    ? await Promise.all(present.map((step) => runStep(step, tier, logFolder)))
    : await present.reduce(async (before, step) => [...await before, await runStep(step, tier, logFolder)], Promise.resolve([]));
  let counts = nothingCounted;
  for (const result of results) {
    if (result.counts.failed > 0) console.log(`\n--- ${tier.name}: ${result.step.name} failed ${result.why}\n${result.output}`);
    counts = addCounts(counts, result.counts);
  }
  // What a suite leaves out because the machine lacks something is no pass where everything was to be there.
  for (const { count, reason } of counts.excused) console.log(`${tier.name}: ${count} skipped: ${reason}`);
  if (inContinuousIntegration && tier.complete && withoutSkips(counts).failed > counts.failed) {
    console.log(`${tier.name}: ${counts.skipped} left out; with CI=true that is a failure`);
    counts = withoutSkips(counts);
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`${tier.name}: ${describeCounts(counts)} in ${seconds.toFixed(1)} s`);
  const work = workWords(counts.did);
  if (work !== '') console.log(`  ${work}`);
  return { counts, seconds };
}

/** Tiers that run programs need them built, also when the tier that builds was not asked for. */
async function buildFirst(logFolder) {
  const stem = path.join(logFolder, 'build-first');
  const result = await run([process.execPath, 'electron/build.mjs'], stem, 300);
  if (result.code === 0) return;
  console.log(fs.readFileSync(`${stem}.log`, 'utf8'));
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

function printBudgets(done) {
  console.log('\n  tier                        took   budget');
  const line = (name, took, budget, remark = '') =>
    console.log(`  ${name.padEnd(24)} ${took.toFixed(1).padStart(6)} s ${String(budget).padStart(6)} s${remark}`);
  for (const { tier, seconds } of done) {
    line(tier.name, seconds, tier.budgetSeconds, seconds > tier.budgetSeconds ? '   over its budget' : '');
  }
  const sum = (of) => done.reduce((total, one) => total + of(one), 0);
  line('all', sum((one) => one.seconds), sum((one) => one.tier.budgetSeconds));
  console.log('');
}

async function main() {
  if (process.argv.includes('--list')) {
    for (const tier of tiers) console.log(`${tier.id.padEnd(12)} ${String(tier.budgetSeconds).padStart(4)} s  ${tier.name}`);
    return;
  }
  const chosen = chosenTiers();
  installModules(root);
  installSystemPackages();
  const logFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-test-'));
  console.log(`logs: ${logFolder}`);
  const building = chosen.some((tier) => tier.id === 'ground');
  if (!building && !chosen.every((tier) => tier.withoutBuild)) await buildFirst(logFolder);
  const done = [];
  for (const tier of chosen) done.push({ tier, ...await runTier(tier, logFolder) });
  printBudgets(done);
  const total = done.reduce((sum, { counts }) => addCounts(sum, counts), nothingCounted);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

await main();
