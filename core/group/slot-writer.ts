/** Writes configurations into the slots of one disk, never over the newest one that it holds. */
import type { Clock, IoError } from '../device/ports.ts';
import { encodeSlot, type SlotIndex, type SlotPayload } from '../format/configuration-slot.ts';
import { sabotaged } from '../model/sabotage.ts';
import { holderTimeoutMilliseconds, silence, within, writeBytesDurably } from './device-promises.ts';
import { newestSlot, readDisk } from './disk-reader.ts';
import type { MemberDisk } from './member-disks.ts';

const unreadable: IoError = { code: 'EIO', message: 'the private region cannot be read' };
const tooLarge: IoError = { code: 'ENOSPC', message: 'the configuration does not fit into the private region' };

async function targetSlot(disk: MemberDisk): Promise<SlotIndex | null> {
  if (disk.newestSlot === 'unknown') {
    const reading = await readDisk(disk.device);
    if (!reading.ok) return null;
    disk.newestSlot = newestSlot(reading.value);
  }
  const newest = disk.newestSlot;
  if (sabotaged('commit-over-newest-slot')) return newest ?? 0;
  return newest === 0 ? 1 : 0;
}

async function writeAndNote(disk: MemberDisk, payload: SlotPayload): Promise<IoError | null> {
  const target = await targetSlot(disk);
  if (target === null) return unreadable;
  const area = disk.layout.slots[target];
  const bytes = encodeSlot(payload, disk.header.diskId, area.lengthBytes);
  if (bytes === null) return tooLarge;
  disk.newestSlot = 'unknown';
  const error = await writeBytesDurably(disk.device, area.offsetBytes, bytes);
  if (error === null) disk.newestSlot = target;
  return error;
}

/** Null when the configuration is durable on the disk. A disk that is silent counts as failed, and is left alone until it answers. */
export async function writeConfiguration(clock: Clock, disk: MemberDisk, payload: SlotPayload): Promise<IoError | null> {
  if (disk.writing) return silence;
  disk.writing = true;
  const work = writeAndNote(disk, payload).finally(() => { disk.writing = false; });
  return within(clock, holderTimeoutMilliseconds, work, silence);
}

export function fits(disk: MemberDisk, payload: SlotPayload): boolean {
  return encodeSlot(payload, disk.header.diskId, disk.layout.slots[0].lengthBytes) !== null;
}
