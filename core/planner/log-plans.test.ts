import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../model/configuration.ts';
import { gibibyte, kibibyte, logBytes, mebibyte, tebibyte } from '../model/limits.ts';
import { mapRegionBytesFor } from './log-placement.ts';
import { queryMaximum } from './query-maximum.ts';
import { group, grow, make, TestWorld } from './test-world.ts';

const mirrored = { ...make, type: 'mirror', mirrors: 2 } as const;

function logPlaces(world: TestWorld): readonly string[] {
  return world.configuration.logs.map((log) => `${log.name} ${diskName(world, log)}`);
}

function diskName(world: TestWorld, log: LogRecord): string {
  return world.configuration.disks.find((disk) => disk.id === log.diskId)?.name ?? '';
}

/** In MiB. */
function freeOf(world: TestWorld, disk: string): number {
  const record = world.configuration.disks.find(({ name }) => name === disk);
  const parts = [...world.configuration.subdisks, ...world.configuration.logs].filter(({ diskId }) => diskId === record?.id);
  return ((record?.dataLengthBytes ?? 0) - parts.reduce((sum, part) => sum + part.lengthBytes, 0)) / mebibyte;
}

function small(...sizesMebibyte: readonly number[]): TestWorld {
  return new TestWorld(sizesMebibyte.map((size) => ({ sizeBytes: size * mebibyte })));
}

describe('regions', () => {
  it('are as small as their number allows', () => {
    expect([1, 16 * gibibyte, 16 * gibibyte + 1, tebibyte, 256 * tebibyte].map(mapRegionBytesFor))
      .toEqual([256 * kibibyte, 256 * kibibyte, 512 * kibibyte, 16 * mebibyte, 4 * gibibyte]);
  });
});

describe('logs of a new volume', () => {
  it('are two, one beside each plex, at the end of the disks', () => {
    const world = group(3);
    const plan = world.do(mirrored);
    expect(logPlaces(world)).toEqual(['V-L01 Disk1', 'V-L02 Disk2']);
    const ends = world.configuration.disks.slice(0, 2).map((disk) => disk.dataStartBytes + disk.dataLengthBytes - logBytes);
    expect(world.configuration.logs.map((log) => log.diskOffsetBytes)).toEqual(ends.map((end) => Math.floor(end / mebibyte) * mebibyte));
    expect(world.configuration.volumes[0]?.mapRegionBytes).toBe(256 * kibibyte);
    expect(plan.summary.join(' ')).toContain('Log V-L01 on Harddisk0');
    expect(plan.warnings).toEqual([]);
  });

  it('are as many as were asked for, or none', () => {
    const world = group(3);
    world.do({ ...mirrored, logs: 0 });
    world.do({ ...mirrored, volume: 'W', logs: 1 });
    expect(logPlaces(world)).toEqual(['W-L01 Disk3']);
    expect(world.configuration.volumes.map((volume) => volume.mapRegionBytes)).toEqual([0, 256 * kibibyte]);
    expect(group(2).do(make).after?.logs).toEqual([]);
  });

  it('go beyond the disks of the volume only where more are asked for, and then say so', () => {
    const world = group(3);
    const plan = world.do({ ...mirrored, logs: 3 });
    expect(logPlaces(world)).toEqual(['V-L01 Disk1', 'V-L02 Disk2', 'V-L03 Disk3']);
    expect(plan.warnings.join(' ')).toContain('V-L03 lies on Harddisk2, which holds no data');
  });

  it('have their room kept when the rest is taken whole', () => {
    const world = small(100, 100);
    world.do({ ...mirrored, sizeBytes: 'MAX' });
    expect(world.configuration.logs).toHaveLength(2);
    expect([freeOf(world, 'Disk1'), freeOf(world, 'Disk2')].every((free) => free < 1)).toBe(true);
    expect(queryMaximum(small(100, 100).configuration, { ...mirrored, logs: 0 }, small(100, 100).context())).toMatchObject({
      ok: true, value: (world.configuration.volumes[0]?.lengthBytes ?? 0) + mebibyte,
    });
  });

  it('are not there in a group of the first version, which the plan says', () => {
    const world = group(2);
    world.configuration = { ...world.configuration, version: 1 };
    expect(world.do(mirrored).warnings.join(' ')).toContain('vxdg -gDG upgrade');
    expect(world.configuration.logs).toEqual([]);
  });
});

