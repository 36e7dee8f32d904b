/** The engine in its seeded world, so that `npm run coverage` counts what that reaches too: as it is, and with bugs that seeds catch. */
import { afterEach, describe, expect, it } from 'vitest';
import { setSabotages } from '../../core/model/sabotage.ts';
import { caughtInSeeds } from '../../core/simulation/caught-in-seeds.ts';
import { drawOptions } from '../../core/simulation/scenario-options.ts';
import { runScenario } from '../../core/simulation/scenario.ts';

const seeds = Array.from({ length: 60 }, (_unused, index) => 3000 + index);
const operations = 400;
/** `npm run simulate -- --sabotages` gives a bug as many. */
const seedsPerBug = 100;

afterEach(() => {
  setSabotages([]);
});

describe('the seeded world', () => {
  it.each(seeds)('seed %i keeps what was promised', async (seed) => {
    const report = await runScenario(drawOptions(seed, operations));
    expect(report.violation?.message ?? '').toBe('');
  });

  it.each(caughtInSeeds)('the deliberate bug %s breaks a promise in one of the seeds', async (bug) => {
    let caughtAt = 0;
    setSabotages([bug]);
    for (let seed = 1; seed <= seedsPerBug && caughtAt === 0; seed += 1) {
      if ((await runScenario(drawOptions(seed, operations))).violation !== null) caughtAt = seed;
    }
    expect(caughtAt).toBeGreaterThan(0);
  });
});
