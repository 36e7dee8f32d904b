/** Disks that are not yet in the group: opened for a command, made members, or closed again. */
import type { IoError } from '../device/ports.ts';
import type { DiskHeader } from '../format/disk-header.ts';
import { standardLayout } from '../format/private-region-layout.ts';
import type { DiskRecord, GroupConfiguration, HostStamp } from '../model/configuration.ts';
import { privateRegionBytesOf } from '../model/disk-layout.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { inspectDisk } from './disk-reader.ts';
import { freeMembers } from './disk-release.ts';
import { formatDisk } from './disk-writer.ts';
import { LatchedDevice, type MemberDisk, type MemberDisks } from './member-disks.ts';
import type { JoiningDisk } from './planning-facts.ts';
import type { DiskOpening } from './runtime-protocol.ts';
import type { RuntimeWorld } from './runtime-world.ts';

export function unreadableDisk(opening: DiskOpening, error: IoError): Refusal {
  return refusal('disk.unreadable', { kind: 'disk', name: opening.hostName, id: opening.diskId }, {
    location: opening.location, error: error.code, message: error.message,
  }, 'Check the disk, then scan again.');
}

export function closeDisks(joining: readonly JoiningDisk[]): void {
  for (const { device } of joining) device.close();
}

export async function openJoiningDisks(
  world: RuntimeWorld, openings: readonly DiskOpening[],
): Promise<Result<readonly JoiningDisk[], Refusal>> {
  const joining: JoiningDisk[] = [];
  for (const opening of openings) {
    const opened = await world.openDisk(opening);
    const inspected = opened.ok ? await inspectDisk(opened.value) : null;
    if (!opened.ok || inspected?.ok !== true) {
      if (opened.ok) opened.value.close();
      closeDisks(joining);
      return failure(opened.ok && inspected?.ok === false ? unreadableDisk(opening, inspected.error)
        : (opened as { readonly error: Refusal }).error);
    }
    joining.push({ opening, device: new LatchedDevice(opened.value, world.clock), inspection: inspected.value });
  }
  return success(joining);
}

function headerFor(record: DiskRecord, group: GroupConfiguration, host: HostStamp, writes: number): DiskHeader {
  return {
    diskId: record.id, groupId: group.id, groupName: group.name, stamp: host, serial: record.serial, failed: false,
    regionBytes: privateRegionBytesOf(record.sizeBytes), writes,
  };
}

async function unmakeMembers(disks: MemberDisks, made: readonly MemberDisk[], world: RuntimeWorld): Promise<void> {
  await freeMembers(made, world);
  for (const member of made) disks.remove(member.header.diskId);
}

/**
 * Formats the disks that `after` names and `before` does not, and adds them to the members: before the commit that names
 * them. A member that is missing is never matched: another disk may lie where it was last seen. On failure none is added.
 */
export async function makeMembers(
  disks: MemberDisks, joining: readonly JoiningDisk[], before: GroupConfiguration | null, after: GroupConfiguration, world: RuntimeWorld,
): Promise<Result<readonly MemberDisk[], Refusal>> {
  const named = new Set(before?.disks.map((record) => record.id));
  const left = new Set(joining);
  const made: MemberDisk[] = [];
  for (const record of after.disks.filter((candidate) => !named.has(candidate.id))) {
    const disk = [...left].find((candidate) => candidate.opening.location === record.lastAccess);
    if (disk === undefined) continue;
    left.delete(disk);
    const header = headerFor(record, after, world.host, (disk.inspection.header?.writes ?? 0) + 1);
    const error = await formatDisk(disk.device, header);
    if (error !== null) {
      await unmakeMembers(disks, made, world);
      // Half a header is something that the next command would take for data.
      await freeMembers([{ opening: disk.opening, device: disk.device, header }], world);
      return failure(unreadableDisk(disk.opening, error));
    }
    const layout = standardLayout(header.regionBytes);
    made.push(disks.add({ opening: disk.opening, device: disk.device, header, layout, newestSlot: null }));
  }
  return success(made);
}
