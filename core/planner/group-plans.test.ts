import { describe, expect, it } from 'vitest';
import { gibibyte, mebibyte } from '../model/limits.ts';
import { chooseHolders } from './holders.ts';
import { group, make, TestWorld } from './test-world.ts';

describe('disk groups', () => {
  it('begin with names, data areas, holders and our stamp', () => {
    const world = new TestWorld([
      { sizeBytes: gibibyte },
      { sizeBytes: gibibyte - 1 },
      { sizeBytes: 16 * mebibyte, enclosure: 'A', site: 'S' },
    ]);
    const { disks, holders, stamp, sequence } = world.configuration;
    expect(disks.map((disk) => [disk.name, disk.dataStartBytes / mebibyte, disk.dataLengthBytes / mebibyte])).toEqual([
      ['Disk1', 32, 992],
      ['Disk2', 4, 1019],
      ['Disk3', 4, 12],
    ]);
    expect(disks[2]).toMatchObject({ enclosure: 'A', site: 'S', lastAccess: '/images/2.img', failing: false });
    expect([holders.length, stamp?.name, sequence]).toEqual([3, 'here', 0]);
  });

  it('take disks, give the freed names again, and leave the others where they are', () => {
    const world = group(3);
    const before = world.configuration.disks;
    world.do({ command: 'group.rmdisk', group: 'DG', disks: ['Harddisk1'] });
    world.attach();
    world.attach();
    world.do({ command: 'group.adddisk', group: 'DG', disks: ['Harddisk3', 'Harddisk4'], force: false });
    expect(world.configuration.disks.map((disk) => disk.name)).toEqual(['Disk1', 'Disk3', 'Disk2', 'Disk4']);
    expect(world.configuration.disks.slice(0, 2)).toEqual([before[0], before[2]]);
    expect(world.configuration.holders.length).toBe(4);
  });

  it('take disks that hold something with force only, and say what is lost', () => {
    const world = group(1);
    world.attach({ holds: 'an ext4 file system' });
    const plan = world.do({ command: 'group.adddisk', group: 'DG', disks: ['Harddisk1'], force: true });
    expect(plan.summary[0]).toContain('an ext4 file system on it is lost');
  });

  it('give a joining disk an id of its own, whatever it bore before', () => {
    const world = group(1);
    world.attach({ diskId: 'old', groupName: 'X' });
    world.do({ command: 'group.adddisk', group: 'DG', disks: ['Harddisk1'], force: true });
    expect(world.configuration.disks.map((disk) => disk.id)).not.toContain('old');
  });

  it('lose a missing disk that nothing lies on', () => {
    const world = group(2);
    world.present.delete(world.diskId('Harddisk1'));
    world.do({ command: 'group.rmdisk', group: 'DG', disks: ['Disk2'] });
    expect(world.configuration.holders).toEqual([world.diskId('Harddisk0')]);
  });

  it('warn when the only copy of the configuration lies on one disk', () => {
    expect(group(2).do({ command: 'group.rmdisk', group: 'DG', disks: ['Disk2'] }).warnings[0]).toContain('one disk, Disk1');
  });

  it('are deported clean, without a stamp, under a new name', () => {
    const world = group(2);
    world.do({ ...make, type: 'mirror', mirrors: 2 });
    world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
    const plan = world.do({ command: 'group.deport', group: 'DG', newName: 'Away', force: false });
    expect(world.configuration).toMatchObject({ name: 'Away', stamp: null });
    expect(world.configuration.volumes[0]).toMatchObject({ state: 'CLEAN', startAtImport: true });
    expect(plan.summary[0]).toBe('Volume V is stopped.');
  });

  it('are not called clean at a deport after a crash', () => {
    const world = group(2);
    world.do({ ...make, type: 'mirror', mirrors: 2 });
    world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
    world.started.clear();
    world.do({ command: 'group.deport', group: 'DG', force: false });
    expect(world.configuration.volumes[0]?.state).toBe('ACTIVE');
  });

  it('are renamed in name only', () => {
    const world = group(1);
    const before = world.configuration;
    expect(world.do({ command: 'group.rename', group: 'DG', newName: 'dg' }).after).toEqual({ ...before, name: 'dg' });
  });

  it('are destroyed with nothing after, and every loss named', () => {
    const world = group(1);
    world.do(make);
    const plan = world.do({ command: 'group.destroy', group: 'DG', force: true });
    expect(plan.after).toBeNull();
    expect(plan.summary[0]).toContain('Volume V (1 GiB)');
  });

  it('tag their disks', () => {
    const world = group(2);
    world.do({ command: 'disk.set', disk: 'Harddisk1', enclosure: 'A' });
    world.do({ command: 'disk.set', disk: 'Disk2', site: 'S' });
    expect(world.configuration.disks[1]).toMatchObject({ enclosure: 'A', site: 'S' });
  });
});

describe('holders', () => {
  const disks = new TestWorld(Array.from({ length: 20 }, (_, index) => ({ enclosure: index < 17 ? 'A' : `B${index}` }))).configuration
    .disks;

  it('are all disks of a small group', () => {
    expect(chooseHolders(disks.slice(0, 8), () => true, []).length).toBe(8);
  });

  it('are eight over all enclosures in a large one', () => {
    const chosen = chooseHolders(disks, () => true, []);
    expect(chosen.length).toBe(8);
    expect(disks.slice(17).every((disk) => chosen.includes(disk.id))).toBe(true);
  });

  it('stay who they are where that spreads as well', () => {
    const present = disks.slice(9, 17).map((disk) => disk.id);
    expect(chooseHolders(disks.slice(0, 17), () => true, present)).toEqual(present);
  });

  it('are never disks that cannot take a commit', () => {
    expect(chooseHolders(disks, (disk) => disk.name === 'Disk5', [])).toEqual([disks[4]?.id]);
    expect(chooseHolders(disks, () => false, [])).toEqual([]);
  });
});
