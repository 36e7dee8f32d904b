/** The same engine in its seeded world and under the n-th fault, so that `npm run coverage` counts what these reach too. */
import { describe, expect, it } from 'vitest';
import { faultCases } from '../../core/simulation/nth-fault-cases.ts';
import { prepare, tryFault } from '../../core/simulation/nth-fault-try.ts';
import { drawOptions } from '../../core/simulation/scenario-options.ts';
import { runScenario } from '../../core/simulation/scenario.ts';

const seeds = Array.from({ length: 40 }, (_unused, index) => 3000 + index);
const operations = 300;
const kinds = ['read', 'write', 'zero', 'flush', 'durable'] as const;
const reaches = ['disk', 'all disks'] as const;
/** The first calls of each kind; `npm test` goes through all. */
const calls = [1, 2, 3, 5, 8];

describe('the seeded world', () => {
  it.each(seeds)('seed %i keeps what was promised', async (seed) => {
    const report = await runScenario(drawOptions(seed, operations));
    expect(report.violation?.message ?? '').toBe('');
  });
});

describe('the n-th fault', () => {
  it.each(faultCases)('of $name ends as it began, or done', async (faultCase) => {
    const prepared = await prepare(faultCase, null);
    const tried = await tryFault(faultCase, prepared, null, null);
    expect(tried.outcome).toBe('done');
    for (const reach of reaches) {
      for (const kind of kinds) {
        for (const number of calls) if (!(await tryFault(faultCase, prepared, { kind, number, reach }, null)).hit) break;
      }
    }
  });
});
