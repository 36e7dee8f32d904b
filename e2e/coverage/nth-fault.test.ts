/** The n-th fault loop over every command, so that `npm run coverage` counts what it reaches too; `npm test` lets every call fail. */
import { describe, expect, it } from 'vitest';
import { faultCases } from '../../core/simulation/nth-fault-cases.ts';
import { prepare, tryFault } from '../../core/simulation/nth-fault-try.ts';

const kinds = ['read', 'write', 'zero', 'flush', 'durable'] as const;
const reaches = ['disk', 'all disks'] as const;
const calls = [1, 2, 3, 5, 8];

describe('the n-th fault', () => {
  it.each(faultCases)('of $name ends as it began, or done', async (faultCase) => {
    const prepared = await prepare(faultCase, null);
    expect((await tryFault(faultCase, prepared, null, null)).outcome).toBe('done');
    for (const reach of reaches) {
      for (const kind of kinds) {
        for (const number of calls) if (!(await tryFault(faultCase, prepared, { kind, number, reach }, null)).hit) break;
      }
    }
  });
});
