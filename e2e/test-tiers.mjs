/**
 * The tiers of `npm test` in the order in which they run, with the seconds that design section 8 gives each. A step names
 * the program that it runs and how its tests are counted; `works` marks programs that tell in lines of JSON what they did.
 */
import { execFileSync } from 'node:child_process';
import { byExitCode, byPlaywright, bySummaryLine, byVitest } from './test-counts.mjs';

const node = process.execPath;
const tsc = 'node_modules/typescript/bin/tsc';
const eslint = 'node_modules/eslint/bin/eslint.js';

const vitest = (config, ...filters) => (report) => [
  node, 'node_modules/vitest/vitest.mjs', 'run', '--root', '.', '--config', config,
  '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters,
];

const playwright = (config) => () => [node, 'node_modules/@playwright/test/cli.js', 'test', '-c', config, '--reporter=list,json'];

/** Every commit explores seeds of its own; the same commit explores the same ones again. */
function firstSeed() {
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number.parseInt(commit.slice(0, 7), 16);
  } catch {
    return 1;
  }
}

/** What one of two processes explores in the tier's share of the time; `npm run soak` explores without end. */
const seedsPerProcess = 100;
/** Seeds of which two runs must give the same trace. */
const seedsTwice = 4;
const crashStatesPerProcess = 1500;

/** One program in two halves at once. */
const halves = (name, program, words) => [1, 2].map((half) => ({
  name: `${name} ${half} of 2`, requires: `core/simulation/${program}.ts`, count: bySummaryLine, works: true,
  command: () => [node, `dist/${program}.js`, '--share', `${half}/2`, ...words()],
}));

const realClients = [
  'nbdinfo', 'nbdcopy', 'nbdsh', 'nbdfuse', 'qemu-img', 'qemu-io', 'fio', 'mkfs.ext4', 'mkfs.xfs', 'mkntfs', 'ntfs-3g', 'fusermount3',
];

export const tiers = [
  {
    id: 'ground', name: 'types, lint, build', budgetSeconds: 50, parallel: true, withoutBuild: true,
    steps: [
      { name: 'types', command: () => [node, tsc, '-p', 'tsconfig.json', '--noEmit'], count: byExitCode },
      {
        name: 'lint', count: byExitCode,
        command: () => [
          node, eslint, '-c', 'e2e/eslint.config.mjs', '--no-error-on-unmatched-pattern', 'core', 'electron', 'renderer', 'e2e', 'bench',
        ],
      },
      { name: 'build', command: () => [node, 'electron/build.mjs'], count: byExitCode },
    ],
  },
  {
    id: 'unit', name: 'unit and property', budgetSeconds: 60, withoutBuild: true, complete: true,
    steps: [{ name: 'unit', command: vitest('e2e/vitest.config.ts'), count: byVitest }],
  },
  {
    id: 'simulation', name: 'simulation', budgetSeconds: 120, parallel: true,
    steps: [
      ...[0, 1].map((half) => ({
        name: `simulation ${half + 1} of 2`, requires: 'core/simulation/run.ts', count: bySummaryLine, works: true,
        command: () => [
          node, 'dist/simulate.js', '--seeds', String(seedsPerProcess), '--from', String(firstSeed() + half * seedsPerProcess),
        ],
      })),
      {
        name: 'simulation, each seed twice', requires: 'core/simulation/run.ts', count: bySummaryLine, works: true,
        command: () => [node, 'dist/simulate.js', '--twice', '--seeds', String(seedsTwice), '--from', String(firstSeed())],
      },
    ],
  },
  {
    id: 'crash-states', name: 'crash states', budgetSeconds: 45, parallel: true,
    steps: halves('crash states', 'crash-states', () => ['--states', String(crashStatesPerProcess), '--seed', String(firstSeed())]),
  },
  {
    id: 'nth-fault', name: 'n-th fault', budgetSeconds: 60, parallel: true, steps: halves('n-th fault', 'nth-fault', () => []),
  },
  {
    id: 'sabotages', name: 'sabotages', budgetSeconds: 40,
    steps: [{
      name: 'sabotages', requires: 'core/simulation/run.ts', count: bySummaryLine, works: true,
      command: () => [node, 'dist/simulate.js', '--sabotages'],
    }],
  },
  {
    id: 'interop', name: 'interop', budgetSeconds: 60, programs: realClients, complete: true, mounts: true,
    steps: [{ name: 'interop', command: vitest('e2e/interop.config.ts', 'e2e/interop'), count: byVitest }],
  },
  {
    id: 'faults', name: 'real faults', budgetSeconds: 135, programs: realClients, complete: true, mounts: true,
    steps: [{ name: 'transcript', command: vitest('e2e/interop.config.ts', 'e2e/transcript'), count: byVitest, works: true }],
  },
  {
    id: 'browser', name: 'browser', budgetSeconds: 120, complete: true,
    steps: [{
      name: 'browser', requires: 'e2e/playwright.config.ts', count: byPlaywright, command: playwright('e2e/playwright.config.ts'),
    }],
  },
];
