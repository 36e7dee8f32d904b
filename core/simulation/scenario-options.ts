/** What one seed draws before anything happens. */
import { SeededRandom } from './seeded-random.ts';

/** Everything that the seed draws, printed with a failure. */
export interface ScenarioOptions {
  readonly seed: number;
  readonly operations: number;
  readonly diskCount: number;
  /** Disks that the group does not begin with. */
  readonly spareCount: number;
  readonly concurrency: number;
  readonly synchronousChance: number;
  readonly latencyMilliseconds: number;
  readonly crashChance: number;
  readonly powerCuts: boolean;
  readonly commandChance: number;
  /** Index of the one disk that may fail, or -1. */
  readonly victim: number;
  readonly victimFault: 'errors' | 'dies' | 'bad sectors' | 'flush fails' | 'vanishes' | 'slow' | 'hangs';
  readonly lyingFlush: boolean;
}

export function drawOptions(seed: number, operations: number): ScenarioOptions {
  const random = new SeededRandom(seed, 'options');
  const diskCount = random.between(2, 4);
  return {
    seed,
    operations,
    diskCount,
    spareCount: random.below(3),
    concurrency: random.pick([1, 4, 16, 40]),
    synchronousChance: random.pick([0, 0.5, 0.95]),
    latencyMilliseconds: random.pick([0.5, 5, 50]),
    crashChance: random.pick([0, 0.003, 0.01]),
    powerCuts: random.chance(0.7),
    commandChance: random.pick([0.002, 0.02]),
    victim: random.chance(0.65) ? random.below(diskCount) : -1,
    victimFault: random.pick(['errors', 'dies', 'bad sectors', 'flush fails', 'vanishes', 'slow', 'hangs'] as const),
    lyingFlush: false,
  };
}
