import { describe, expect, it } from 'vitest';
import type { VolumeAddLog, VolumeBreak, VolumeMirror, VolumeRemoveLog, VolumeRemoveMirror } from '../model/command.ts';
import type { PlexRecord } from '../model/configuration.ts';
import { answerTo, expectedAnswer, holesInWords, withMirror, withVolume } from './test-refusals.ts';
import type { RefusalCase } from './test-refusals.ts';
import { make } from './test-world.ts';
import type { TestWorld } from './test-world.ts';

const mirror: VolumeMirror = { command: 'volume.mirror', group: 'DG', volume: 'V', mirrors: 1, disks: [], excludedDisks: [] };
const unmirror: VolumeRemoveMirror = { command: 'volume.rmmirror', group: 'DG', volume: 'V', disks: [] };
const breakOff: VolumeBreak = { command: 'volume.break', group: 'DG', volume: 'V', plex: 'V-02' };
const addLog: VolumeAddLog = { command: 'volume.addlog', group: 'DG', volume: 'V', logs: 1, disks: [], excludedDisks: [] };
const removeLog: VolumeRemoveLog = { command: 'volume.rmlog', group: 'DG', volume: 'V', logs: [] };

function withPlex(world: TestWorld, name: string, change: Partial<PlexRecord>): void {
  const plexes = world.configuration.plexes.map((plex) => (plex.name === name ? { ...plex, ...change } : plex));
  world.configuration = { ...world.configuration, plexes };
}

function withStalePlex(world: TestWorld): void {
  withMirror(world);
  withPlex(world, 'V-02', { state: 'STALE', missed: { slot: 1, id: 'absence' } });
}

function withVolumeState(world: TestWorld, state: 'ACTIVE' | 'SYNC'): void {
  world.configuration = { ...world.configuration, volumes: world.configuration.volumes.map((volume) => ({ ...volume, state })) };
}

function withSync(world: TestWorld): void {
  withMirror(world);
  withVolumeState(world, 'SYNC');
}

function ofFirstVersion(world: TestWorld): void {
  world.configuration = { ...world.configuration, version: 1 };
}

const makingLogs: readonly RefusalCase[] = [
  { title: 'logs without a second plex', command: { ...make, logs: 2 }, code: 'argument.invalid', subject: 'V',
    line: 'vxassist -gDG make V 1G' },
  { title: 'too many logs', command: { ...make, type: 'mirror', mirrors: 2, logs: 9 }, code: 'argument.invalid', subject: 'V' },
  { title: 'half a log', command: { ...make, type: 'mirror', mirrors: 2, logs: 1.5 }, code: 'argument.invalid', subject: 'V' },
  { title: 'more logs than disks', command: { ...make, type: 'mirror', mirrors: 2, logs: 4 }, code: 'space.separation', subject: 'V',
    evidence: expect.objectContaining({ neededDisks: 4 }) },
  { title: 'logs in an old group', before: ofFirstVersion, command: { ...make, type: 'mirror', mirrors: 2, logs: 2 },
    code: 'group.old-version', subject: 'DG' },
];

const logs: readonly RefusalCase[] = [
  { title: 'addlog to an unknown volume', command: addLog, code: 'volume.unknown', subject: 'V' },
  { title: 'addlog to a volume of one plex', before: withVolume, command: addLog, code: 'argument.invalid', subject: 'V',
    line: 'vxassist -gDG mirror V' },
  { title: 'addlog of none', before: withMirror, command: { ...addLog, logs: 0 }, code: 'argument.invalid', subject: 'V' },
  { title: 'addlog beyond the limit', before: withMirror, command: { ...addLog, logs: 7 }, code: 'limit.reached', subject: 'V' },
  { title: 'addlog without room', before: withMirror, command: { ...addLog, logs: 2 }, code: 'space.separation', subject: 'V' },
  { title: 'addlog on a disk that bears one', before: withMirror, command: { ...addLog, disks: ['Harddisk0'] }, code: 'space.separation',
    subject: 'V' },
  { title: 'addlog in an old group', before: (world) => { ofFirstVersion(world); withMirror(world); }, command: addLog,
    code: 'group.old-version', subject: 'DG' },
  { title: 'the first log while all is made equal', before: (world) => {
    world.do({ ...make, type: 'mirror', mirrors: 2, logs: 0 });
    withVolumeState(world, 'SYNC');
  }, command: addLog, code: 'volume.syncing', subject: 'V' },
  { title: 'a log that there is not', before: withMirror, command: { ...removeLog, logs: ['V-L09'] }, code: 'log.unknown', subject: 'V-L09',
    evidence: { known: ['V-L01', 'V-L02'], volume: 'V' } },
  { title: 'a log of a volume without', before: withVolume, command: removeLog, code: 'log.unknown', subject: 'V' },
  { title: 'the last log that a stale plex needs', before: (world) => {
    withStalePlex(world);
    world.do({ ...removeLog, logs: ['V-L01'] });
  }, command: removeLog, code: 'log.needed', subject: 'V', evidence: { plexes: ['V-02'], logs: ['V-L02'] } },
  { title: 'the last log that is believed', before: (world) => {
    withStalePlex(world);
    world.configuration = { ...world.configuration, logs: world.configuration.logs.map((log) =>
      (log.name === 'V-L01' ? log : { ...log, state: 'STALE' as const })) };
  }, command: { ...removeLog, logs: ['V-L01'] }, code: 'log.needed', subject: 'V' },
  { title: 'a disk whose log has no other place', before: (world) => {
    world.do({ ...make, type: 'mirror', mirrors: 2, disks: ['Harddisk0', 'Harddisk1'], logs: 2 });
    world.do({ ...addLog, disks: ['Harddisk2'] });
  }, command: { command: 'group.rmdisk', group: 'DG', disks: ['Harddisk2'] }, code: 'disk.in-use', subject: 'Harddisk2',
  line: 'vxassist -gDG remove log V V-L03' },
];

