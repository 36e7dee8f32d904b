/** For tests: a group of three disks with a mirrored and a striped volume. */
import type { PlexId } from '../model/identity.ts';
import { sampleTaskView } from '../model/test-task-view.ts';
import type { DiskView, GroupView, ObjectView, PlexView, SubdiskView, TaskView, VolumeView } from '../model/views.ts';

const mebibyte = 1024 * 1024;
export const groupId = '11111111-0000-4000-8000-000000000001';
export const mirrorId = '33333333-0000-4000-8000-000000000001';
const stripeId = '33333333-0000-4000-8000-000000000002';

function disk(number: number, facts: Partial<DiskView> = {}): DiskView {
  return {
    kind: 'disk', id: `22222222-0000-4000-8000-00000000000${number}`, name: `Harddisk${number - 1}`, internalName: `Disk${number}`,
    status: 'online', statusReason: '', groupId, groupName: 'Data', type: 'image file',
    location: `/images/${number}.img`, sizeBytes: 1024 * mebibyte,
    dataStartBytes: 32 * mebibyte, dataLengthBytes: 991 * mebibyte, unallocatedBytes: 500 * mebibyte,
    readOnly: false, enclosure: '', site: '', errors: 0, ...facts,
  };
}

const group: GroupView = {
  kind: 'group', id: groupId, name: 'Data', status: 'imported', statusReason: '', health: 'Degraded', sequence: 12, version: 1,
  stampHost: 'alpha',
  diskIds: [disk(1).id, disk(2).id, disk(3).id], holderIds: [disk(1).id, disk(2).id], volumeIds: [mirrorId, stripeId],
  sizeBytes: 3072 * mebibyte, freeBytes: 1500 * mebibyte,
};

function volume(name: string, id: string, facts: Partial<VolumeView>): VolumeView {
  return {
    kind: 'volume', id, name, groupId, groupName: 'Data', driveLetter: '', wantedDriveLetter: '', layout: 'mirrored',
    lengthBytes: 100 * mebibyte, state: 'ACTIVE', started: true, readOnly: false, health: 'Healthy', healthReason: '', survivesDisks: 1,
    readPolicy: { kind: 'round' }, plexIds: [], uri: `nbd+unix:///Data/${name}?socket=/s/nbd/Data.sock`,
    guidUri: `nbd+unix:///${id}?socket=/s/nbd/Data.sock`, tcpUri: '', devicePath: `\\Device\\HarddiskDmVolumes\\Data\\${name}`, clients: [],
    fileSystem: '', ...facts,
  };
}

function plex(name: string, volumeId: string, facts: Partial<PlexView> = {}): PlexView {
  return {
    kind: 'plex', id: `plex ${name}`, name, volumeId, groupId, layout: 'concatenated', columns: 1, stripeUnitBytes: 0, state: 'ACTIVE',
    flags: [],
    lengthBytes: 100 * mebibyte, ...facts,
  };
}

function subdisk(name: string, plexName: string, volumeId: string, diskNumber: number, facts: Partial<SubdiskView> = {}): SubdiskView {
  return {
    kind: 'subdisk', id: `subdisk ${name}`, name, diskId: disk(diskNumber).id, diskName: `Disk${diskNumber}`, plexId: `plex ${plexName}`,
    volumeId,
    groupId, column: 0, diskOffsetBytes: 32 * mebibyte, plexOffsetBytes: 0, lengthBytes: 100 * mebibyte, ...facts,
  };
}

/** The second plex of `Mirror` lies on a disk that is gone. */
export const sampleObjects: readonly ObjectView[] = [
  group, disk(1), disk(2, { status: 'missing', statusReason: 'not attached', name: '' }), disk(3, { type: 'remote',
    location: 'nbd://10.0.0.7/x', errors: 2 }),
  disk(9, { name: 'Harddisk10', internalName: '', groupId: '', groupName: '', status: 'free' }),
  volume('Mirror', mirrorId, {
    driveLetter: 'E', wantedDriveLetter: 'E', health: 'Degraded', healthReason: 'plex Mirror-02 is STALE', survivesDisks: 0,
    readPolicy: { kind: 'prefer', plexId: 'plex Mirror-01' as PlexId }, clients: [{ connection: 1, address: '127.0.0.1:50112',
      since: '2026-11-22T08:00:00Z' }],
  }),
  plex('Mirror-01', mirrorId), plex('Mirror-02', mirrorId, { state: 'STALE', flags: ['NODEVICE'] }),
  subdisk('Disk1-01', 'Mirror-01', mirrorId, 1), subdisk('Disk2-01', 'Mirror-02', mirrorId, 2),
  {
    kind: 'log', id: 'log Mirror-L01', name: 'Mirror-L01', volumeId: mirrorId, groupId, diskId: disk(1).id, diskName: 'Disk1',
    diskOffsetBytes: 1022 * mebibyte, lengthBytes: mebibyte, regionBytes: 262144, state: 'ACTIVE',
  },
  {
    kind: 'log', id: 'log Mirror-L02', name: 'Mirror-L02', volumeId: mirrorId, groupId, diskId: disk(2).id, diskName: 'Disk2',
    diskOffsetBytes: 1022 * mebibyte, lengthBytes: mebibyte, regionBytes: 262144, state: 'STALE',
  },
  volume('Stripe', stripeId, { layout: 'striped', lengthBytes: 200 * mebibyte, state: 'CLEAN', started: false, survivesDisks: 0, uri: '',
    guidUri: '' }),
  plex('Stripe-01', stripeId, { layout: 'striped', columns: 2, stripeUnitBytes: 65536, state: 'CLEAN', lengthBytes: 200 * mebibyte }),
  subdisk('Disk3-01', 'Stripe-01', stripeId, 3, { column: 1 }),
  subdisk('Disk1-02', 'Stripe-01', stripeId, 1, { diskOffsetBytes: 132 * mebibyte }),
];

export function sampleTask(facts: Partial<TaskView>): TaskView {
  return sampleTaskView({
    id: '77777777-0000-4000-8000-000000000007', name: 'Initialise', subject: { kind: 'volume', name: 'Mirror' }, groupId,
    cause: 'New space is set to zeros.', copies: 'none', doneBytes: 25, totalBytes: 100, startedAt: '2026-11-22T08:00:00Z', ...facts,
  });
}

export const sampleConfiguration = {
  disks: [1, 2, 3].map((number) => ({ id: disk(number).id, dataStartBytes: 32 * mebibyte, dataLengthBytes: 991 * mebibyte })),
};
