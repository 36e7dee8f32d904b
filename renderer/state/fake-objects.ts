/** Objects for tests: whole and plausible, each field replaceable. */
import { sampleAlertView } from '../../core/model/test-alert-view.ts';
import { sampleTaskView } from '../../core/model/test-task-view.ts';
import type { AlertView, DiskView, GroupView, HostView, TaskView, VolumeView } from '../../core/model/views.ts';

export function sampleHost(part: Partial<HostView> = {}): HostView {
  return { kind: 'host', id: 'h1', name: 'atlas', version: '0.1.0', processId: 4711, stateFolder: '/state', ...part };
}

export function sampleDisk(part: Partial<DiskView> = {}): DiskView {
  return {
    kind: 'disk', id: 'd1', name: 'Harddisk0', internalName: 'Disk1', status: 'online', statusReason: '', groupId: 'g1', groupName: 'VMDG',
    type: 'image file', location: '/images/disk0.img', sizeBytes: 2 ** 30, dataStartBytes: 32 * 2 ** 20, dataLengthBytes: 991 * 2 ** 20,
    unallocatedBytes: 2 ** 29, readOnly: false, enclosure: '', site: '', errors: 0, ...part,
  };
}

export function sampleGroup(part: Partial<GroupView> = {}): GroupView {
  return {
    kind: 'group', id: 'g1', name: 'VMDG', status: 'imported', statusReason: '', health: 'Healthy', sequence: 3, version: 1,
    stampHost: 'atlas', diskIds: ['d1'], holderIds: ['d1'], volumeIds: ['v1'], sizeBytes: 2 ** 30, freeBytes: 2 ** 29, ...part,
  };
}

export function sampleVolume(part: Partial<VolumeView> = {}): VolumeView {
  return {
    kind: 'volume', id: 'v1', name: 'Volume1', groupId: 'g1', groupName: 'VMDG', driveLetter: '', wantedDriveLetter: '',
    layout: 'concatenated', lengthBytes: 2 ** 29, state: 'ACTIVE', started: true, readOnly: false,
    health: 'Healthy', healthReason: '', survivesDisks: 0, readPolicy: { kind: 'select' }, plexIds: ['p1'],
    uri: '', guidUri: '', tcpUri: '', devicePath: '', clients: [], fileSystem: '', ...part,
  };
}

export function sampleTask(part: Partial<TaskView> = {}): TaskView {
  return sampleTaskView({
    name: 'Resynchronize', subject: { kind: 'volume', name: 'Volume1' }, cause: 'unclean stop', doneBytes: 1, totalBytes: 2, ...part,
  });
}

export function sampleAlert(part: Partial<AlertView> = {}): AlertView {
  return sampleAlertView(part);
}
