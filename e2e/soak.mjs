/**
 * `npm run soak -- --minutes M [--only AREA]`: the large counts. The simulated areas run one after the other, and beside them the
 * real ones, which mostly wait; each lane takes all the time, each area its share of it, in whole batches. What was counted is
 * added to docs/soak.md with date and commit. Exit code 1 when anything failed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const record = path.join(root, 'docs', 'soak.md');
const processes = 2;

/** Programs of the simulation: `words` of one batch, from a number that no earlier batch had. Two run at a time. */
const simulated = {
  simulation: {
    share: 60, counts: ['seeds', 'operations', 'crashes', 'faults', 'exemptedWindows', 'violations', 'hashDifferences'], step: 100,
    words: (from) => ['dist/simulate.js', '--seeds', '100', '--from', String(from), '--twice'],
  },
  'crash-states': {
    share: 35, counts: ['crashStates', 'sequences', 'violations'], step: 1,
    words: (from) => ['dist/crash-states.js', '--states', '5000', '--seed', String(from)],
  },
  'nth-fault': {
    share: 5, counts: ['nthFaults', 'commands', 'violations'], step: 1,
    words: (from, process) => ['dist/nth-fault.js', '--share', `${process + 1}/${processes}`, '--seed', String(from)],
  },
};

/** Transcripts with real hosts, kernels and file systems: one at a time, since they share the machine. */
const real = {
  kills: {
    share: 60, file: 'e2e/transcript/kills', each: 10, counts: ['kills', 'files', 'violations'],
    count: 'PLEXUS_KILLS', seed: 'PLEXUS_KILL_SEED',
  },
  'power-cuts': {
    share: 40, file: 'e2e/transcript/power-cut', each: 25, counts: ['powerCuts', 'lostSectors', 'files', 'violations'],
    count: 'PLEXUS_POWER_CUTS', seed: 'PLEXUS_POWER_SEED',
  },
};

const areas = [...Object.keys(simulated), ...Object.keys(real)];
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' }, only: { type: 'string' } } });
if (values.only !== undefined && !areas.includes(values.only)) {
  process.stderr.write(`There is no area "${values.only}". Areas: ${areas.join(', ')}\n`);
  process.exit(1);
}

/** Output of a program that may fail: its exit code is part of the answer. */
function run(words, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (bytes) => { output += bytes; });
    child.stderr.on('data', (bytes) => { output += bytes; });
    child.on('close', (code) => { resolve({ output, code }); });
  });
}

/** Adds the counts of the last line of JSON that the program printed; a program that failed is a failure whatever it counted. */
function add(totals, { output, code }) {
  const line = output.split('\n').findLast((one) => /^.{0,8}\{.*\}\s*$/.test(one)) ?? '{}';
  const counted = JSON.parse(line.slice(line.indexOf('{')));
  for (const key of Object.keys(totals)) totals[key] += key === 'failed' ? 0 : (counted[key] ?? 0);
  if (code === 0) return;
  totals.failed += 1;
  process.stderr.write(output);
}

const zeros = (counts) => Object.fromEntries([...counts, 'failed'].map((name) => [name, 0]));

/** Numbers that no earlier run took: they begin at the present second. */
const firstNumber = () => Math.floor(Date.now() / 1000) % 2_000_000_000;

async function soakSimulated({ counts, step, words }, untilMilliseconds) {
  const totals = zeros(counts);
  let next = firstNumber();
  await Promise.all(Array.from({ length: processes }, async (_unused, process) => {
    while (Date.now() < untilMilliseconds) {
      const from = next;
      next += step;
      add(totals, await run(words(from, process)));
    }
  }));
  return totals;
}

async function soakReal({ file, each, counts, count, seed }, untilMilliseconds) {
  const totals = zeros(counts);
  for (let number = firstNumber(); Date.now() < untilMilliseconds; number += 1) {
    const words = ['node_modules/vitest/vitest.mjs', 'run', '--root', '.', '--config', 'e2e/interop.config.ts', file];
    add(totals, await run(words, { [count]: String(each), [seed]: String(number), FORCE_COLOR: '0' }));
  }
  return totals;
}

function writeDown(name, minutes, totals) {
  if (!existsSync(record)) {
    const head = [
      '# Soak runs', '', 'Added to by `npm run soak`; every row is one area of one run.', '',
      '| date | commit | area | minutes | counts |', '|---|---|---|---|---|',
    ];
    writeFileSync(record, `${head.join('\n')}\n`);
  }
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const words = (key) => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const counts = Object.entries(totals).map(([key, value]) => `${value} ${words(key)}`).join(', ');
  appendFileSync(record, `| ${new Date().toISOString().slice(0, 10)} | ${commit} | ${name} | ${minutes.toFixed(1)} | ${counts} |\n`);
  process.stdout.write(`${name}: ${counts}\n`);
}

const minutes = Number(values.minutes);
let failed = 0;

async function runLane(lane, soak) {
  const chosen = Object.entries(lane).filter(([name]) => values.only === undefined || values.only === name);
  const shares = chosen.reduce((sum, [, { share }]) => sum + share, 0);
  for (const [name, area] of chosen) {
    const started = Date.now();
    const totals = await soak(area, started + (minutes * 60_000 * area.share) / shares);
    failed += totals.failed;
    writeDown(name, (Date.now() - started) / 60_000, totals);
  }
}

await Promise.all([runLane(simulated, soakSimulated), runLane(real, soakReal)]);
process.exitCode = failed === 0 ? 0 : 1;
