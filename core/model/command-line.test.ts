import { describe, expect, it } from 'vitest';
import type { Command, VolumeMake } from './command.ts';
import { commandLine } from './command-line.ts';
import { gibibyte, kibibyte } from './limits.ts';

const make: VolumeMake = {
  command: 'volume.make',
  group: 'DG',
  volume: 'V',
  sizeBytes: gibibyte,
  type: 'spanned',
  mirrors: 1,
  disks: [],
  excludedDisks: [],
  zeroed: true,
};

const lines: readonly (readonly [string, Command])[] = [
  ['vxassist -gDG make V 1G', make],
  ['vxassist -gDG make V MAX type=mirror mirror=2', { ...make, sizeBytes: 'MAX', type: 'mirror', mirrors: 2 }],
  [
    'vxassist -gDG make V 1G type=stripe mirror=2 column=2 stripeunit=64K DriveLetter=E init=none Harddisk0 !Harddisk3',
    {
      ...make,
      type: 'stripe',
      mirrors: 2,
      columns: 2,
      stripeUnitBytes: 64 * kibibyte,
      driveLetter: 'E',
      zeroed: false,
      disks: ['Harddisk0'],
      excludedDisks: ['Harddisk3'],
    },
  ],
  [
    'vxassist -gDG growby V 1536M Harddisk1',
    { command: 'volume.grow', group: 'DG', volume: 'V', byBytes: 1.5 * gibibyte, disks: ['Harddisk1'], excludedDisks: [], zeroed: true },
  ],
  [
    'vxassist growto E: 2G',
    { command: 'volume.grow', group: '', volume: 'E:', toBytes: 2 * gibibyte, disks: [], excludedDisks: [], zeroed: true },
  ],
  ['vxassist -gDG -f delete V', { command: 'volume.delete', group: 'DG', volume: 'V', force: true }],
  ['vxedit -gDG rename V W', { command: 'volume.rename', group: 'DG', volume: 'V', newName: 'W' }],
  ['vxvol -gDG start V', { command: 'volume.start', group: 'DG', volume: 'V' }],
  ['vxvol -gDG -f stop V', { command: 'volume.stop', group: 'DG', volume: 'V', force: true }],
  ['vxvol -gDG rdpol prefer V V-01', { command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'prefer', plex: 'V-01' }],
  ['vxvol -gDG access readonly V', { command: 'volume.access', group: 'DG', volume: 'V', readOnly: true }],
  ['vxassist -gDG assign V DriveLetter=E', { command: 'volume.assign', group: 'DG', volume: 'V', driveLetter: 'E' }],
  ['vxassist -gDG unassign V', { command: 'volume.assign', group: 'DG', volume: 'V', driveLetter: '' }],
  ['vxdg -gDG init Harddisk0 Harddisk1', { command: 'group.init', group: 'DG', disks: ['Harddisk0', 'Harddisk1'], force: false }],
  ['vxdg -gDG -f adddisk Harddisk2', { command: 'group.adddisk', group: 'DG', disks: ['Harddisk2'], force: true }],
  ['vxdg -gDG rmdisk Disk2', { command: 'group.rmdisk', group: 'DG', disks: ['Disk2'] }],
  ['vxdg -gDG rename New', { command: 'group.rename', group: 'DG', newName: 'New' }],
  ['vxdg -gDG -n New -f deport', { command: 'group.deport', group: 'DG', newName: 'New', force: true }],
  ['vxdg -gDG -f import', { command: 'group.import', group: 'DG', clearStamp: false, force: true }],
  ['vxdg -gDG -o noautoimport -C import', { command: 'group.import', group: 'DG', clearStamp: true, force: false, noAutoImport: true }],
  ['vxdg -gDG upgrade', { command: 'group.upgrade', group: 'DG' }],
  ['vxdg -f restore /b.json Disk1=Harddisk0', { command: 'disk.restore', file: '/b.json', disks: ['Disk1=Harddisk0'], force: true }],
  ['vxdg -gDG destroy', { command: 'group.destroy', group: 'DG', force: false }],
  ["vxdisk attach -r '/my disks/a.img' /b.img", { command: 'disk.attach', locations: ['/my disks/a.img', '/b.img'], readOnly: true }],
  ["vxdisk attach --create 1G 'it'\\''s.img'", { command: 'disk.attach', locations: ["it's.img"], readOnly: false, createBytes: gibibyte }],
  ['vxdisk detach Harddisk1', { command: 'disk.detach', disk: 'Harddisk1' }],
  ['vxdisk rescan', { command: 'disk.rescan' }],
  ['vxdisk set enclosure=A site=B Harddisk0', { command: 'disk.set', disk: 'Harddisk0', enclosure: 'A', site: 'B' }],
  ['vxdisk renewids a.img', { command: 'disk.renewids', locations: ['a.img'] }],
];

describe('command lines', () => {
  it.each(lines)('%s', (line, command) => expect(commandLine(command)).toBe(line));
  it('keeps backslashes as they are', () => {
    const line = commandLine({ command: 'volume.start', group: '', volume: '\\Device\\HarddiskDmVolumes\\DG\\V' });
    expect(line).toBe("vxvol start '\\Device\\HarddiskDmVolumes\\DG\\V'");
  });
});
