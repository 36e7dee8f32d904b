import { describe, expect, it } from 'vitest';
import type { VolumeBreak, VolumeMirror, VolumeRemoveMirror } from '../model/command.ts';
import type { PlexRecord } from '../model/configuration.ts';
import { gibibyte, kibibyte, mebibyte } from '../model/limits.ts';
import { client, group, make, TestWorld } from './test-world.ts';

const mirrored = { ...make, type: 'mirror', mirrors: 2 } as const;
const mirror: VolumeMirror = { command: 'volume.mirror', group: 'DG', volume: 'V', mirrors: 1, disks: [], excludedDisks: [] };
const unmirror: VolumeRemoveMirror = { command: 'volume.rmmirror', group: 'DG', volume: 'V', disks: [] };
const breakOff: VolumeBreak = { command: 'volume.break', group: 'DG', volume: 'V', plex: 'V-02' };

function plexesOf(world: TestWorld, volume = 'V'): readonly PlexRecord[] {
  return world.configuration.plexes.filter((plex) => plex.volumeId === world.volumeId(volume));
}

function disksOf(world: TestWorld, plexName: string): readonly string[] {
  const { plexes, subdisks, disks } = world.configuration;
  const plex = plexes.find(({ name }) => name === plexName);
  return subdisks.filter((subdisk) => subdisk.plexId === plex?.id)
    .map((subdisk) => disks.find((disk) => disk.id === subdisk.diskId)?.name ?? '');
}


function start(world: TestWorld): void {
  world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
}

describe('adding mirrors', () => {
  it('writes the new plex and does not read it until it is copied', () => {
    const world = group(3);
    world.do(mirrored);
    start(world);
    const plan = world.do(mirror);
    expect(plexesOf(world).map((plex) => [plex.name, plex.state, plex.missed?.slot])).toEqual([
      ['V-01', 'ACTIVE', undefined], ['V-02', 'ACTIVE', undefined], ['V-03', 'TEMPRMSD', 1],
    ]);
    expect([plan.bytesToCopy, plan.peakSpaceBytes, plan.zero]).toEqual([gibibyte, gibibyte, []]);
    expect(plan.summary.join(' ')).toContain('survives 1 disk now and while it is copied, and survives 2 disks afterwards');
    expect(plan.redundancy).toEqual([]);
    expect(plan.summary.join(' ')).not.toContain('stopped');
    expect(world.configuration.logs).toHaveLength(2);
  });

  it('gives a volume that becomes redundant its logs, and every new plex a map of its own', () => {
    const world = group(4);
    world.do(make);
    const plan = world.do({ ...mirror, mirrors: 2 });
    expect(plexesOf(world).map((plex) => plex.missed?.slot)).toEqual([undefined, 1, 2]);
    expect(new Set(plexesOf(world).map((plex) => plex.missed?.id)).size).toBe(3);
    expect(world.configuration.logs.map((log) => log.name)).toEqual(['V-L01', 'V-L02']);
    expect(world.configuration.volumes[0]?.mapRegionBytes).toBe(256 * kibibyte);
    expect(plan.peakSpaceBytes).toBe(2 * gibibyte + 2 * mebibyte);
    expect(plan.summary.join(' ')).toContain('V is stopped: the copying begins when it is started');
  });

  it('leaves the logs out where it is told to', () => {
    const world = group(2);
    world.do(make);
    expect(world.do({ ...mirror, logs: 0 }).warnings).toEqual([]);
    expect([world.configuration.logs, plexesOf(world)[1]?.missed]).toEqual([[], null]);
  });

  it('says how to upgrade a group whose version knows no logs', () => {
    const world = group(2);
    world.configuration = { ...world.configuration, version: 1 };
    world.do(make);
    expect(world.do(mirror).warnings.join(' ')).toContain('vxdg -gDG upgrade');
  });

  it('takes fewer logs where there is no room for more', () => {
    const world = new TestWorld([{ sizeBytes: 64 * mebibyte }, { sizeBytes: 128 * mebibyte }]);
    world.do({ ...make, sizeBytes: 'MAX', disks: ['Harddisk0'] });
    world.do(mirror);
    expect(world.configuration.logs.map((log) => log.diskId)).toEqual([world.diskId('Harddisk1')]);
  });

  it('lays it out like the volume, or as it is told to', () => {
    const world = group(7);
    world.do({ ...make, type: 'stripe', columns: 2, stripeUnitBytes: 128 * kibibyte });
    world.do(mirror);
    world.do({ ...mirror, type: 'spanned' });
    world.do({ ...mirror, type: 'stripe', columns: 2, stripeUnitBytes: 64 * kibibyte });
    expect(plexesOf(world).map((plex) => [plex.layout, plex.columns, plex.stripeUnitBytes])).toEqual([
      ['striped', 2, 128 * kibibyte], ['striped', 2, 128 * kibibyte], ['concatenated', 1, 0], ['striped', 2, 64 * kibibyte],
    ]);
    expect(new Set(plexesOf(world).flatMap((plex) => disksOf(world, plex.name))).size).toBe(7);
  });

  it('goes to another site, then to another enclosure, before it goes anywhere', () => {
    const world = new TestWorld([
      { enclosure: 'A', site: 'S' }, { enclosure: 'A', site: 'S' }, { enclosure: 'B', site: 'S' }, { enclosure: 'A', site: 'T' },
    ]);
    world.do({ ...make, disks: ['Harddisk0'] });
    world.do(mirror);
    expect(disksOf(world, 'V-02')).toEqual(['Disk4']);
    world.do(mirror);
    expect(disksOf(world, 'V-03')).toEqual(['Disk3']);
    world.do(mirror);
    expect(disksOf(world, 'V-04')).toEqual(['Disk2']);
  });
});

