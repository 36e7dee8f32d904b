import type { DiskResize } from '../model/command.ts';
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import { dataEndBytes } from '../model/disk-layout.ts';
import { subdiskAlignmentBytes } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import type { Drafted } from './draft.ts';
import { diskSubject, diskWords, memberNamed } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';

/**
 * A member disk whose image or device has another size now. The private region and what lies behind it stay where they are:
 * only the end of the data area moves, by one commit, so that a crash leaves the old end or the new one. It never moves back: a
 * disk that became smaller is cut short, and out of use before anybody could say that nothing lay there.
 */
export function resizeDisk(configuration: GroupConfiguration, command: DiskResize, context: PlanningContext): Drafted {
  const member = memberNamed(configuration, command.disk, context);
  if (!member.ok) return member;
  const disk = member.value;
  const sizeBytes = command.sizeBytes ?? disk.sizeBytes;
  const dataLengthBytes = Math.floor(Math.max(0, sizeBytes - disk.dataStartBytes) / subdiskAlignmentBytes) * subdiskAlignmentBytes;
  const fault = resizeFault(configuration, disk, { sizeBytes, dataLengthBytes }, context);
  if (fault !== null) return failure(fault);
  const resized = { ...disk, sizeBytes, dataLengthBytes };
  return success({
    command: { ...command, sizeBytes },
    after: { ...configuration, disks: configuration.disks.map((other) => (other.id === disk.id ? resized : other)) },
    summary: [
      `Disk ${diskWords(disk, context)} has ${formatSize(sizeBytes)} now: `
        + `${formatSize(dataLengthBytes - disk.dataLengthBytes)} more for data.`,
    ],
  });
}

function resizeFault(
  configuration: GroupConfiguration, disk: DiskRecord, now: Pick<DiskRecord, 'sizeBytes' | 'dataLengthBytes'>, context: PlanningContext,
): Refusal | null {
  const words = diskWords(disk, context);
  const subject = diskSubject(words, disk.id);
  const candidate = context.disks.find((other) => other.diskId === disk.id);
  if (!context.presentDiskIds.has(disk.id) || context.failedDiskIds.has(disk.id)) {
    const state = context.presentDiskIds.has(disk.id) ? 'out of use after an error' : 'missing';
    return refusal('disk.gone', subject, { state, location: disk.lastAccess }, { kind: 'command', command: { command: 'disk.rescan' } });
  }
  if (candidate?.readOnly === true) return refusal('disk.read-only', subject, {}, 'Detach it and attach it without -r.');
  if (now.dataLengthBytes < disk.dataLengthBytes) {
    const lost = namesBeyond(configuration, disk, disk.dataStartBytes + now.dataLengthBytes);
    return refusal('disk.shrunk', subject, { sizeBytes: now.sizeBytes, neededBytes: dataEndBytes(disk), lost },
      `Put the whole disk back, or another one in its place: vxdg -g${configuration.name} repldisk ${disk.name}=NEW`);
  }
  if (now.sizeBytes > (candidate?.reachBytes ?? Infinity)) {
    return refusal('disk.not-grown', subject, { sizeBytes: candidate?.reachBytes ?? 0, reason: 'its connection still has the old size' },
      `Detach it, attach it again, then repeat: vxdisk resize ${words}`);
  }
  if (now.sizeBytes !== disk.sizeBytes) return null;
  return refusal('disk.not-grown', subject, { sizeBytes: disk.sizeBytes }, 'Make the image or the device larger first.');
}

/** Subdisks and logs that end behind this place. */
function namesBeyond(configuration: GroupConfiguration, disk: DiskRecord, endBytes: number): readonly string[] {
  return extentsOn(configuration, disk).filter((extent) => extent.diskOffsetBytes + extent.lengthBytes > endBytes).map(({ name }) => name);
}

function extentsOn(configuration: GroupConfiguration, disk: DiskRecord) {
  const { subdisksByDisk, logsByDisk } = indexConfiguration(configuration);
  return [...(subdisksByDisk.get(disk.id) ?? []), ...(logsByDisk.get(disk.id) ?? [])];
}
