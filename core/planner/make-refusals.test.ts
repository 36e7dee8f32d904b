import { describe, expect, it } from 'vitest';
import type { VolumeMake } from '../model/command.ts';
import { gibibyte, mebibyte } from '../model/limits.ts';
import { answerTo, expectedAnswer, holesInWords, withVolume } from './test-refusals.ts';
import type { RefusalCase } from './test-refusals.ts';
import { make } from './test-world.ts';

const makeWith = (change: Partial<VolumeMake>): VolumeMake => ({ ...make, ...change });

const makeCases: readonly RefusalCase[] = [
  { title: 'bad volume name', command: makeWith({ volume: '.x' }), code: 'name.invalid', subject: '.x' },
  {
    title: 'volume name taken',
    before: withVolume,
    command: makeWith({ volume: 'v' }),
    code: 'name.exists',
    subject: 'v',
    evidence: { group: 'DG' },
  },
  ...[0, -1, Number.NaN, 0.5, 2 ** 60].map((sizeBytes): RefusalCase => ({
    title: `size ${sizeBytes}`,
    command: makeWith({ sizeBytes }),
    code: 'size.invalid',
    subject: 'V',
  })),
  ...[0, 33, 1.5, -1, Number.NaN].map((mirrors): RefusalCase => ({
    title: `mirror=${mirrors}`,
    command: makeWith({ mirrors, type: 'mirror' }),
    code: 'argument.invalid',
    subject: 'V',
  })),
  ...[1, 257, 2.5].map((columns): RefusalCase => ({
    title: `column=${columns}`,
    command: makeWith({ columns, type: 'stripe' }),
    code: 'argument.invalid',
    subject: 'V',
  })),
  ...[0, 1000, 2048, 32 * mebibyte, Number.NaN].map((stripeUnitBytes): RefusalCase => ({
    title: `stripeunit=${stripeUnitBytes}`,
    command: makeWith({ stripeUnitBytes, type: 'stripe' }),
    code: 'argument.invalid',
    subject: 'V',
  })),
  {
    title: 'columns without a stripe',
    command: makeWith({ columns: 2 }),
    code: 'argument.invalid',
    subject: 'V',
    line: 'vxassist -gDG make V 1G type=stripe column=2',
  },
  { title: 'a letter that is none', command: makeWith({ driveLetter: 'A' }), code: 'argument.invalid', subject: 'V' },
  {
    title: 'a letter taken elsewhere',
    before: (world) => {
      world.letters.set('E', 'volume X of disk group Y');
    },
    command: makeWith({ driveLetter: 'e:' }),
    code: 'letter.taken',
    subject: 'V',
    evidence: { letter: 'E:', owner: 'volume X of disk group Y' },
  },
  {
    title: 'a letter taken in the group',
    before: (world) => {
      world.do(makeWith({ driveLetter: 'E' }));
    },
    command: makeWith({ volume: 'W', driveLetter: 'E' }),
    code: 'letter.taken',
    subject: 'W',
    evidence: { letter: 'E:', owner: 'volume V of disk group DG' },
  },
  { title: 'unknown disk', command: makeWith({ disks: ['Harddisk9'] }), code: 'disk.unknown', subject: 'Harddisk9' },
  { title: 'unknown excluded disk', command: makeWith({ excludedDisks: ['Harddisk9'] }), code: 'disk.unknown', subject: 'Harddisk9' },
  {
    title: 'disk outside the group',
    before: (world) => {
      world.attach();
    },
    command: makeWith({ disks: ['Harddisk3'] }),
    code: 'disk.not-in-group',
    subject: 'Harddisk3',
  },
  {
    title: 'disk named and excluded',
    command: makeWith({ disks: ['Disk1'], excludedDisks: ['Harddisk0'] }),
    code: 'argument.invalid',
    subject: 'Harddisk0',
  },
  {
    title: 'missing disk named',
    before: (world) => {
      world.present.delete(world.diskId('Harddisk0'));
    },
    command: makeWith({ disks: ['Disk1'] }),
    code: 'disk.gone',
    subject: 'Harddisk0',
  },
  {
    title: 'read-only disk named',
    before: (world) => {
      world.change('Harddisk0', { readOnly: true });
    },
    command: makeWith({ disks: ['Disk1'] }),
    code: 'disk.read-only',
    subject: 'Harddisk0',
  },
  {
    title: 'too little space',
    command: makeWith({ sizeBytes: 100 * gibibyte }),
    code: 'space.short',
    subject: 'V',
    line: 'vxassist -gDG make V 6048M',
  },
  { title: 'too few disks for the mirrors', command: makeWith({ mirrors: 4, type: 'mirror' }), code: 'space.separation', subject: 'V' },
  {
    title: 'too few disks, and one to add',
    before: (world) => {
      world.attach();
    },
    command: makeWith({ mirrors: 4, type: 'mirror' }),
    code: 'space.separation',
    subject: 'V',
    line: 'vxdg -gDG adddisk Harddisk3',
  },
  {
    title: 'MAX of nothing',
    before: (world) => {
      world.do(makeWith({ volume: 'W', sizeBytes: 'MAX' }));
    },
    command: makeWith({ sizeBytes: 'MAX' }),
    code: 'space.short',
    subject: 'V',
  },
];

describe('refusals of making a volume', () => {
  it.each(makeCases)('$title: $code', (one) => {
    const answer = answerTo(one);
    expect(answer).toMatchObject(expectedAnswer(one));
    expect(answer.message).not.toMatch(holesInWords);
  });
});