describe('removing mirrors', () => {
  it('takes what was named, and the logs when redundancy ends', () => {
    const world = group(3);
    world.do({ ...mirrored, mirrors: 3 });
    const first = world.do({ ...unmirror, plex: 'V-01' });
    expect(plexesOf(world).map((plex) => plex.name)).toEqual(['V-02', 'V-03']);
    expect(first.redundancy).toMatchObject([{ survivesBefore: 2, survivesDuring: 1, survivesAfter: 1 }]);
    expect(world.configuration.logs.map((log) => log.diskId).sort()).toEqual([world.diskId('Harddisk1'), world.diskId('Harddisk2')].sort());
    const second = world.do({ ...unmirror, disks: ['Harddisk1'] });
    expect(plexesOf(world).map((plex) => plex.name)).toEqual(['V-03']);
    expect([world.configuration.logs, world.configuration.volumes[0]?.mapRegionBytes]).toEqual([[], 0]);
    expect(second.summary.join(' ')).toContain('is taken away');
  });

  it('takes the one that is worth least when none is named', () => {
    const world = group(3);
    world.do({ ...mirrored, mirrors: 3 });
    world.failed.add(world.diskId('Harddisk0'));
    world.do(unmirror);
    expect(plexesOf(world).map((plex) => plex.name)).toEqual(['V-02', 'V-03']);
    world.do(unmirror);
    expect(plexesOf(world).map((plex) => plex.name)).toEqual(['V-02']);
  });

  it('forgets a preference for it', () => {
    const world = group(2);
    world.do(mirrored);
    world.do({ command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'prefer', plex: 'V-02' });
    world.do({ ...unmirror, plex: 'V-02' });
    expect(world.configuration.volumes[0]?.readPolicy).toEqual({ kind: 'select' });
  });

  it('takes one that is still being copied', () => {
    const world = group(3);
    world.do(mirrored);
    start(world);
    world.do(mirror);
    world.syncing.add(world.volumeId('V'));
    expect(world.do({ ...unmirror, plex: 'V-03' }).redundancy).toEqual([]);
  });
});

describe('breaking one off', () => {
  it('makes it a volume of its own, started when the old one runs', () => {
    const world = group(2);
    world.do({ ...mirrored, driveLetter: 'E' });
    start(world);
    world.clients.set(world.volumeId('V'), [client]);
    const plan = world.do({ ...breakOff, newName: 'Copy', driveLetter: 'f' });
    const copy = world.configuration.volumes.find((volume) => volume.name === 'Copy');
    expect(copy).toMatchObject({ lengthBytes: gibibyte, driveLetter: 'F', startAtImport: true, mapRegionBytes: 0 });
    expect(plexesOf(world, 'Copy').map((plex) => plex.name)).toEqual(['Copy-01']);
    expect([disksOf(world, 'V-01'), disksOf(world, 'Copy-01')]).toEqual([['Disk1'], ['Disk2']]);
    expect(world.configuration.logs).toEqual([]);
    expect(plan.redundancy).toMatchObject([{ volume: 'V', survivesBefore: 1, survivesAfter: 0 }]);
  });

  it('gives it a name where none is given, and leaves it stopped beside a stopped one', () => {
    const world = group(3);
    world.do({ ...mirrored, mirrors: 3 });
    const plan = world.do(breakOff);
    expect(plan.command).toMatchObject({ newName: 'Volume1' });
    expect(world.configuration.volumes[1]).toMatchObject({ name: 'Volume1', state: 'CLEAN', startAtImport: false });
    expect(world.configuration.logs).toHaveLength(2);
  });
});
