/** Every refusal of the planners: code, the facts that it rests on, and the way out. */
import { describe, expect, it } from 'vitest';
import type { VolumeMake } from '../model/command.ts';
import { commandLine } from '../model/command-line.ts';
import { gibibyte, mebibyte } from '../model/limits.ts';
import { refusalWords } from '../model/refusal-words.ts';
import type { Evidence, RefusalCode } from '../model/refusal.ts';
import { planInit } from './plan-command.ts';
import type { PlannableCommand } from './plan-command.ts';
import { client, group, grow, make } from './test-world.ts';
import type { TestWorld } from './test-world.ts';

interface Case {
  readonly title: string;
  readonly before?: (world: TestWorld) => void;
  readonly command: PlannableCommand;
  readonly code: RefusalCode;
  readonly subject: string;
  readonly evidence?: Evidence;
  /** Of the remedy, when it is a command. */
  readonly line?: string;
}

const withVolume = (world: TestWorld): void => { world.do(make); };
const startedVolume = (world: TestWorld): void => { world.do(make); world.do({ command: 'volume.start', group: 'DG', volume: 'V' }); };
const busyVolume = (world: TestWorld): void => { startedVolume(world); world.clients.set(world.volumeId('V'), [client]); };
const mirror = (world: TestWorld): void => { world.do({ ...make, type: 'mirror', mirrors: 2 }); };
const makeWith = (change: Partial<VolumeMake>): VolumeMake => ({ ...make, ...change });
const addDisk = (disk: string, force = false): PlannableCommand => ({ command: 'group.adddisk', group: 'DG', disks: [disk], force });

