/**
 * `npm run soak -- --minutes M [--only simulation|kills]`: the large counts. Each area gets its share of the time and runs whole
 * batches until that is over; what was counted is added to docs/soak.md with date and commit. Exit code 1 when anything failed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const record = path.join(root, 'docs', 'soak.md');
const seedsPerBatch = 100;
const processes = 2;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' }, only: { type: 'string' } } });

/** Output of a program that may fail: its exit code is part of the answer. */
function run(program, parameters) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (bytes) => { output += bytes; });
    child.stderr.on('data', (bytes) => { output += bytes; });
    child.on('close', (code) => { resolve({ output, code }); });
  });
}

async function simulate(from) {
  const seeds = ['--seeds', String(seedsPerBatch), '--from', String(from), '--twice'];
  const { output, code } = await run(process.execPath, ['dist/simulate.js', ...seeds]);
  const summary = output.trimEnd().split('\n').findLast((line) => line.startsWith('{'));
  if (code !== 0) process.stderr.write(output);
  return { ...JSON.parse(summary ?? '{}'), failed: code === 0 ? 0 : 1 };
}

/** Each batch takes seeds that no earlier run took: they begin at the present second. */
async function soakSimulation(untilMilliseconds) {
  const totals = { seeds: 0, operations: 0, crashes: 0, faults: 0, violations: 0, hashDifferences: 0, failed: 0 };
  let next = Math.floor(Date.now() / 1000) % 2_000_000_000;
  while (Date.now() < untilMilliseconds) {
    const batches = await Promise.all(Array.from({ length: processes }, (_unused, index) => simulate(next + index * seedsPerBatch)));
    next += processes * seedsPerBatch;
    for (const batch of batches) for (const key of Object.keys(totals)) totals[key] += batch[key] ?? 0;
  }
  return totals;
}

/** The transcript with real clients: each run kills the host in the middle of writes and checks every file afterwards. */
async function soakKills(untilMilliseconds) {
  const totals = { kills: 0, failed: 0 };
  while (Date.now() < untilMilliseconds) {
    const { output, code } = await run(process.execPath, [
      'node_modules/vitest/vitest.mjs', 'run', '--root', '.', '--config', 'e2e/interop.config.ts', 'e2e/transcript/shown-by',
    ]);
    totals.kills += 1;
    if (code !== 0) {
      totals.failed += 1;
      process.stderr.write(output);
    }
  }
  return totals;
}

const areas = [['simulation', soakSimulation], ['kills', soakKills]].filter(([name]) => values.only === undefined || values.only === name);
const shareMilliseconds = (Number(values.minutes) * 60_000) / areas.length;
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
if (!existsSync(record)) {
  const head = [
    '# Soak runs', '', 'Added to by `npm run soak`; every row is one run.', '',
    '| date | commit | area | minutes | counts |', '|---|---|---|---|---|',
  ];
  writeFileSync(record, `${head.join('\n')}\n`);
}
let failed = 0;
for (const [name, soak] of areas) {
  const totals = await soak(Date.now() + shareMilliseconds);
  failed += totals.failed;
  const words = (key) => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const counts = Object.entries(totals).map(([key, count]) => `${count} ${words(key)}`).join(', ');
  const minutes = (shareMilliseconds / 60_000).toFixed(1);
  appendFileSync(record, `| ${new Date().toISOString().slice(0, 10)} | ${commit} | ${name} | ${minutes} | ${counts} |\n`);
  process.stdout.write(`${name}: ${counts}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
