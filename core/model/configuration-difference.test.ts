import { describe, expect, it } from 'vitest';
import { configurationDifference } from './configuration-difference.ts';
import type { GroupConfiguration } from './configuration.ts';
import type { DiskId, LogId, PlexId, SubdiskId, VolumeId } from './identity.ts';
import { gibibyte, mebibyte } from './limits.ts';
import { mirrored } from './test-configuration.ts';

const base = mirrored;
const [volume] = base.volumes;
const [plex, other] = base.plexes;
const [subdisk] = base.subdisks;

function changed(part: Partial<GroupConfiguration>): readonly string[] {
  return configurationDifference(base, { ...base, ...part });
}

describe('the difference of two configurations in words', () => {
  it('is nothing where nothing is different but sequence and commit', () => {
    expect(changed({ sequence: base.sequence + 1 })).toEqual([]);
    expect(changed(structuredClone(base))).toEqual([]);
  });

  it('tells what was made and deleted, with size, layout and disks', () => {
    const empty: GroupConfiguration = { ...base, volumes: [], plexes: [], subdisks: [], logs: [] };
    expect(configurationDifference(empty, base)[0]).toMatch(/^Volume \S+ made, .* on Disk1(, Disk2)?\.$/);
    expect(configurationDifference(base, empty)[0]).toMatch(/^Volume \S+ deleted, /);
    expect(configurationDifference(empty, base)).toHaveLength(base.volumes.length);
  });

  it('tells states, names and sizes of what stayed', () => {
    const volumes = base.volumes.map((one) => (one === volume ? { ...one, name: 'Renamed', lengthBytes: 2 * gibibyte } : one));
    const [line] = changed({ volumes });
    expect(line).toMatch(/^Volume Renamed: /);
    expect(line).toContain(`was called ${volume?.name ?? ''}`);
    expect(line).toContain('2 GiB, was ');
    const plexes = base.plexes.map((one) => (one === plex ? { ...one, state: 'STALE' as const } : one));
    expect(changed({ plexes })).toEqual([`Plex ${plex?.name ?? ''} of volume ${volume?.name ?? ''}: STALE, was ${plex?.state ?? ''}.`]);
  });

  it('tells where subdisks went, and what came to a volume that stayed', () => {
    const target = base.disks.find((disk) => disk.id !== subdisk?.diskId);
    const subdisks = base.subdisks.map((one) => (one === subdisk ? { ...one, diskId: target?.id ?? ('' as DiskId) } : one));
    expect(changed({ subdisks })).toEqual([expect.stringMatching(/^Subdisk \S+: moved from Disk\d to Disk\d\.$/)]);
    const added = { ...(other ?? base.plexes[0]!), id: 'plex-new' as PlexId, name: 'New-01', volumeId: volume?.id ?? ('' as VolumeId) };
    const piece = { ...base.subdisks[0]!, id: 'piece' as SubdiskId, name: 'Disk1-99', plexId: added.id };
    expect(changed({ plexes: [...base.plexes, added], subdisks: [...base.subdisks, piece] }))
      .toEqual([expect.stringMatching(/^Plex New-01 of volume \S+ added on Disk\d\.$/)]);
  });

  it('tells logs, disks and the group itself', () => {
    const log = { id: 'log' as LogId, name: 'L1', volumeId: volume?.id ?? ('' as VolumeId), diskId: base.disks[0]!.id,
      diskOffsetBytes: 0, lengthBytes: mebibyte, state: 'ACTIVE' as const };
    expect(changed({ logs: [log] })).toEqual([expect.stringMatching(/^Log L1 of volume \S+ added on Disk1\.$/)]);
    expect(configurationDifference({ ...base, logs: [log] }, { ...base, logs: [{ ...log, state: 'STALE' }] }))
      .toEqual([expect.stringMatching(/: STALE, was ACTIVE\.$/)]);
    expect(changed({ name: 'Other', stamp: null })[0]).toBe(`Disk group ${base.name} is called Other.`);
    const disks = base.disks.map((disk, index) => (index === 0 ? { ...disk, failing: true, site: 'Berlin' } : disk));
    expect(changed({ disks })).toEqual(['Disk Disk1: site Berlin; marked as failing.']);
  });

  it('names a field that it has no words for', () => {
    const disks = base.disks.map((disk, index) => (index === 0 ? { ...disk, dataStartBytes: 1 } : disk));
    expect(changed({ disks })).toEqual(['Disk Disk1: dataStartBytes changed.']);
  });
});
