import { expect, it } from 'vitest';
import { FakeClock } from '../device/fake-clock.ts';
import type { PlexId } from '../model/identity.ts';
import { firstPauseMilliseconds, LateParts, longestPauseMilliseconds, lookAgainMilliseconds, quietMilliseconds } from './late-parts.ts';

const plex = 'plex' as PlexId;

function world(): { clock: FakeClock; late: LateParts; retries: number[]; ready: { is: boolean } } {
  const clock = new FakeClock();
  const retries: number[] = [];
  const ready = { is: true };
  const late = new LateParts(clock, () => ready.is, () => { retries.push(clock.now); });
  return { clock, late, retries, ready };
}

it('a disk that hangs again and again is tried after growing pauses, and after a quiet hour as at first', () => {
  const { clock, late, retries } = world();
  const pauses: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const before = clock.now;
    late.left(plex);
    clock.runAll();
    pauses.push((retries.at(-1) ?? 0) - before);
  }
  expect(pauses.slice(0, 4)).toEqual([1, 2, 4, 8].map((times) => times * firstPauseMilliseconds));
  expect(pauses.at(-1)).toBe(longestPauseMilliseconds);
  clock.now += quietMilliseconds;
  late.left(plex);
  const before = clock.now;
  clock.runAll();
  expect((retries.at(-1) ?? 0) - before).toBe(firstPauseMilliseconds);
});

it('it is not tried while late calls may still land, and once only for several failures of one hang', () => {
  const { clock, late, retries, ready } = world();
  ready.is = false;
  late.left(plex);
  late.left(plex);
  clock.runUntil(() => clock.now >= firstPauseMilliseconds + 5 * lookAgainMilliseconds);
  expect(retries).toEqual([]);
  ready.is = true;
  clock.runAll();
  expect(retries).toHaveLength(1);
});