const mirrors: readonly RefusalCase[] = [
  { title: 'a mirror of an unknown volume', command: mirror, code: 'volume.unknown', subject: 'V' },
  { title: 'no mirror at all', before: withVolume, command: { ...mirror, mirrors: 0 }, code: 'argument.invalid', subject: 'V' },
  { title: 'more plexes than there can be', before: withVolume, command: { ...mirror, mirrors: 32 }, code: 'limit.reached', subject: 'V' },
  { title: 'a mirror without disks for it', before: withVolume, command: { ...mirror, mirrors: 3 }, code: 'space.separation',
    subject: 'V' },
  { title: 'a mirror on the disk of the volume', before: withVolume, command: { ...mirror, disks: ['Harddisk0'] }, code: 'argument.invalid',
    subject: 'Harddisk0', line: 'vxassist -gDG mirror V' },
  { title: 'a mirror of nothing good', before: (world) => { withVolume(world); world.present.delete(world.diskId('Harddisk0')); },
    command: mirror, code: 'volume.failed', subject: 'V' },
  { title: 'a mirror while all is made equal', before: withSync, command: mirror, code: 'volume.syncing', subject: 'V' },
  { title: 'columns of a spanned mirror', before: withVolume, command: { ...mirror, type: 'spanned', columns: 2 }, code: 'argument.invalid',
    subject: 'V', line: 'vxassist -gDG mirror V type=spanned' },
  { title: 'one column', before: withVolume, command: { ...mirror, columns: 1 }, code: 'argument.invalid', subject: 'V' },
  { title: 'an odd stripe unit', before: withVolume, command: { ...mirror, stripeUnitBytes: 5000 }, code: 'argument.invalid',
    subject: 'V' },
  { title: 'logs for a volume that has some', before: withMirror, command: { ...mirror, logs: 2 }, code: 'argument.invalid', subject: 'V',
    line: 'vxassist -gDG mirror V' },
  { title: 'more logs than there is room for', before: withVolume, command: { ...mirror, logs: 4 }, code: 'space.separation',
    subject: 'V' },
  { title: 'logs for a mirror in an old group', before: (world) => { ofFirstVersion(world); withVolume(world); },
    command: { ...mirror, logs: 1 }, code: 'group.old-version', subject: 'DG' },
  { title: 'removing a plex that there is not', before: withMirror, command: { ...unmirror, plex: 'V-09' }, code: 'plex.unknown',
    subject: 'V-09' },
  { title: 'removing from a disk without one', before: withMirror, command: { ...unmirror, disks: ['Harddisk2'] }, code: 'argument.invalid',
    subject: 'Harddisk2' },
  { title: 'removing the only plex', before: withVolume, command: unmirror, code: 'plex.last', subject: 'V-01',
    evidence: { volumes: ['V'], good: ['V-01'] }, line: 'vxassist -gDG mirror V' },
  { title: 'removing the last good plex', before: withStalePlex, command: { ...unmirror, plex: 'V-01' }, code: 'plex.last', subject: 'V-01',
    evidence: { volumes: ['V'], good: ['V-01'] } },
  { title: 'removing all of them', before: withMirror, command: { ...unmirror, disks: ['Harddisk0', 'Harddisk1'] }, code: 'plex.last',
    subject: 'V-01' },
  { title: 'removing a source of what is made equal', before: withSync, command: unmirror, code: 'volume.syncing', subject: 'V' },
  { title: 'breaking off a plex that there is not', before: withMirror, command: { ...breakOff, plex: 'V-09' }, code: 'plex.unknown',
    subject: 'V-09' },
  { title: 'breaking off a stale plex', before: withStalePlex, command: breakOff, code: 'plex.state', subject: 'V-02',
    evidence: { state: 'STALE', volume: 'V', good: ['V-01'] } },
  { title: 'breaking off a plex whose disk is gone', before: (world) => {
    withMirror(world);
    world.present.delete(world.diskId('Harddisk1'));
  }, command: breakOff, code: 'plex.state', subject: 'V-02' },
  { title: 'breaking off the only plex', before: withVolume, command: { ...breakOff, plex: 'V-01' }, code: 'plex.last', subject: 'V-01' },
  { title: 'breaking off while all is made equal', before: withSync, command: breakOff, code: 'volume.syncing', subject: 'V' },
  { title: 'breaking off after a crash', before: (world) => { withMirror(world); withVolumeState(world, 'ACTIVE'); }, command: breakOff,
    code: 'volume.busy', subject: 'V', line: 'vxvol -gDG start V' },
  { title: 'a name that is taken', before: withMirror, command: { ...breakOff, newName: 'v' }, code: 'name.exists', subject: 'v' },
  { title: 'a letter that is taken', before: (world) => { withMirror(world); world.letters.set('E', 'volume W of disk group X'); },
    command: { ...breakOff, driveLetter: 'E' }, code: 'letter.taken', subject: 'Volume1' },
];

describe('mirrors and logs are refused', () => {
  it.each([...makingLogs, ...logs, ...mirrors])('$title', (refused) => {
    const answer = answerTo(refused);
    expect(answer).toMatchObject(expectedAnswer(refused));
    expect(answer.message).not.toMatch(holesInWords);
  });
});
