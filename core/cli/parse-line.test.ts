import { describe, expect, test } from 'vitest';
import type { Command } from '../model/command.ts';
import { commandLine } from '../model/command-line.ts';
import { gibibyte, mebibyte } from '../model/limits.ts';
import { commandSchema } from '../host/contract.ts';
import { parseLine } from './parse-line.ts';
import { calledTool } from './tools.ts';

/** Splits like a POSIX shell, as far as these examples need it. */
function shellWords(text: string): string[] {
  return [...text.matchAll(/(?:'[^']*'|\\.|[^\s'])+/g)].map(([word]) => word.replace(/'([^']*)'/g, '$1').replace(/\\'/g, "'"));
}

function parsed(text: string): Command | string {
  const [program = '', ...rest] = shellWords(text);
  const { tool, words } = calledTool(program, rest);
  const line = parseLine(tool, words, '/here');
  if (!line.ok) return `${line.error.code}: ${String(line.error.evidence['reason'])}`;
  if (line.value.kind !== 'line' || line.value.line.verb.kind !== 'change') return 'no change';
  const command = line.value.line.verb.build(line.value.line);
  return command.ok ? command.value : `${command.error.code}: ${String(command.error.evidence['reason'])}`;
}

const make = {
  command: 'volume.make', group: 'Data', volume: 'V1', sizeBytes: 100 * mebibyte, type: 'spanned', mirrors: 1, disks: [], excludedDisks: [],
  zeroed: true,
} as const;