const groupCases: readonly Case[] = [
  { title: 'init of a living group', command: { command: 'group.init', group: 'DG', disks: [], force: false }, code: 'group.imported', subject: 'DG' },
  { title: 'no disk named', command: { command: 'group.adddisk', group: 'DG', disks: [], force: false }, code: 'argument.invalid', subject: 'DG' },
  { title: 'unknown disk', command: addDisk('Harddisk9'), code: 'disk.unknown', subject: 'Harddisk9' },
  { title: 'disk named twice', before: (world) => { world.attach(); }, command: { command: 'group.adddisk', group: 'DG', disks: ['Harddisk3', 'harddisk3'], force: false }, code: 'argument.invalid', subject: 'harddisk3' },
  { title: 'a member', command: addDisk('Disk1'), code: 'disk.in-group', subject: 'Harddisk0', evidence: { group: 'DG' } },
  { title: 'member of another group, even with force', before: (world) => { world.attach({ groupName: 'X', groupImported: true, diskId: 'x' }); }, command: addDisk('Harddisk3', true), code: 'disk.in-group', subject: 'Harddisk3', evidence: { group: 'X' }, line: 'vxdg -gX rmdisk Harddisk3' },
  { title: 'disk gone', before: (world) => { world.attach({ attached: false }); }, command: addDisk('Harddisk3'), code: 'disk.gone', subject: 'Harddisk3', evidence: { location: '/images/3.img', state: 'not attached' }, line: 'vxdisk rescan' },
  { title: 'failed disk', before: (world) => { world.attach({ diskId: 'x' }); world.failed.add('x'); }, command: addDisk('Harddisk3'), code: 'disk.gone', subject: 'Harddisk3' },
  { title: 'read-only disk', before: (world) => { world.attach({ readOnly: true }); }, command: addDisk('Harddisk3'), code: 'disk.read-only', subject: 'Harddisk3' },
  { title: 'small disk', before: (world) => { world.attach({ sizeBytes: 16 * mebibyte - 1 }); }, command: addDisk('Harddisk3'), code: 'disk.too-small', subject: 'Harddisk3', evidence: { sizeBytes: 16 * mebibyte - 1, smallestBytes: 16 * mebibyte } },
  { title: 'disk that holds something', before: (world) => { world.attach({ holds: 'an ext4 file system' }); }, command: addDisk('Harddisk3'), code: 'disk.holds-data', subject: 'Harddisk3', evidence: { holds: 'an ext4 file system', location: '/images/3.img' }, line: 'vxdg -gDG -f adddisk Harddisk3' },
  { title: 'disk of a deported group', before: (world) => { world.attach({ groupName: 'X', diskId: 'x' }); }, command: addDisk('Harddisk3'), code: 'disk.holds-data', subject: 'Harddisk3', evidence: { holds: 'disk group X', location: '/images/3.img' } },
  { title: 'rmdisk without a disk', command: { command: 'group.rmdisk', group: 'DG', disks: [] }, code: 'argument.invalid', subject: 'DG' },
  { title: 'rmdisk of a stranger', before: (world) => { world.attach(); }, command: { command: 'group.rmdisk', group: 'DG', disks: ['Harddisk3'] }, code: 'disk.not-in-group', subject: 'Harddisk3', evidence: { group: 'DG' }, line: 'vxdg -gDG adddisk Harddisk3' },
  { title: 'rmdisk in use', before: withVolume, command: { command: 'group.rmdisk', group: 'DG', disks: ['Disk1'] }, code: 'disk.in-use', subject: 'Harddisk0', evidence: { subdisks: ['Disk1-01'], volumes: ['V'] } },
  { title: 'the last disk', command: { command: 'group.rmdisk', group: 'DG', disks: ['Disk1', 'Disk2', 'Disk3'] }, code: 'disk.last', subject: 'Harddisk0, Harddisk1, Harddisk2', evidence: { group: 'DG' }, line: 'vxdg -gDG destroy' },
  { title: 'the last disk that is there', before: (world) => { world.present.delete(world.diskId('Harddisk1')); world.present.delete(world.diskId('Harddisk2')); }, command: { command: 'group.rmdisk', group: 'DG', disks: ['Disk1'] }, code: 'disk.last', subject: 'Harddisk0', evidence: { group: 'DG', which: 'working disk' } },
  { title: 'bad group name', command: { command: 'group.rename', group: 'DG', newName: 'no way' }, code: 'name.invalid', subject: 'no way' },
  { title: 'reserved group name', command: { command: 'group.rename', group: 'DG', newName: 'BootDG' }, code: 'name.invalid', subject: 'BootDG' },
  { title: 'group name taken', before: (world) => { world.otherGroups.push('Data'); }, command: { command: 'group.rename', group: 'DG', newName: 'DATA' }, code: 'name.exists', subject: 'DATA' },
  { title: 'deport under a bad name', command: { command: 'group.deport', group: 'DG', newName: '-x', force: false }, code: 'name.invalid', subject: '-x' },
  { title: 'deport in use', before: busyVolume, command: { command: 'group.deport', group: 'DG', force: false }, code: 'volume.in-use', subject: 'DG', evidence: { clients: ['10.0.0.1:5000 (volume V)'] }, line: 'vxdg -gDG -f deport' },
  { title: 'destroy in use', before: busyVolume, command: { command: 'group.destroy', group: 'DG', force: false }, code: 'volume.in-use', subject: 'DG', line: 'vxdg -gDG -f destroy' },
  { title: 'destroy with volumes', before: withVolume, command: { command: 'group.destroy', group: 'DG', force: false }, code: 'group.has-volumes', subject: 'DG', evidence: { volumes: ['V'] }, line: 'vxdg -gDG -f destroy' },
  { title: 'tags of a stranger', command: { command: 'disk.set', disk: 'Harddisk7', site: 'S' }, code: 'disk.unknown', subject: 'Harddisk7' },
];

