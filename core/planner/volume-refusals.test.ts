import { describe, expect, it } from 'vitest';
import { gibibyte, mebibyte } from '../model/limits.ts';
import { answerTo, expectedAnswer, holesInWords, withClient, withMirror, withStartedVolume, withVolume } from './test-refusals.ts';
import type { RefusalCase } from './test-refusals.ts';
import { grow, make } from './test-world.ts';

const volumeCases: readonly RefusalCase[] = [
  {
    title: 'unknown volume',
    command: { command: 'volume.start', group: 'DG', volume: 'X' },
    code: 'volume.unknown',
    subject: 'X',
    evidence: { group: 'DG' },
  },
  {
    title: 'unknown letter',
    before: withVolume,
    command: { command: 'volume.access', group: 'DG', volume: 'Q:', readOnly: true },
    code: 'volume.unknown',
    subject: 'Q:',
  },
  {
    title: 'delete in use',
    before: withClient,
    command: { command: 'volume.delete', group: 'DG', volume: 'V', force: false },
    code: 'volume.in-use',
    subject: 'V',
    evidence: { clients: ['10.0.0.1:5000'] },
    line: 'vxassist -gDG -f delete V',
  },
  {
    title: 'stop in use',
    before: withClient,
    command: { command: 'volume.stop', group: 'DG', volume: 'V', force: false },
    code: 'volume.in-use',
    subject: 'V',
    line: 'vxvol -gDG -f stop V',
  },
  {
    title: 'stop of a stopped one',
    before: (world) => {
      withVolume(world);
      world.configuration = {
        ...world.configuration, volumes: world.configuration.volumes.map((volume) => ({ ...volume, startAtImport: false })),
      };
    },
    command: { command: 'volume.stop', group: 'DG', volume: 'V', force: false },
    code: 'volume.stopped',
    subject: 'V',
  },
  {
    title: 'start of a started one',
    before: withStartedVolume,
    command: { command: 'volume.start', group: 'DG', volume: 'V' },
    code: 'volume.started',
    subject: 'V',
  },
  {
    title: 'start without a disk',
    before: (world) => {
      withVolume(world);
      world.present.delete(world.diskId('Harddisk0'));
    },
    command: { command: 'volume.start', group: 'DG', volume: 'V' },
    code: 'volume.failed',
    subject: 'V',
    evidence: { reason: 'V-01 lacks Disk1, which is missing' },
  },
  {
    title: 'rename to a bad name',
    before: withVolume,
    command: { command: 'volume.rename', group: 'DG', volume: 'V', newName: 'a/b' },
    code: 'name.invalid',
    subject: 'a/b',
  },
  {
    title: 'rename to a taken name',
    before: (world) => {
      withVolume(world);
      world.do({ ...make, volume: 'W' });
    },
    command: { command: 'volume.rename', group: 'DG', volume: 'V', newName: 'w' },
    code: 'name.exists',
    subject: 'w',
  },
  {
    title: 'prefer nothing',
    before: withVolume,
    command: { command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'prefer' },
    code: 'argument.invalid',
    subject: 'V',
  },
  {
    title: 'prefer an unknown plex',
    before: withVolume,
    command: { command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'prefer', plex: 'V-09' },
    code: 'plex.unknown',
    subject: 'V-09',
    evidence: { volume: 'V', known: ['V-01'] },
  },
  {
    title: 'round with a plex',
    before: withVolume,
    command: { command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'round', plex: 'V-01' },
    code: 'argument.invalid',
    subject: 'V',
    line: 'vxvol -gDG rdpol round V',
  },
  {
    title: 'assign a digit',
    before: withVolume,
    command: { command: 'volume.assign', group: 'DG', volume: 'V', driveLetter: '1' },
    code: 'argument.invalid',
    subject: 'V',
  },
  { title: 'grow by nothing', before: withVolume, command: { ...grow, byBytes: 0 }, code: 'size.invalid', subject: 'V' },
  { title: 'grow by and to', before: withVolume, command: { ...grow, toBytes: 1 }, code: 'argument.invalid', subject: 'V' },
  {
    title: 'grow to less',
    before: withVolume,
    command: { ...grow, byBytes: undefined, toBytes: gibibyte },
    code: 'size.invalid',
    subject: 'V',
  },
  { title: 'grow beyond the limit', before: withVolume, command: { ...grow, byBytes: 2 ** 48 }, code: 'size.invalid', subject: 'V' },
  {
    title: 'grow while syncing',
    before: (world) => {
      withMirror(world);
      world.syncing.add(world.volumeId('V'));
    },
    command: grow,
    code: 'volume.syncing',
    subject: 'V',
  },
  {
    title: 'grow a degraded mirror',
    before: (world) => {
      withMirror(world);
      world.present.delete(world.diskId('Harddisk1'));
    },
    command: grow,
    code: 'volume.busy',
    subject: 'V',
    evidence: { reason: 'V-02 lacks Disk2, which is missing' },
  },
  {
    title: 'grow with too little space',
    before: withVolume,
    command: { ...grow, byBytes: 100 * gibibyte },
    code: 'space.short',
    subject: 'V',
    line: 'vxassist -gDG growby V 5024M',
  },
  {
    title: 'grow two plexes on one disk',
    before: withMirror,
    command: { ...grow, byBytes: 1500 * mebibyte, disks: ['Disk1', 'Disk3'] },
    code: 'space.separation',
    subject: 'V',
  },
];

describe('refusals of commands on volumes', () => {
  it.each(volumeCases)('$title: $code', (one) => {
    const answer = answerTo(one);
    expect(answer).toMatchObject(expectedAnswer(one));
    expect(answer.message).not.toMatch(holesInWords);
  });
});