const examples: readonly (readonly [string, Command])[] = [
  ['vxdisk attach a.img /b.img nbd://10.0.0.7/x', { command: 'disk.attach', locations: ['/here/a.img', '/b.img', 'nbd://10.0.0.7/x'],
    readOnly: false }],
  ['vxdisk attach -r a=b.img', { command: 'disk.attach', locations: ['/here/a=b.img'], readOnly: true }],
  ['vxdisk attach --create 1G a.img', { command: 'disk.attach', locations: ['/here/a.img'], readOnly: false, createBytes: gibibyte }],
  ['vxdisk attach a.img --create 64', { command: 'disk.attach', locations: ['/here/a.img'], readOnly: false, createBytes: 64 * mebibyte }],
  ['vxdisk detach Harddisk2', { command: 'disk.detach', disk: 'Harddisk2' }],
  ['vxdisk rescan', { command: 'disk.rescan' }],
  ['vxassist rescan', { command: 'disk.rescan' }],
  ['vxdisk set Enclosure=E1 SITE= Harddisk0', { command: 'disk.set', disk: 'Harddisk0', enclosure: 'E1', site: '' }],
  ['vxdisk renewids a.img b.img', { command: 'disk.renewids', locations: ['/here/a.img', '/here/b.img'] }],
  ['vxdg -gData init Harddisk0 Harddisk1', { command: 'group.init', group: 'Data', disks: ['Harddisk0', 'Harddisk1'], force: false }],
  ['vxdg init -f Harddisk0 -g Data', { command: 'group.init', group: 'Data', disks: ['Harddisk0'], force: true }],
  ['vxdg -g Data adddisk Harddisk2', { command: 'group.adddisk', group: 'Data', disks: ['Harddisk2'], force: false }],
  ['vxdg -gData rmdisk Disk2', { command: 'group.rmdisk', group: 'Data', disks: ['Disk2'] }],
  ['vxdg -gData rename New', { command: 'group.rename', group: 'Data', newName: 'New' }],
  ['vxdg -gData -n New rename', { command: 'group.rename', group: 'Data', newName: 'New' }],
  ['vxdg -g Data -n New -f deport', { command: 'group.deport', group: 'Data', newName: 'New', force: true }],
  ['vxdg -gData deport', { command: 'group.deport', group: 'Data', force: false }],
  ['vxdg -g Data -n New -f -C import', { command: 'group.import', group: 'Data', newName: 'New', clearStamp: true, force: true }],
  ['vxdg -gData -Cf import', { command: 'group.import', group: 'Data', clearStamp: true, force: true }],
  ['vxdg import -gData -o noautoimport', { command: 'group.import', group: 'Data', clearStamp: false, force: false, noAutoImport: true }],
  ['vxdg -gData destroy', { command: 'group.destroy', group: 'Data', force: false }],
  ['vxassist -gData make V1 100', make],
  ['vxassist make V1 100M Type=Spanned -g Data', make],
  ['Vxassist -gData MAKE V1 MAX', { ...make, sizeBytes: 'MAX' }],
  ['vxassist -gData make V1 100 type=mirror', { ...make, type: 'mirror', mirrors: 2 }],
  ['vxassist -gData make V1 100 MIRROR=3', { ...make, type: 'mirror', mirrors: 3 }],
  ['vxassist -gData make V1 100 type=stripe column=3 StripeUnit=128K', { ...make, type: 'stripe', columns: 3, stripeUnitBytes: 131072 }],
  ['vxassist -gData make V1 100 type=stripe mirror=2', { ...make, type: 'stripe', mirrors: 2 }],
  ['vxassist -gData make V1 100 type=mirror column=2', { ...make, type: 'stripe', mirrors: 2, columns: 2 }],
  ['vxassist -gData make V1 204800s DriveLetter=e: init=none', { ...make, driveLetter: 'E', zeroed: false }],
  ['vxassist -gData make V1 100 Harddisk0 !Harddisk1 Disk3', { ...make, disks: ['Harddisk0', 'Disk3'], excludedDisks: ['Harddisk1'] }],
  ['vxassist -gData make V1 100 type=mirror log=0', { ...make, type: 'mirror', mirrors: 2, logs: 0 }],
  ['vxassist -gData mirror V1', { command: 'volume.mirror', group: 'Data', volume: 'V1', mirrors: 1, disks: [], excludedDisks: [] }],
  ['vxassist -b -gData mirror V1 mirror=2 type=stripe column=3 stripeunit=128K log=1 Disk1 !Disk2', {
    command: 'volume.mirror', group: 'Data', volume: 'V1', mirrors: 2, type: 'stripe', columns: 3, stripeUnitBytes: 131072,
    logs: 1, disks: ['Disk1'], excludedDisks: ['Disk2'],
  }],
  ['vxassist -gData remove mirror V1 plex=V1-02', { command: 'volume.rmmirror', group: 'Data', volume: 'V1', plex: 'V1-02', disks: [] }],
  ['vxassist remove -gData Mirror V1 Disk2', { command: 'volume.rmmirror', group: 'Data', volume: 'V1', disks: ['Disk2'] }],
  ['vxassist -gData remove log V1 V1-L01', { command: 'volume.rmlog', group: 'Data', volume: 'V1', logs: ['V1-L01'] }],
  ['vxassist -gData addlog V1 nlog=2 !Disk1', { command: 'volume.addlog', group: 'Data', volume: 'V1', logs: 2, disks: [],
    excludedDisks: ['Disk1'] }],
  ['vxassist -gData break V1 plex=V1-02 Copy DriveLetter=f', { command: 'volume.break', group: 'Data', volume: 'V1', plex: 'V1-02',
    newName: 'Copy', driveLetter: 'F' }],
  ['vxassist -gData -f delete V1', { command: 'volume.delete', group: 'Data', volume: 'V1', force: true }],
  ['vxassist delete E:', { command: 'volume.delete', group: '', volume: 'E:', force: false }],
  ['vxassist -b -gData growby V1 1T', { command: 'volume.grow', group: 'Data', volume: 'V1', byBytes: 1024 * gibibyte, disks: [],
    excludedDisks: [], zeroed: true }],
  ['vxassist -gData growto V1 1G Disk2', { command: 'volume.grow', group: 'Data', volume: 'V1', toBytes: gibibyte, disks: ['Disk2'],
    excludedDisks: [], zeroed: true }],
  ["vxassist assign '\\\\?\\Volume{33333333-0000-4000-8000-000000000001}\\' DriveLetter=X:",
    { command: 'volume.assign', group: '', volume: '\\\\?\\Volume{33333333-0000-4000-8000-000000000001}\\', driveLetter: 'X' }],
  ['vxassist -gData unassign V1', { command: 'volume.assign', group: 'Data', volume: 'V1', driveLetter: '' }],
  ['vxvol -gData start V1', { command: 'volume.start', group: 'Data', volume: 'V1' }],
  ['vxvol -gData stop V1 -f', { command: 'volume.stop', group: 'Data', volume: 'V1', force: true }],
  ['vxvol -gData rdpol round V1', { command: 'volume.rdpol', group: 'Data', volume: 'V1', policy: 'round' }],
  ['vxvol -gData rdpol prefer V1 V1-02', { command: 'volume.rdpol', group: 'Data', volume: 'V1', policy: 'prefer', plex: 'V1-02' }],
  ['vxvol -gData access readonly V1', { command: 'volume.access', group: 'Data', volume: 'V1', readOnly: true }],
  ['vxedit -gData rename V1 V2', { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'V2' }],
  ['plexus vxdisk rescan', { command: 'disk.rescan' }],
];