const makeCases: readonly Case[] = [
  { title: 'bad volume name', command: makeWith({ volume: '.x' }), code: 'name.invalid', subject: '.x' },
  { title: 'volume name taken', before: withVolume, command: makeWith({ volume: 'v' }), code: 'name.exists', subject: 'v', evidence: { group: 'DG' } },
  ...[0, -1, Number.NaN, 0.5, 2 ** 60].map((sizeBytes): Case => ({ title: `size ${sizeBytes}`, command: makeWith({ sizeBytes }), code: 'size.invalid', subject: 'V' })),
  ...[0, 33, 1.5, -1, Number.NaN].map((mirrors): Case => ({ title: `mirror=${mirrors}`, command: makeWith({ mirrors, type: 'mirror' }), code: 'argument.invalid', subject: 'V' })),
  ...[1, 257, 2.5].map((columns): Case => ({ title: `column=${columns}`, command: makeWith({ columns, type: 'stripe' }), code: 'argument.invalid', subject: 'V' })),
  ...[0, 1000, 2048, 32 * mebibyte, Number.NaN].map((stripeUnitBytes): Case => ({ title: `stripeunit=${stripeUnitBytes}`, command: makeWith({ stripeUnitBytes, type: 'stripe' }), code: 'argument.invalid', subject: 'V' })),
  { title: 'columns without a stripe', command: makeWith({ columns: 2 }), code: 'argument.invalid', subject: 'V', line: 'vxassist -gDG make V 1G type=stripe column=2' },
  { title: 'a letter that is none', command: makeWith({ driveLetter: 'A' }), code: 'argument.invalid', subject: 'V' },
  { title: 'a letter taken elsewhere', before: (world) => { world.letters.set('E', 'volume X of disk group Y'); }, command: makeWith({ driveLetter: 'e:' }), code: 'letter.taken', subject: 'V', evidence: { letter: 'E:', owner: 'volume X of disk group Y' } },
  { title: 'a letter taken in the group', before: (world) => { world.do(makeWith({ driveLetter: 'E' })); }, command: makeWith({ volume: 'W', driveLetter: 'E' }), code: 'letter.taken', subject: 'W', evidence: { letter: 'E:', owner: 'volume V of disk group DG' } },
  { title: 'unknown disk', command: makeWith({ disks: ['Harddisk9'] }), code: 'disk.unknown', subject: 'Harddisk9' },
  { title: 'unknown excluded disk', command: makeWith({ excludedDisks: ['Harddisk9'] }), code: 'disk.unknown', subject: 'Harddisk9' },
  { title: 'disk outside the group', before: (world) => { world.attach(); }, command: makeWith({ disks: ['Harddisk3'] }), code: 'disk.not-in-group', subject: 'Harddisk3' },
  { title: 'disk named and excluded', command: makeWith({ disks: ['Disk1'], excludedDisks: ['Harddisk0'] }), code: 'argument.invalid', subject: 'Harddisk0' },
  { title: 'missing disk named', before: (world) => { world.present.delete(world.diskId('Harddisk0')); }, command: makeWith({ disks: ['Disk1'] }), code: 'disk.gone', subject: 'Harddisk0' },
  { title: 'read-only disk named', before: (world) => { world.change('Harddisk0', { readOnly: true }); }, command: makeWith({ disks: ['Disk1'] }), code: 'disk.read-only', subject: 'Harddisk0' },
  { title: 'too little space', command: makeWith({ sizeBytes: 100 * gibibyte }), code: 'space.short', subject: 'V', line: 'vxassist -gDG make V 6048M' },
  { title: 'too few disks for the mirrors', command: makeWith({ mirrors: 4, type: 'mirror' }), code: 'space.separation', subject: 'V' },
  { title: 'too few disks, and one to add', before: (world) => { world.attach(); }, command: makeWith({ mirrors: 4, type: 'mirror' }), code: 'space.separation', subject: 'V', line: 'vxdg -gDG adddisk Harddisk3' },
  { title: 'MAX of nothing', before: (world) => { world.do(makeWith({ volume: 'W', sizeBytes: 'MAX' })); }, command: makeWith({ sizeBytes: 'MAX' }), code: 'space.short', subject: 'V' },
];

