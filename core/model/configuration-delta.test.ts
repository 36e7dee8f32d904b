import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyBackward, applyForward, deltaBetween, sameValue } from './configuration-delta.ts';
import type { GroupConfiguration } from './configuration.ts';
import type { CommitId, PlexId, VolumeId } from './identity.ts';
import { mirrored } from './test-configuration.ts';

const base: GroupConfiguration = {
  ...mirrored,
  volumes: [1, 2, 3, 4, 5, 6].map((number) => ({ ...mirrored.volumes[0]!, id: `v${number}` as VolumeId, name: `V${number}` })),
  plexes: [1, 2, 3, 4, 5, 6].map((number) => ({ ...mirrored.plexes[0]!, id: `p${number}` as PlexId, volumeId: `v${number}` as VolumeId })),
};

/** Any choice of the volumes, in any order, some of them renamed. */
const configurations: fc.Arbitrary<GroupConfiguration> = fc.record({
  kept: fc.shuffledSubarray([...base.volumes]), inOrder: fc.boolean(), renamed: fc.nat(6), sequence: fc.nat(1000), name: fc.string(),
}).map(({ kept, inOrder, renamed, sequence, name }) => {
  const chosen = inOrder ? base.volumes.filter((volume) => kept.includes(volume)) : kept;
  const volumes = chosen.map((volume, index) => (index === renamed ? { ...volume, name } : volume));
  const ids = new Set(volumes.map(({ id }) => id));
  const plexes = base.plexes.filter(({ volumeId }) => ids.has(volumeId));
  return { ...base, volumes, sequence, commitId: `commit ${sequence}` as CommitId, plexes };
});

it('leads from each of two configurations to the other', () => {
  fc.assert(fc.property(configurations, configurations, (before, after) => {
    const delta = deltaBetween(before, after);
    expect(applyBackward(after, delta)).toEqual(before);
    expect(applyForward(before, delta)).toEqual(after);
  }), { numRuns: 200 });
});

it('is not applied to a configuration that it was not made of', () => {
  fc.assert(fc.property(configurations, configurations, configurations, (before, after, other) => {
    const delta = deltaBetween(before, after);
    const made = applyBackward(other, delta);
    if (made !== null) expect(applyForward(made, delta)).toEqual(other);
  }), { numRuns: 200 });
  const delta = deltaBetween(base, { ...base, volumes: base.volumes.map((volume) => ({ ...volume, lengthBytes: 4096 })) });
  expect(applyBackward(base, delta)).toBeNull();
  expect(applyForward({ ...base, volumes: [] }, delta)).toBeNull();
});

it('says nothing where nothing changed', () => {
  expect(deltaBetween(base, structuredClone(base))).toEqual([]);
  expect(sameValue({ a: undefined }, { b: undefined })).toBe(false);
});
