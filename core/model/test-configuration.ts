/** A sound configuration for tests: two disks, and a mirrored volume `V` of 8 MiB on them. */
import type { DiskRecord, GroupConfiguration, PlexRecord, SubdiskRecord } from './configuration.ts';
import type { CommitId, DiskId, GroupId, HostId, PlexId, SubdiskId, VolumeId } from './identity.ts';
import { mebibyte } from './limits.ts';

function disk(number: number): DiskRecord {
  return {
    id: `d${number}` as DiskId,
    name: `Disk${number}`,
    lastAccess: `/images/${number}.img`,
    sizeBytes: 64 * mebibyte,
    dataStartBytes: 4 * mebibyte,
    dataLengthBytes: 60 * mebibyte,
    enclosure: '',
    site: '',
    serial: 1,
    failing: false,
  };
}

function plex(number: number): PlexRecord {
  return {
    id: `p${number}` as PlexId,
    name: `V-0${number}`,
    volumeId: 'v' as VolumeId,
    layout: 'concatenated',
    columns: 1,
    stripeUnitBytes: 0,
    state: 'ACTIVE',
    missed: null,
  };
}

function subdisk(number: number): SubdiskRecord {
  return {
    id: `s${number}` as SubdiskId,
    name: `Disk${number}-01`,
    diskId: `d${number}` as DiskId,
    plexId: `p${number}` as PlexId,
    column: 0,
    diskOffsetBytes: 4 * mebibyte,
    columnOffsetBytes: 0,
    lengthBytes: 8 * mebibyte,
  };
}

export const mirrored: GroupConfiguration = {
  version: 1,
  id: 'g' as GroupId,
  name: 'DG',
  sequence: 7,
  commitId: 'c' as CommitId,
  stamp: { id: 'h' as HostId, name: 'here' },
  noAutoImport: false,
  holders: ['d1' as DiskId, 'd2' as DiskId],
  disks: [disk(1), disk(2), disk(3)],
  volumes: [
    {
      id: 'v' as VolumeId,
      name: 'V',
      lengthBytes: 8 * mebibyte,
      state: 'ACTIVE',
      readPolicy: { kind: 'select' },
      driveLetter: 'E',
      startAtImport: true,
      readOnly: false,
      mapRegionBytes: 0,
      differingBytes: 0,
    },
  ],
  plexes: [plex(1), plex(2)],
  subdisks: [subdisk(1), subdisk(2)],
  logs: [],
};

/** With the first, or the numbered, record of a kind changed. */
export function changed<Kind extends 'disks' | 'volumes' | 'plexes' | 'subdisks'>(
  configuration: GroupConfiguration,
  kind: Kind,
  change: Partial<GroupConfiguration[Kind][number]>,
  number = 0,
): GroupConfiguration {
  return { ...configuration, [kind]: configuration[kind].map((record, index) => (index === number ? { ...record, ...change } : record)) };
}
