/** The views of disks and disk groups: attached or missing, imported or not. Derived anew whenever something changed. */
import { isRemoteLocation } from '../device/remote-address.ts';
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import { cutShortReason, dataAreaOf } from '../model/disk-layout.ts';
import { groupHealth } from '../model/health.ts';
import { refusalWords } from '../model/refusal-words.ts';
import type { DiskStatus, DiskView, GroupView } from '../model/views.ts';
import { attachmentName, hostDiskName } from './attached-disks.ts';
import type { AbsentDisk, AttachedDisks, Attachment } from './attached-disks.ts';
import type { FoundGroup } from './group-registry.ts';
import type { RunningGroup } from './running-groups.ts';
import { healthFacts } from './volume-views.ts';

const failingReason = 'It has had errors';

interface Membership {
  readonly configuration: GroupConfiguration;
  readonly record: DiskRecord;
  readonly unallocatedBytes: number;
  /** Null when the group does not run here. */
  readonly running: RunningGroup | null;
}

/** Every attached disk, and every disk that an imported group or the list of disks misses. */
export function diskViews(disks: AttachedDisks, running: readonly RunningGroup[], found: readonly FoundGroup[]): DiskView[] {
  const members = new Map<string, Membership>();
  for (const group of found) if (group.configuration !== null) addMembers(members, group.configuration, null);
  for (const group of running) addMembers(members, group.status.configuration, group);
  const views = disks.all().map((attachment) => {
    const original = disks.originalOf(attachment);
    const diskId = attachment.inspection.header?.diskId ?? '';
    return attachedView(attachment, original === '' ? members.get(diskId) ?? null : null, original);
  });
  const shown = new Set(views.map((view) => view.id));
  const absent = new Map(disks.absent().map((missing) => [missing.entry.diskId, missing]));
  for (const [diskId, member] of members) {
    if (member.running === null || shown.has(diskId)) continue;
    shown.add(diskId);
    views.push(missingView(member, absent.get(diskId)));
  }
  for (const { entry, refusal } of disks.absent()) {
    const id = entry.diskId === '' ? hostDiskName(entry.number) : entry.diskId;
    if (!shown.has(id)) views.push(lostView(id, { entry, refusal }));
  }
  return views;
}

function addMembers(members: Map<string, Membership>, configuration: GroupConfiguration, running: RunningGroup | null): void {
  const { subdisksByDisk, logsByDisk } = indexConfiguration(configuration);
  for (const record of configuration.disks) {
    const allocatedBytes = totalBytes([...(subdisksByDisk.get(record.id) ?? []), ...(logsByDisk.get(record.id) ?? [])]);
    members.set(record.id, { configuration, record, unallocatedBytes: record.dataLengthBytes - allocatedBytes, running });
  }
}

function attachedView(attachment: Attachment, member: Membership | null, original: string): DiskView {
  const { entry, place, sizeBytes, inspection } = attachment;
  const diskId = inspection.header?.diskId ?? '';
  const { status, statusReason } = statusOf(attachment, member, original);
  const inGroup = inspection.header !== null && inspection.header.groupId !== '';
  return {
    kind: 'disk', id: diskId === '' || original !== '' ? attachment.attachment : diskId, name: attachmentName(attachment),
    internalName: member?.record.name ?? '', status, statusReason,
    groupId: member?.configuration.id ?? inspection.header?.groupId ?? '',
    groupName: member?.configuration.name ?? inspection.header?.groupName ?? '',
    type: place.type, location: place.location, sizeBytes,
    dataStartBytes: member?.record.dataStartBytes ?? 0, dataLengthBytes: member?.record.dataLengthBytes ?? 0,
    unallocatedBytes: member?.unallocatedBytes ?? (inGroup ? 0 : Math.max(0, dataAreaOf(sizeBytes).dataLengthBytes)),
    readOnly: entry.readOnly,
    enclosure: member?.record.enclosure ?? entry.enclosure, site: member?.record.site ?? entry.site,
    errors: member?.running?.status.errorsByDiskId[diskId] ?? 0,
  };
}

function statusOf(
  attachment: Attachment, member: Membership | null, original: string,
): { readonly status: DiskStatus; readonly statusReason: string } {
  const { header, damage, futureVersion, holds } = attachment.inspection;
  if (original !== '') return { status: 'copy', statusReason: `It bears the ids of ${original}; vxdisk renewids gives it ids of its own` };
  const cut = member === null ? '' : cutShortReason(member.record, attachment.sizeBytes);
  if (cut !== '') return { status: 'failed', statusReason: `I${cut.slice(1)}; put the whole disk back, or another one in its place` };
  if (member?.running) {
    const { failedDiskIds, presentDiskIds } = member.running.status;
    if (failedDiskIds.includes(member.record.id)) return { status: 'failed', statusReason: 'It is out of use after an error' };
    const trouble = member.record.failing ? failingReason : '';
    if (presentDiskIds.includes(member.record.id)) return { status: 'online', statusReason: trouble };
    const why = member.running.status.missingByDiskId[member.record.id]?.reason ?? '';
    return { status: 'foreign', statusReason: `Disk group ${member.configuration.name} runs without it${why === '' ? '' : `: ${why}`}` };
  }
  if (futureVersion) return { status: 'unreadable', statusReason: 'It was written by a later version' };
  if (header === null) {
    if (damage.length > 0) return { status: 'unreadable', statusReason: 'No copy of its header is sound' };
    return { status: 'free', statusReason: holds === '' ? '' : `It holds ${holds}` };
  }
  if (header.groupId === '') return { status: 'free', statusReason: '' };
  return { status: 'foreign', statusReason: `It belongs to disk group ${header.groupName}, which is not imported here` };
}