describe('logs of a volume that there is', () => {
  it('are added where they are wanted, and bring the map', () => {
    const world = group(4);
    world.do({ ...mirrored, logs: 0 });
    const plan = world.do({ command: 'volume.addlog', group: 'DG', volume: 'V', logs: 2, disks: [], excludedDisks: ['Harddisk0'] });
    expect(logPlaces(world)).toEqual(['V-L01 Disk2', 'V-L02 Disk3']);
    expect(plan.summary.join(' ')).toContain('regions of 256 KiB');
    world.do({ command: 'volume.addlog', group: 'DG', volume: 'V', logs: 1, disks: ['Harddisk3'], excludedDisks: [] });
    expect(logPlaces(world)).toContain('V-L03 Disk4');
  });

  it('go by name, by disk, or the one that is worth least', () => {
    const world = group(4);
    world.do({ ...mirrored, logs: 4 });
    const remove = (logs: readonly string[]) => world.do({ command: 'volume.rmlog', group: 'DG', volume: 'V', logs });
    remove(['v-l01']);
    remove(['Harddisk2']);
    expect(logPlaces(world)).toEqual(['V-L02 Disk2', 'V-L04 Disk4']);
    remove([]);
    expect(logPlaces(world)).toEqual(['V-L02 Disk2']);
    expect(remove([]).warnings.join(' ')).toContain('copied whole');
    expect(world.configuration.volumes[0]?.mapRegionBytes).toBe(0);
  });

  it('go with the volume, and take its new name', () => {
    const world = group(2);
    world.do(mirrored);
    world.do({ command: 'volume.rename', group: 'DG', volume: 'V', newName: 'New' });
    expect(logPlaces(world)).toEqual(['New-L01 Disk1', 'New-L02 Disk2']);
    world.do({ command: 'volume.delete', group: 'DG', volume: 'New', force: false });
    expect(world.configuration.logs).toEqual([]);
  });

  it('move from a disk that leaves the group', () => {
    const world = group(4);
    world.do({ ...mirrored, disks: ['Harddisk0', 'Harddisk1'], logs: 1 });
    world.do({ command: 'volume.addlog', group: 'DG', volume: 'V', logs: 1, disks: ['Harddisk2'], excludedDisks: [] });
    const plan = world.do({ command: 'group.rmdisk', group: 'DG', disks: ['Harddisk2'] });
    expect(plan.summary.join(' ')).toMatch(/V-L02 of volume V is replaced by V-L02 on Harddisk1/);
    expect(logPlaces(world)).toEqual(['V-L01 Disk1', 'V-L02 Disk2']);
    expect(world.configuration.volumes[0]?.mapRegionBytes).toBe(256 * kibibyte);
  });

  it('are counted by whoever looks for room', () => {
    const world = small(100, 100);
    world.do({ ...mirrored, sizeBytes: 50 * mebibyte });
    world.do({ ...make, volume: 'W', sizeBytes: 'MAX', disks: ['Harddisk0'] });
    expect(freeOf(world, 'Disk1')).toBeLessThan(1);
    expect(world.configuration.logs).toHaveLength(2);
  });

  it('give way to logs with larger regions when the volume passes what they can number', () => {
    const world = new TestWorld([{ sizeBytes: 40 * gibibyte }, { sizeBytes: 40 * gibibyte }]);
    world.do({ ...mirrored, sizeBytes: 16 * gibibyte });
    const before = world.configuration.logs;
    world.do({ ...grow, byBytes: undefined, toBytes: 17 * gibibyte });
    const { logs, volumes } = world.configuration;
    expect(volumes[0]?.mapRegionBytes).toBe(512 * kibibyte);
    expect(logs.map((log) => log.diskId)).toEqual(before.map((log) => log.diskId));
    expect(logs.some((log) => before.some((old) => old.id === log.id || old.diskOffsetBytes === log.diskOffsetBytes))).toBe(false);
    const most = queryMaximum(world.configuration, { ...grow, byBytes: 1 }, world.context());
    const mostBytes = most.ok ? most.value : 0;
    expect(world.plan({ ...grow, byBytes: mostBytes + 1 }).ok).toBe(false);
    world.do({ ...grow, byBytes: mostBytes });
    expect(world.configuration.volumes[0]?.mapRegionBytes).toBe(mebibyte);
  });

  it('stay as they are when it grows within what they can number', () => {
    const world = group(2);
    world.do({ ...mirrored, sizeBytes: 100 * mebibyte });
    const { logs } = world.configuration;
    world.do({ ...grow, byBytes: 100 * mebibyte });
    expect(world.configuration.logs).toEqual(logs);
  });
});