const volumeCases: readonly Case[] = [
  { title: 'unknown volume', command: { command: 'volume.start', group: 'DG', volume: 'X' }, code: 'volume.unknown', subject: 'X', evidence: { group: 'DG' } },
  { title: 'unknown letter', before: withVolume, command: { command: 'volume.access', group: 'DG', volume: 'Q:', readOnly: true }, code: 'volume.unknown', subject: 'Q:' },
  { title: 'delete in use', before: busyVolume, command: { command: 'volume.delete', group: 'DG', volume: 'V', force: false }, code: 'volume.in-use', subject: 'V', evidence: { clients: ['10.0.0.1:5000'] }, line: 'vxassist -gDG -f delete V' },
  { title: 'stop in use', before: busyVolume, command: { command: 'volume.stop', group: 'DG', volume: 'V', force: false }, code: 'volume.in-use', subject: 'V', line: 'vxvol -gDG -f stop V' },
  { title: 'stop of a stopped one', before: withVolume, command: { command: 'volume.stop', group: 'DG', volume: 'V', force: false }, code: 'volume.stopped', subject: 'V' },
  { title: 'start of a started one', before: startedVolume, command: { command: 'volume.start', group: 'DG', volume: 'V' }, code: 'volume.started', subject: 'V' },
  { title: 'start without a disk', before: (world) => { withVolume(world); world.present.delete(world.diskId('Harddisk0')); }, command: { command: 'volume.start', group: 'DG', volume: 'V' }, code: 'volume.failed', subject: 'V', evidence: { reason: 'V-01 lacks Disk1, which is missing' } },
  { title: 'rename to a bad name', before: withVolume, command: { command: 'volume.rename', group: 'DG', volume: 'V', newName: 'a/b' }, code: 'name.invalid', subject: 'a/b' },
  { title: 'rename to a taken name', before: (world) => { withVolume(world); world.do(makeWith({ volume: 'W' })); }, command: { command: 'volume.rename', group: 'DG', volume: 'V', newName: 'w' }, code: 'name.exists', subject: 'w' },
  { title: 'prefer nothing', before: withVolume, command: { command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'prefer' }, code: 'argument.invalid', subject: 'V' },
  { title: 'prefer an unknown plex', before: withVolume, command: { command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'prefer', plex: 'V-09' }, code: 'plex.unknown', subject: 'V-09', evidence: { volume: 'V', known: ['V-01'] } },
  { title: 'round with a plex', before: withVolume, command: { command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'round', plex: 'V-01' }, code: 'argument.invalid', subject: 'V', line: 'vxvol -gDG rdpol round V' },
  { title: 'assign a digit', before: withVolume, command: { command: 'volume.assign', group: 'DG', volume: 'V', driveLetter: '1' }, code: 'argument.invalid', subject: 'V' },
  { title: 'grow by nothing', before: withVolume, command: { ...grow, byBytes: 0 }, code: 'size.invalid', subject: 'V' },
  { title: 'grow by and to', before: withVolume, command: { ...grow, toBytes: 1 }, code: 'argument.invalid', subject: 'V' },
  { title: 'grow to less', before: withVolume, command: { ...grow, byBytes: undefined, toBytes: gibibyte }, code: 'size.invalid', subject: 'V' },
  { title: 'grow beyond the limit', before: withVolume, command: { ...grow, byBytes: 2 ** 48 }, code: 'size.invalid', subject: 'V' },
  { title: 'grow while syncing', before: (world) => { mirror(world); world.syncing.add(world.volumeId('V')); }, command: grow, code: 'volume.syncing', subject: 'V' },
  { title: 'grow a degraded mirror', before: (world) => { mirror(world); world.present.delete(world.diskId('Harddisk1')); }, command: grow, code: 'volume.busy', subject: 'V', evidence: { reason: 'V-02 lacks Disk2, which is missing' } },
  { title: 'grow with too little space', before: withVolume, command: { ...grow, byBytes: 100 * gibibyte }, code: 'space.short', subject: 'V', line: 'vxassist -gDG growby V 5024M' },
  { title: 'grow mirrors on one disk', before: mirror, command: { ...grow, byBytes: 1500 * mebibyte, disks: ['Disk1', 'Disk3'] }, code: 'space.short', subject: 'V' },
];

describe('refusals', () => {
  it.each([...groupCases, ...makeCases, ...volumeCases])('$title: $code', ({ before, command, code, subject, evidence, line }) => {
    const world = group(3);
    before?.(world);
    const untouched = JSON.stringify(world.configuration);
    const planned = world.plan(command);
    if (planned.ok) throw new Error(`planned: ${planned.value.summary.join(' ')}`);
    expect(planned.error.code).toBe(code);
    expect(planned.error.subject.name).toBe(subject);
    if (evidence !== undefined) expect(planned.error.evidence).toEqual(evidence);
    if (line !== undefined) expect(planned.error.remedy.kind === 'command' && commandLine(planned.error.remedy.command)).toBe(line);
    expect(refusalWords(planned.error).message).not.toMatch(/undefined|NaN\b(?!=)|\[object/);
    expect(JSON.stringify(world.configuration)).toBe(untouched);
  });

  it('of an init: name, taken name, no disks', () => {
    const world = group(1);
    world.otherGroups.push('DG');
    const codes = [['nodg', 'Harddisk0'], ['dg', 'Harddisk0'], ['New']].map(([name = '', ...disks]) => {
      const planned = planInit({ command: 'group.init', group: name, disks, force: false }, world.context());
      return planned.ok ? 'planned' : planned.error.code;
    });
    expect(codes).toEqual(['name.invalid', 'name.exists', 'argument.invalid']);
  });

  it('offer a way out that is itself accepted', () => {
    for (const one of [...groupCases, ...makeCases, ...volumeCases].filter((candidate) => candidate.line?.includes('-gDG') === true)) {
      const world = group(3);
      one.before?.(world);
      const planned = world.plan(one.command);
      if (planned.ok || planned.error.remedy.kind !== 'command') throw new Error(one.title);
      const next = world.plan(planned.error.remedy.command as PlannableCommand);
      expect([one.title, next.ok || next.error.code]).toEqual([one.title, true]);
    }
  });
});
