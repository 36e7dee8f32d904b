/**
 * `npm run simulate -- --seeds N --from S [--operations N]`, `--seed S` for one again with its trace, `--sabotages` for the
 * deliberate bugs of `caught-in-seeds.ts`, each of which must be caught. Every seed of a run is run twice when `--twice` is
 * given, and the two trace hashes must be equal. Prints one JSON line with the counts at the end; exit code 1 when a promise was
 * broken.
 */
import { parseArgs } from 'node:util';
import { sabotages, setSabotages, type Sabotage } from '../model/sabotage.ts';
import { caughtInSeeds } from './caught-in-seeds.ts';
import { drawOptions, type ScenarioOptions } from './scenario-options.ts';
import { runScenario, type ScenarioReport } from './scenario.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    operations: { type: 'string', default: '1000' },
    twice: { type: 'boolean', default: false },
    sabotages: { type: 'boolean', default: false },
    sabotage: { type: 'string' },
  },
});

const operations = Number(values.operations);

function describe(report: ScenarioReport): string {
  return [
    `seed ${report.options.seed}: ${report.violation?.message ?? 'nothing wrong'}`,
    `options ${JSON.stringify(report.options)}`,
    ...report.lastLines.map((line) => `  ${line}`),
    `again: npm run simulate -- --seed ${report.options.seed} --operations ${operations}`,
  ].join('\n');
}

async function runSeeds(from: number, count: number): Promise<boolean> {
  const totals = {
    seeds: 0, operations: 0, crashes: 0, faults: 0, exemptedWindows: 0, exemptedSectors: 0, violations: 0, hashDifferences: 0,
  };
  for (let seed = from; seed < from + count; seed += 1) {
    const report = await runScenario(drawOptions(seed, operations));
    totals.seeds += 1;
    totals.operations += report.operations;
    totals.crashes += report.crashes;
    totals.faults += report.faults;
    totals.exemptedWindows += report.exemptedWindows;
    totals.exemptedSectors += report.exemptedSectors;
    if (report.violation) {
      totals.violations += 1;
      process.stderr.write(`${describe(report)}\n`);
    }
    if (values.twice && (await runScenario(drawOptions(seed, operations))).hash !== report.hash) {
      totals.hashDifferences += 1;
      process.stderr.write(`seed ${seed}: two runs gave different traces\n`);
    }
    if (values.seed !== undefined) process.stdout.write(`${describe(report)}\nhash ${report.hash}\n`);
  }
  process.stdout.write(`${JSON.stringify({ from, ...totals })}\n`);
  return totals.violations === 0 && totals.hashDifferences === 0;
}

/** Seeds that one sabotage gets before it counts as not caught. */
const seedsPerSabotage = 100;

/** A disk that says that it has flushed and has not: no engine can make up for it, so the checks must notice. */
const lyingDisk = 'lying-disk';

function drawWithBug(bug: Sabotage | typeof lyingDisk, seed: number): ScenarioOptions {
  const options = drawOptions(seed, 400);
  return bug === lyingDisk ? { ...options, lyingFlush: true } : options;
}

async function isCaught(bug: Sabotage | typeof lyingDisk, from: number): Promise<boolean> {
  for (let seed = from; seed < from + seedsPerSabotage; seed += 1) {
    setSabotages(bug === lyingDisk ? [] : [bug]);
    const report = await runScenario(drawWithBug(bug, seed));
    setSabotages([]);
    // Only what goes well without the bug counts as caught.
    if (report.violation && !(await runScenario(drawOptions(seed, 400))).violation) {
      process.stdout.write(`caught ${bug} at seed ${seed}: ${report.violation.message.slice(0, 160)}\n`);
      return true;
    }
  }
  process.stdout.write(`NOT CAUGHT ${bug} in ${seedsPerSabotage} seeds\n`);
  return false;
}

async function runSabotages(bugs: readonly (Sabotage | typeof lyingDisk)[]): Promise<boolean> {
  let caught = 0;
  for (const bug of bugs) if (await isCaught(bug, Number(values.from))) caught += 1;
  process.stdout.write(`${JSON.stringify({ sabotages: bugs.length, caught })}\n`);
  return caught === bugs.length;
}

const numbers = [values.seeds, values.from, values.seed ?? '1', values.operations].map(Number);
const known = values.sabotage === undefined || sabotages.some((name) => name === values.sabotage);
if (numbers.some((number) => !Number.isSafeInteger(number) || number < 1) || !known) {
  process.stderr.write('simulate: --seeds, --from, --seed and --operations are whole numbers above 0; --sabotage is the name of one\n');
  process.exit(1);
}

const good =
  values.sabotages || values.sabotage !== undefined
    ? await runSabotages(
        values.sabotage === undefined
          ? [lyingDisk, ...caughtInSeeds]
          : sabotages.filter((name) => name === values.sabotage),
      )
    : await runSeeds(Number(values.seed ?? values.from), values.seed === undefined ? Number(values.seeds) : 1);
process.exitCode = good ? 0 : 1;