describe('a command line', () => {
  test.each(examples)('%s', (text, command) => {
    expect(parsed(text)).toEqual(command);
  });

  test.each(examples.filter(([, command]) => !('group' in command && command.group === '')).map(([, command]) => [command] as const))(
    'is what commandLine writes: %j', (command) => {
      expect(parsed(commandLine(command))).toEqual(command);
      expect(commandSchema.safeParse(command).success).toBe(true);
    });
});

describe('what is refused, by its words alone', () => {
  test.each([
    ['vxassist', 'a verb is missing'],
    ['vxassist frob', "there is no verb 'frob'"],
    ['vxassist -gData make V1', 'something is missing'],
    ['vxassist make V1 100', 'the disk group is missing (-gNAME)'],
    ['vxassist -gData make V1 100 type=raid9', 'type=raid9: one of spanned, stripe, mirror is wanted'],
    ['vxassist -gData make V1 100 type=mirror mirror=1', 'type=mirror needs mirror=2 or more'],
    ['vxassist -gData make V1 100 mirror=two', 'mirror=two: a whole number from 1 up is wanted'],
    ['vxassist -gData make V1 100 type=spanned column=2', 'column= and stripeunit= belong to type=stripe'],
    ['vxassist -gData make V1 100 DriveLetter=1', "'1' is no drive letter (C to Z)"],
    ['vxassist -gData make V1 100 mirror=2 Mirror=3', 'mirror= stands there twice'],
    ['vxassist -gData make V1 100 colour=red',
      "it knows no 'colour='; it takes type=, mirror=, column=, stripeunit=, log=, driveletter=, init="],
    ['vxassist -gData remove disk V1', "'disk' is neither mirror nor log"],
    ['vxassist -gData remove mirror V1 Disk1 plex=V1-01', 'either plex= or disks say which'],
    ['vxassist -gData remove log V1 plex=V1-01', 'plex= goes with remove mirror'],
    ['vxassist -gData break V1', 'plex= is missing'],
    ['vxassist -gData addlog V1 nlog=0', 'nlog=0: a whole number from 1 up is wanted'],
    ['vxassist -gData delete V1 V2', "'V2' is one word too many"],
    ['vxassist -gData -C delete V1', "unknown option '-C'"],
    ['vxassist -b -gData delete V1', '-b does not belong to it'],
    ['vxassist list --dry-run', '--dry-run does not belong to it'],
    ['vxassist -gData growby V1', 'something is missing'],
    ['vxdisk attach', 'something is missing'],
    ['vxdisk attach -r --create 1G a', '-r and --create exclude each other'],
    ['vxdisk set Harddisk0', 'none of enclosure=, site= and failing=off is there'],
    ['vxdg -gData rename', 'one new name is wanted'],
    ['vxdg -gData -n A rename B', 'one new name is wanted'],
    ['vxdg -gData -o magic import', '-o magic: only noautoimport and selectcp=DISKID are known'],
    ['vxdg -g', "option '-g <group>' argument missing"],
    ['vxvol -gData rdpol prefer V1', 'prefer needs a plex'],
    ['vxvol -gData rdpol round V1 V1-01', 'round takes no plex'],
    ['vxvol -gData rdpol best V1', "'best' is no read policy"],
    ['vxvol -gData access never V1', "'never' is neither readonly nor readwrite"],
  ])('%s: %s', (text, reason) => {
    expect(parsed(text)).toBe(`argument.invalid: ${reason}`);
  });

  test.each(['0', '-5', 'many', '5X', '300000T', ''])('a size of %j', (size) => {
    const told = size === '' ? /one of its words is empty/ : /^size\.invalid|unknown option '-5'/;
    expect(parsed(`vxassist -gData make V1 '${size}'`)).toMatch(told);
  });
});
