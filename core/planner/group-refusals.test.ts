import { describe, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { planInit } from './plan-command.ts';
import type { PlannableCommand } from './plan-command.ts';
import { answerTo, expectedAnswer, holesInWords, withClient, withVolume } from './test-refusals.ts';
import type { RefusalCase } from './test-refusals.ts';
import { group } from './test-world.ts';

const addDisk = (disk: string, force = false): PlannableCommand => ({ command: 'group.adddisk', group: 'DG', disks: [disk], force });

const groupCases: readonly RefusalCase[] = [
  {
    title: 'init of a living group',
    command: { command: 'group.init', group: 'DG', disks: [], force: false },
    code: 'group.imported',
    subject: 'DG',
  },
  {
    title: 'no disk named',
    command: { command: 'group.adddisk', group: 'DG', disks: [], force: false },
    code: 'argument.invalid',
    subject: 'DG',
  },
  { title: 'unknown disk', command: addDisk('Harddisk9'), code: 'disk.unknown', subject: 'Harddisk9' },
  {
    title: 'disk named twice',
    before: (world) => {
      world.attach();
    },
    command: { command: 'group.adddisk', group: 'DG', disks: ['Harddisk3', 'harddisk3'], force: false },
    code: 'argument.invalid',
    subject: 'harddisk3',
  },
  { title: 'a member', command: addDisk('Disk1'), code: 'disk.in-group', subject: 'Harddisk0', evidence: { group: 'DG' } },
  {
    title: 'member of another group, even with force',
    before: (world) => {
      world.attach({ groupName: 'X', groupImported: true, diskId: 'x' });
    },
    command: addDisk('Harddisk3', true),
    code: 'disk.in-group',
    subject: 'Harddisk3',
    evidence: { group: 'X' },
    line: 'vxdg -gX rmdisk Harddisk3',
  },
  {
    title: 'disk gone',
    before: (world) => {
      world.attach({ attached: false });
    },
    command: addDisk('Harddisk3'),
    code: 'disk.gone',
    subject: 'Harddisk3',
    evidence: { location: '/images/3.img', state: 'not attached' },
    line: 'vxdisk rescan',
  },
  {
    title: 'failed disk',
    before: (world) => {
      world.attach({ diskId: 'x' });
      world.failed.add('x');
    },
    command: addDisk('Harddisk3'),
    code: 'disk.gone',
    subject: 'Harddisk3',
  },
  {
    title: 'read-only disk',
    before: (world) => {
      world.attach({ readOnly: true });
    },
    command: addDisk('Harddisk3'),
    code: 'disk.read-only',
    subject: 'Harddisk3',
  },
  {
    title: 'small disk',
    before: (world) => {
      world.attach({ sizeBytes: 16 * mebibyte - 1 });
    },
    command: addDisk('Harddisk3'),
    code: 'disk.too-small',
    subject: 'Harddisk3',
    evidence: { sizeBytes: 16 * mebibyte - 1, smallestBytes: 16 * mebibyte },
  },
  {
    title: 'disk that holds something',
    before: (world) => {
      world.attach({ holds: 'an ext4 file system' });
    },
    command: addDisk('Harddisk3'),
    code: 'disk.holds-data',
    subject: 'Harddisk3',
    evidence: { holds: 'an ext4 file system', location: '/images/3.img' },
    line: 'vxdg -gDG -f adddisk Harddisk3',
  },
  {
    title: 'disk of a deported group',
    before: (world) => {
      world.attach({ groupName: 'X', diskId: 'x' });
    },
    command: addDisk('Harddisk3'),
    code: 'disk.holds-data',
    subject: 'Harddisk3',
    evidence: { holds: 'disk group X', location: '/images/3.img' },
  },
  { title: 'rmdisk without a disk', command: { command: 'group.rmdisk', group: 'DG', disks: [] }, code: 'argument.invalid', subject: 'DG' },
  {
    title: 'rmdisk of a stranger',
    before: (world) => {
      world.attach();
    },
    command: { command: 'group.rmdisk', group: 'DG', disks: ['Harddisk3'] },
    code: 'disk.not-in-group',
    subject: 'Harddisk3',
    evidence: { group: 'DG' },
    line: 'vxdg -gDG adddisk Harddisk3',
  },
  {
    title: 'rmdisk in use',
    before: withVolume,
    command: { command: 'group.rmdisk', group: 'DG', disks: ['Disk1'] },
    code: 'disk.in-use',
    subject: 'Harddisk0',
    evidence: { subdisks: ['Disk1-01'], volumes: ['V'] },
  },
  {
    title: 'the last disk',
    command: { command: 'group.rmdisk', group: 'DG', disks: ['Disk1', 'Disk2', 'Disk3'] },
    code: 'disk.last',
    subject: 'Harddisk0, Harddisk1, Harddisk2',
    evidence: { group: 'DG' },
    line: 'vxdg -gDG destroy',
  },
  {
    title: 'the last disk that is there',
    before: (world) => {
      world.present.delete(world.diskId('Harddisk1'));
      world.present.delete(world.diskId('Harddisk2'));
    },
    command: { command: 'group.rmdisk', group: 'DG', disks: ['Disk1'] },
    code: 'disk.last',
    subject: 'Harddisk0',
    evidence: { group: 'DG', which: 'working disk' },
  },
  {
    title: 'bad group name',
    command: { command: 'group.rename', group: 'DG', newName: 'no way' },
    code: 'name.invalid',
    subject: 'no way',
  },
  {
    title: 'reserved group name',
    command: { command: 'group.rename', group: 'DG', newName: 'BootDG' },
    code: 'name.invalid',
    subject: 'BootDG',
  },
  {
    title: 'group name taken',
    before: (world) => {
      world.otherGroups.push('Data');
    },
    command: { command: 'group.rename', group: 'DG', newName: 'DATA' },
    code: 'name.exists',
    subject: 'DATA',
  },
  {
    title: 'deport under a bad name',
    command: { command: 'group.deport', group: 'DG', newName: '-x', force: false },
    code: 'name.invalid',
    subject: '-x',
  },
  {
    title: 'deport in use',
    before: withClient,
    command: { command: 'group.deport', group: 'DG', force: false },
    code: 'volume.in-use',
    subject: 'DG',
    evidence: { clients: ['10.0.0.1:5000 (volume V)'] },
    line: 'vxdg -gDG -f deport',
  },
  {
    title: 'destroy in use',
    before: withClient,
    command: { command: 'group.destroy', group: 'DG', force: false },
    code: 'volume.in-use',
    subject: 'DG',
    line: 'vxdg -gDG -f destroy',
  },
  {
    title: 'destroy with volumes',
    before: withVolume,
    command: { command: 'group.destroy', group: 'DG', force: false },
    code: 'group.has-volumes',
    subject: 'DG',
    evidence: { volumes: ['V'] },
    line: 'vxdg -gDG -f destroy',
  },
  {
    title: 'tags of a stranger',
    command: { command: 'disk.set', disk: 'Harddisk7', site: 'S' },
    code: 'disk.unknown',
    subject: 'Harddisk7',
  },
];

describe('refusals of commands on groups', () => {
  it.each(groupCases)('$title: $code', (one) => {
    const answer = answerTo(one);
    expect(answer).toMatchObject(expectedAnswer(one));
    expect(answer.message).not.toMatch(holesInWords);
  });

  it('init: reserved name, taken name, no disks', () => {
    const world = group(1);
    world.otherGroups.push('DG');
    const codes = [['nodg', 'Harddisk0'], ['dg', 'Harddisk0'], ['New']].map(([name = '', ...disks]) => {
      const planned = planInit({ command: 'group.init', group: name, disks, force: false }, world.context());
      return planned.ok ? 'planned' : planned.error.code;
    });
    expect(codes).toEqual(['name.invalid', 'name.exists', 'argument.invalid']);
  });
});
