import { describe, expect, it } from 'vitest';
import { sampleConfiguration } from '../format/sample-configuration.test-double.ts';
import type { GroupConfiguration, PlexState, VolumeState } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { startVolumes } from './volume-start.ts';

function found(volume: VolumeState, ...plexes: PlexState[]): GroupConfiguration {
  const sample = sampleConfiguration(1);
  return {
    ...sample,
    volumes: sample.volumes.map((record) => ({ ...record, state: volume })),
    plexes: sample.plexes.map((record, index) => ({ ...record, state: plexes[index] ?? record.state })),
  };
}

function start(configuration: GroupConfiguration, present: 'both' | 'first' | 'none') {
  const disks = configuration.disks.map((disk) => disk.id).slice(0, present === 'both' ? 2 : present === 'first' ? 1 : 0);
  const { configuration: after, startedIds, unstartable } = startVolumes(configuration,
    new Set(configuration.volumes.map((volume) => volume.id)), new Set<DiskId>(disks), () => 'map');
  return { states: [after.volumes[0]?.state, ...after.plexes.map((plex) => plex.state)], started: startedIds.size === 1,
    lacks: [...unstartable.values()].flat() };
}

describe('starting a mirrored volume', () => {
  it.each([
    ['CLEAN', ['CLEAN', 'CLEAN'], 'both', ['ACTIVE', 'ACTIVE', 'ACTIVE']],
    ['CLEAN', ['CLEAN', 'CLEAN'], 'first', ['ACTIVE', 'ACTIVE', 'ACTIVE']],
    ['CLEAN', ['CLEAN', 'STALE'], 'both', ['ACTIVE', 'ACTIVE', 'STALE']],
    ['CLEAN', ['CLEAN', 'TEMPRMSD'], 'both', ['ACTIVE', 'ACTIVE', 'TEMPRMSD']],
    ['CLEAN', ['CLEAN', 'TEMPRMSD'], 'first', ['ACTIVE', 'ACTIVE']],
    ['ACTIVE', ['ACTIVE', 'ACTIVE'], 'both', ['SYNC', 'ACTIVE', 'ACTIVE']],
    ['SYNC', ['ACTIVE', 'ACTIVE'], 'both', ['SYNC', 'ACTIVE', 'ACTIVE']],
    ['ACTIVE', ['ACTIVE', 'ACTIVE'], 'first', ['ACTIVE', 'ACTIVE', 'STALE']],
    ['SYNC', ['ACTIVE', 'ACTIVE'], 'first', ['ACTIVE', 'ACTIVE', 'STALE']],
    ['ACTIVE', ['ACTIVE', 'STALE'], 'both', ['ACTIVE', 'ACTIVE', 'STALE']],
    ['ACTIVE', ['ACTIVE', 'OFFLINE'], 'both', ['ACTIVE', 'ACTIVE', 'OFFLINE']],
  ] as const)('%s with %j, disks present: %s', (volume, plexes, present, states) => {
    const result = start(found(volume, ...plexes), present);
    expect(result.states).toEqual(states);
    expect(result.started).toBe(true);
  });

  it('does not start, and changes nothing, when the only copy that is up to date is absent', () => {
    const result = start(found('ACTIVE', 'STALE', 'ACTIVE'), 'first');
    expect(result).toEqual({ states: ['ACTIVE', 'STALE', 'ACTIVE'], started: false, lacks: ['Disk2'] });
    expect(start(found('CLEAN', 'CLEAN', 'CLEAN'), 'none').started).toBe(false);
  });
});
