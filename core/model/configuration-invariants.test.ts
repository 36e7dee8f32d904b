import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupConfiguration } from './configuration.ts';
import { violatedInvariants } from './configuration-invariants.ts';
import type { DiskId, PlexId, SubdiskId, VolumeId } from './identity.ts';
import { mebibyte } from './limits.ts';
import { changed, mirrored } from './test-configuration.ts';

const striped = changed(changed(mirrored, 'plexes', { layout: 'striped', columns: 2, stripeUnitBytes: 65536 }), 'subdisks', {
  lengthBytes: 4 * mebibyte,
});
const second = {
  ...(mirrored.subdisks[0] as GroupConfiguration['subdisks'][number]),
  id: 's3' as SubdiskId,
  name: 'Disk3-01',
  diskId: 'd3' as DiskId,
  column: 1,
  lengthBytes: 4 * mebibyte,
};
const mirroredStripe: GroupConfiguration = { ...striped, subdisks: [...striped.subdisks, second] };

const broken: readonly (readonly [RegExp, GroupConfiguration])[] = [
  [/group's name/, { ...mirrored, name: 'a b' }],
  [/no id/, { ...mirrored, id: '' as never }],
  [/sequence/, { ...mirrored, sequence: 1.5 }],
  [/version/, { ...mirrored, version: Number.NaN }],
  [/no holder/, { ...mirrored, holders: [] }],
  [/no member/, { ...mirrored, holders: ['dx' as DiskId] }],
  [/named twice/, { ...mirrored, holders: ['d1' as DiskId, 'd1' as DiskId] }],
  [/more than 8 holders/, { ...mirrored, holders: Array.from({ length: 9 }, () => 'd1' as DiskId) }],
  [/name of disk/, changed(mirrored, 'disks', { name: '' })],
  [/Two of kind disk/, changed(mirrored, 'disks', { name: 'DISK2' })],
  [/empty or taken/, changed(mirrored, 'disks', { id: 'd2' as DiskId })],
  [/empty or taken/, changed(mirrored, 'plexes', { id: 'v' as PlexId })],
  [/no whole number/, changed(mirrored, 'disks', { dataStartBytes: -1 })],
  [/no whole number/, changed(mirrored, 'disks', { serial: 2 ** 60 })],
  [/passes the end/, changed(mirrored, 'disks', { sizeBytes: 63 * mebibyte })],
  [/outside the data area/, changed(mirrored, 'disks', { dataStartBytes: 5 * mebibyte, dataLengthBytes: mebibyte })],
  [/outside the data area/, changed(mirrored, 'disks', { dataLengthBytes: 7 * mebibyte })],
  [
    /overlap on disk/,
    {
      ...mirrored,
      subdisks: [
        ...mirrored.subdisks,
        { ...second, diskId: 'd1' as DiskId, column: 0, columnOffsetBytes: 8 * mebibyte, diskOffsetBytes: 11 * mebibyte },
      ],
    },
  ],
  [/length/, changed(mirrored, 'volumes', { lengthBytes: 0 })],
  [/drive letter/, changed(mirrored, 'volumes', { driveLetter: 'e' })],
  [/prefers a plex/, changed(mirrored, 'volumes', { readPolicy: { kind: 'prefer', plexId: 'px' as PlexId } })],
  [/no plex/, { ...mirrored, plexes: [], subdisks: [] }],
  [/serves both/, changed(mirrored, 'subdisks', { diskId: 'd2' as DiskId, diskOffsetBytes: 40 * mebibyte })],
  [
    /serves both/,
    {
      ...mirroredStripe,
      subdisks: mirroredStripe.subdisks.map((one) =>
        one.id === 's3' ? { ...one, diskId: 'd1' as DiskId, diskOffsetBytes: 40 * mebibyte } : one,
      ),
    },
  ],
  [/belongs to no volume/, changed(mirrored, 'plexes', { volumeId: 'vx' as VolumeId })],
  [/has 0 columns/, changed(mirrored, 'plexes', { columns: 0 })],
  [/concatenated and yet/, changed(mirrored, 'plexes', { stripeUnitBytes: 4096 })],
  [/over one column/, changed(mirrored, 'plexes', { layout: 'striped', stripeUnitBytes: 4096 })],
  [/no power of two/, changed(mirroredStripe, 'plexes', { stripeUnitBytes: 65537 })],
  [/no multiple of its stripe unit/, changed(mirroredStripe, 'plexes', { stripeUnitBytes: 8 * mebibyte })],
  [
    /differ in length/,
    { ...mirroredStripe, subdisks: mirroredStripe.subdisks.map((one) => (one.id === 's3' ? { ...one, lengthBytes: 5 * mebibyte } : one)) },
  ],
  [/does not cover/, changed(mirrored, 'volumes', { lengthBytes: 9 * mebibyte })],
  [/does not cover/, changed(mirrored, 'subdisks', { plexId: 'p2' as PlexId })],
  [/hole or an overlap/, changed(mirrored, 'subdisks', { columnOffsetBytes: 512 })],
  [/cannot be/, changed(mirrored, 'subdisks', { lengthBytes: 0 })],
  [/no member/, changed(mirrored, 'subdisks', { diskId: 'dx' as DiskId })],
  [/belongs to no plex/, changed(mirrored, 'subdisks', { plexId: 'px' as PlexId })],
  [/column 3, which/, changed(mirrored, 'subdisks', { column: 3 })],
  [
    /more than 32 plexes/,
    {
      ...mirrored,
      plexes: Array.from({ length: 33 }, (_, index) => ({
        ...(mirrored.plexes[0] as GroupConfiguration['plexes'][number]),
        id: `q${index}` as PlexId,
        name: `V-${index}`,
      })),
    },
  ],
];

describe('invariants of a configuration', () => {
  it('hold for a mirror and a mirrored stripe', () => {
    expect(violatedInvariants(mirrored)).toEqual([]);
    expect(violatedInvariants(mirroredStripe)).toEqual([]);
  });

  it.each(broken)('%s', (sentence, configuration) => {
    expect(violatedInvariants(configuration).some((fault) => sentence.test(fault))).toBe(true);
  });

  it('never throw, whatever the numbers are', () => {
    const wild = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Infinity, -0, 2 ** 53));
    fc.assert(
      fc.property(fc.array(wild, { minLength: 6, maxLength: 6 }), ([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]) => {
        const one = changed(mirroredStripe, 'subdisks', { diskOffsetBytes: a, columnOffsetBytes: b, lengthBytes: c, column: d });
        expect(Array.isArray(violatedInvariants(changed(one, 'plexes', { columns: e, stripeUnitBytes: f })))).toBe(true);
      }),
    );
  });
});
