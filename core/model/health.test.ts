import { describe, expect, it } from 'vitest';
import type { GroupConfiguration, PlexState } from './configuration.ts';
import { indexConfiguration } from './configuration-index.ts';
import { groupHealth, plexConditionFlags, volumeHealth, volumeLayout } from './health.ts';
import type { HealthFacts } from './health.ts';
import type { DiskId, SubdiskId } from './identity.ts';
import { mebibyte } from './limits.ts';
import { changed, mirrored } from './test-configuration.ts';

interface Circumstances {
  readonly missing?: readonly string[];
  readonly failed?: readonly string[];
  readonly failing?: readonly string[];
  readonly states?: readonly PlexState[];
  readonly stopped?: boolean;
  readonly syncing?: boolean;
}

function situation(given: Circumstances): { readonly configuration: GroupConfiguration; readonly facts: HealthFacts } {
  return {
    configuration: {
      ...mirrored,
      disks: mirrored.disks.map((disk) => ({ ...disk, failing: given.failing?.includes(disk.id) === true })),
      plexes: mirrored.plexes.map((plex, index) => ({ ...plex, state: given.states?.[index] ?? plex.state })),
    },
    facts: {
      presentDiskIds: new Set(['d1', 'd2', 'd3'].filter((id) => given.missing?.includes(id) !== true)),
      failedDiskIds: new Set(given.failed ?? []),
      startedVolumeIds: new Set(given.stopped === true ? [] : ['v']),
      syncingVolumeIds: new Set(given.syncing === true ? ['v'] : []),
    },
  };
}

const cases: readonly (readonly [string, number, Circumstances])[] = [
  ['Healthy', 1, {}],
  ['Stopped', 1, { stopped: true, states: ['CLEAN', 'CLEAN'] }],
  ['Degraded', 0, { missing: ['d2'] }],
  ['Degraded', 0, { failed: ['d1'] }],
  ['Degraded', 0, { states: ['ACTIVE', 'STALE'] }],
  ['Degraded', 0, { states: ['OFFLINE', 'ACTIVE'] }],
  ['Degraded', 0, { missing: ['d2'], stopped: true }],
  ['Degraded (At Risk)', 0, { states: ['ACTIVE', 'STALE'], failing: ['d1'] }],
  ['Degraded', 0, { states: ['ACTIVE', 'STALE'], failing: ['d2'] }],
  ['Healthy (At Risk)', 1, { failing: ['d2'] }],
  ['Healthy', 1, { missing: ['d3'], failing: ['d3'] }],
  ['Resynching', 1, { syncing: true }],
  ['Resynching', 0, { syncing: true, states: ['ACTIVE', 'STALE'] }],
  ['Failed', 0, { missing: ['d1', 'd2'] }],
  ['Failed', 0, { failed: ['d1', 'd2'], syncing: true }],
  ['Failed', 0, { states: ['STALE', 'STALE'] }],
  ['Failed', 0, { missing: ['d1'], states: ['ACTIVE', 'STALE'], stopped: true }],
  ['Missing', 0, { missing: ['d1', 'd2'], stopped: true }],
  ['Healthy', 0, { states: ['ACTIVE', 'TEMPRMSD'] }],
];

describe('health of a volume', () => {
  it.each(cases)('%s, survives %i: %j', (word, survivesDisks, given) => {
    const { configuration, facts } = situation(given);
    const health = volumeHealth(
      configuration.volumes[0] as GroupConfiguration['volumes'][number],
      indexConfiguration(configuration),
      facts,
    );
    expect([health.word, health.survivesDisks]).toEqual([word, survivesDisks]);
    expect(health.reason === '').toBe(word === 'Healthy');
  });

  it('says why', () => {
    const { configuration, facts } = situation({ missing: ['d2'], failing: ['d1'] });
    const health = volumeHealth(
      configuration.volumes[0] as GroupConfiguration['volumes'][number],
      indexConfiguration(configuration),
      facts,
    );
    expect(health.reason).toBe('V-02 lacks Disk2, which is missing; V-01 lies on a disk that had errors');
  });
});

describe('flags of a plex', () => {
  it.each<readonly [readonly string[], Circumstances]>([
    [[], {}],
    [['NODEVICE'], { missing: ['d1'] }],
    [['IOFAIL'], { failed: ['d1'], states: ['STALE', 'ACTIVE'] }],
    [['RECOVER'], { states: ['STALE', 'ACTIVE'] }],
  ])('%j', (flags, given) => {
    const { configuration, facts } = situation(given);
    expect(
      plexConditionFlags(configuration.plexes[0] as GroupConfiguration['plexes'][number], indexConfiguration(configuration), facts),
    ).toEqual(flags);
  });
});

describe('health of a group', () => {
  it.each<readonly [string, Circumstances]>([
    ['Healthy', {}],
    ['Healthy', { stopped: true }],
    ['Missing', { missing: ['d3'] }],
    ['Degraded', { missing: ['d1'] }],
    ['Failed', { missing: ['d1', 'd2'] }],
    ['Failed', { missing: ['d1', 'd2'], stopped: true }],
    ['Healthy (At Risk)', { failing: ['d3'] }],
    ['Healthy (At Risk)', { failed: ['d3'] }],
    ['Resynching', { syncing: true }],
  ])('%s: %j', (word, given) => {
    const { configuration, facts } = situation(given);
    expect(groupHealth(configuration, indexConfiguration(configuration), facts)).toBe(word);
  });
});

describe('layout of a volume', () => {
  const one: GroupConfiguration = { ...mirrored, plexes: mirrored.plexes.slice(0, 1), subdisks: mirrored.subdisks.slice(0, 1) };
  const first = mirrored.subdisks[0] as GroupConfiguration['subdisks'][number];
  const more = { ...first, id: 's9' as SubdiskId, diskOffsetBytes: 20 * mebibyte, columnOffsetBytes: 8 * mebibyte };
  it.each<readonly [string, GroupConfiguration]>([
    ['mirrored', mirrored],
    ['concatenated', one],
    ['concatenated', { ...one, subdisks: [first, more] }],
    ['spanned', { ...one, subdisks: [first, { ...more, diskId: 'd3' as DiskId }] }],
    ['striped', changed(one, 'plexes', { layout: 'striped', columns: 2, stripeUnitBytes: 65536 })],
    ['mirrored striped', changed(mirrored, 'plexes', { layout: 'striped', columns: 2, stripeUnitBytes: 65536 })],
    ['concatenated', changed({ ...mirrored, subdisks: mirrored.subdisks.slice(0, 1) }, 'plexes', { state: 'TEMPRMSD' }, 1)],
  ])('%s', (word, configuration) => {
    expect(volumeLayout(configuration.volumes[0] as GroupConfiguration['volumes'][number], indexConfiguration(configuration))).toBe(word);
  });
});
