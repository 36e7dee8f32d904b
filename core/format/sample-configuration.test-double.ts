/** A sound configuration of any number of mirrored volumes, for tests of records. The same numbers give the same bytes. */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { CommitId, DiskId, GroupId, HostId, PlexId, SubdiskId, VolumeId } from '../model/identity.ts';
import { dataAreaOf } from '../model/disk-layout.ts';
import { gibibyte, mebibyte } from '../model/limits.ts';

function guid(kind: number, number: number): string {
  // Spread like real ones, so that deflate finds as little in them.
  const scramble = (value: number) => (Math.imul(value + kind * 7919, 2654435761) >>> 0).toString(16).padStart(8, '0');
  const [a, b, c] = [scramble(number), scramble(number + 104729), scramble(number + 1299709)];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5, 8)}-8${c.slice(1, 4)}-${c}${a.slice(0, 4)}`;
}

export function sampleConfiguration(volumes: number): GroupConfiguration {
  const disks = [0, 1].map((number) => ({
    id: guid(1, number) as DiskId, name: `Disk${number + 1}`, lastAccess: `/images/${number}.img`, sizeBytes: 64 * gibibyte,
    ...dataAreaOf(64 * gibibyte), enclosure: '', site: '', serial: 1, failing: false,
  }));
  const numbers = Array.from({ length: volumes }, (_, index) => index);
  const both = numbers.flatMap((volume) => [0, 1].map((side) => ({ volume, side, plex: guid(3, volume * 2 + side) as PlexId })));
  return {
    version: 1, id: guid(0, 1) as GroupId, name: 'Data', sequence: 42, commitId: guid(0, 2) as CommitId,
    stamp: { id: guid(0, 3) as HostId, name: 'alpha' }, noAutoImport: false, holders: disks.map((disk) => disk.id), disks,
    volumes: numbers.map((volume) => ({
      id: guid(2, volume) as VolumeId, name: `V${volume}`, lengthBytes: mebibyte, state: 'ACTIVE' as const,
        readPolicy: { kind: 'select' as const },
      driveLetter: '', startAtImport: true, readOnly: false, mapRegionBytes: 0, differingBytes: 0,
    })),
    plexes: both.map(({ volume, side, plex }) => ({
      id: plex, name: `V${volume}-0${side + 1}`, volumeId: guid(2, volume) as VolumeId, layout: 'concatenated' as const, columns: 1,
        stripeUnitBytes: 0,
      state: 'ACTIVE' as const, missed: null,
    })),
    subdisks: both.map(({ volume, side, plex }) => ({
      id: guid(4, volume * 2 + side) as SubdiskId, name: `Disk${side + 1}-${volume + 1}`, diskId: guid(1, side) as DiskId, plexId: plex,
        column: 0,
      diskOffsetBytes: dataAreaOf(64 * gibibyte).dataStartBytes + volume * mebibyte, columnOffsetBytes: 0, lengthBytes: mebibyte,
    })),
    logs: [],
  };
}
