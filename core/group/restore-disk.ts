/**
 * The private region of one disk written anew from a backup, and the traces by which a disk without a sound header is known.
 *
 * Order of a restore: table of contents, which names the disk; zeros between it and the last block, and a flush; the slot;
 * the headers. At each instant something on the disk says which one it is, so a restore that was cut off can be repeated.
 */
import type { BlockDevice, IoError } from '../device/ports.ts';
import { decodeSlotHeader, encodeSlot, type SlotPayload } from '../format/configuration-slot.ts';
import type { DiskHeader } from '../format/disk-header.ts';
import {
  encodeTableOfContents, headerBOffsetBytes, standardLayout, tableOfContentsOffsetBytes, tableOfContentsOwner,
} from '../format/private-region-layout.ts';
import { recordBlockBytes } from '../format/record-block.ts';
import { mebibyte, privateRegionBytes, privateRegionSmallBytes } from '../model/limits.ts';
import { completed, flushDevice, readBytes, writeBytesDurably } from './device-promises.ts';
import { writeHeader } from './disk-writer.ts';

const unfit: IoError = { code: 'ENOSPC', message: 'the configuration does not fit into the private region' };

export async function restoreDisk(device: BlockDevice, header: DiskHeader, payload: SlotPayload): Promise<IoError | null> {
  const layout = standardLayout(header.regionBytes);
  const [first] = layout.slots;
  const slot = encodeSlot(payload, header.diskId, first.lengthBytes);
  if (slot === null) return unfit;
  return (await writeBytesDurably(device, tableOfContentsOffsetBytes, encodeTableOfContents(layout, header.diskId)))
    ?? (await zeroAreas(device, header.regionBytes))
    ?? (await writeBytesDurably(device, first.offsetBytes, slot))
    ?? writeHeader(device, header);
}

/** Zeros are written, not punched: the region is allocated then. */
async function zeroAreas(device: BlockDevice, regionBytes: number): Promise<IoError | null> {
  const zeros = new Uint8Array(mebibyte);
  const end = headerBOffsetBytes(regionBytes);
  for (let at = tableOfContentsOffsetBytes + recordBlockBytes; at < end; at += mebibyte) {
    const lengthBytes = Math.min(mebibyte, end - at);
    const written = await completed((done) => device.write(zeros, 0, at, lengthBytes, done));
    if (written !== null) return written;
  }
  return flushDevice(device);
}

/** The id of the disk that this one was, from what is left behind its headers; empty when nothing is. */
export async function traceOfDisk(device: BlockDevice): Promise<string> {
  const table = await readBytes(device, tableOfContentsOffsetBytes, recordBlockBytes);
  const owner = table.ok ? tableOfContentsOwner(table.value) : null;
  if (owner !== null) return owner;
  for (const regionBytes of [privateRegionBytes, privateRegionSmallBytes]) {
    if (regionBytes > device.sizeBytes) continue;
    for (const [slot, area] of standardLayout(regionBytes).slots.entries()) {
      const head = await readBytes(device, area.offsetBytes, recordBlockBytes);
      const header = head.ok ? decodeSlotHeader(head.value, slot === 0 ? 0 : 1, area.lengthBytes) : head;
      if (header.ok) return header.value.diskId;
    }
  }
  return '';
}