function missingWords(running: RunningGroup | null, record: DiskRecord): string {
  const missing = running?.status.missingByDiskId[record.id];
  return missing === undefined ? 'Its disk group has no access to it' : `Since ${missing.since}: ${missing.reason}`;
}

function missingView({ configuration, record, unallocatedBytes, running }: Membership, absent: AbsentDisk | undefined): DiskView {
  return {
    ...recordedView(configuration, record, unallocatedBytes, absent === undefined ? '' : hostDiskName(absent.entry.number)),
    status: 'missing', statusReason: missingWords(running, record),
  };
}

/** A member as nothing but its group's configuration tells of it: taken to be there. */
function recordedView(configuration: GroupConfiguration, record: DiskRecord, unallocatedBytes: number, name: string): DiskView {
  return {
    kind: 'disk', id: record.id, name, internalName: record.name, status: 'online', statusReason: record.failing ? failingReason : '',
    groupId: configuration.id, groupName: configuration.name, type: typeOf(record.lastAccess), location: record.lastAccess,
    sizeBytes: record.sizeBytes, dataStartBytes: record.dataStartBytes, dataLengthBytes: record.dataLengthBytes, unallocatedBytes,
    readOnly: false, enclosure: record.enclosure, site: record.site, errors: 0,
  };
}

/** The members of a configuration of which nothing else is known. */
export function recordedDiskViews(configuration: GroupConfiguration, hostNameOf: (diskId: string) => string): DiskView[] {
  const members = new Map<string, Membership>();
  addMembers(members, configuration, null);
  return [...members.values()].map(({ record, unallocatedBytes }) =>
    recordedView(configuration, record, unallocatedBytes, hostNameOf(record.id)));
}

/** Of a disk that is not there nothing but its last place can tell. */
function typeOf(location: string): DiskView['type'] {
  if (isRemoteLocation(location)) return 'remote';
  return location.startsWith('/dev/') ? 'block device' : 'image file';
}

function lostView(id: string, { entry, refusal }: AbsentDisk): DiskView {
  return {
    kind: 'disk', id, name: hostDiskName(entry.number), internalName: '', status: 'missing', statusReason: refusalWords(refusal).fact,
    groupId: '',
    groupName: '', type: typeOf(entry.location), location: entry.location, sizeBytes: 0,
    dataStartBytes: 0, dataLengthBytes: 0, unallocatedBytes: 0, readOnly: entry.readOnly,
    enclosure: entry.enclosure, site: entry.site, errors: 0,
  };
}

export function runningGroupView({ status }: Pick<RunningGroup, 'status'>): GroupView {
  const { configuration, frozenBecause } = status;
  return {
    ...groupSizes(configuration), kind: 'group', id: configuration.id, name: configuration.name,
    status: frozenBecause === '' ? 'imported' : 'frozen', statusReason: frozenBecause,
    health: frozenBecause === '' ? groupHealth(configuration, indexConfiguration(configuration), healthFacts(status)) : 'Failed',
    sequence: configuration.sequence, version: configuration.version, stampHost: configuration.stamp?.name ?? '',
  };
}

export function foundGroupView(group: FoundGroup): GroupView {
  const { configuration, attachments } = group;
  const sizes = configuration === null
    ? { diskIds: attachments.flatMap(({ inspection }) => inspection.header?.diskId ?? []), holderIds: [], volumeIds: [], sizeBytes: 0,
      freeBytes: 0 }
    : groupSizes(configuration);
  return {
    ...sizes, kind: 'group', id: group.id, name: group.name, status: group.status, statusReason: group.statusReason, health: 'Unknown',
    sequence: configuration?.sequence ?? 0, version: configuration?.version ?? 0,
    stampHost: configuration?.stamp?.name ?? attachments[0]?.inspection.header?.stamp?.name ?? '',
  };
}

function totalBytes(extents: readonly { readonly lengthBytes: number }[]): number {
  return extents.reduce((sum, extent) => sum + extent.lengthBytes, 0);
}

function groupSizes(configuration: GroupConfiguration): Pick<GroupView, 'diskIds' | 'holderIds' | 'volumeIds' | 'sizeBytes' | 'freeBytes'> {
  const sizeBytes = configuration.disks.reduce((sum, disk) => sum + disk.dataLengthBytes, 0);
  const allocatedBytes = totalBytes([...configuration.subdisks, ...configuration.logs]);
  return {
    diskIds: configuration.disks.map((disk) => disk.id), holderIds: configuration.holders,
    volumeIds: configuration.volumes.map((volume) => volume.id),
    sizeBytes, freeBytes: sizeBytes - allocatedBytes,
  };
}
