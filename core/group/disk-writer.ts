/**
 * Writes the parts of a private region that are not configurations: a new region, headers, and the wiping of both.
 *
 * Invariants: header A goes before header B, each durable before the next step; a region is zeroed and durable before the
 * first header names it; wiping removes the headers' group before the slots, so a disk is never in a group without slots.
 */
import type { BlockDevice, IoError } from '../device/ports.ts';
import { encodeDiskHeader, type DiskHeader } from '../format/disk-header.ts';
import { encodeTableOfContents, headerBOffsetBytes, standardLayout, tableOfContentsOffsetBytes } from '../format/private-region-layout.ts';
import { completed, flushDevice, writeBytesDurably } from './device-promises.ts';
import { mebibyte } from '../model/limits.ts';

export async function writeHeader(device: BlockDevice, header: DiskHeader): Promise<IoError | null> {
  const bytes = encodeDiskHeader(header);
  const error = await writeBytesDurably(device, 0, bytes);
  return error ?? writeBytesDurably(device, headerBOffsetBytes(header.regionBytes), bytes);
}

/**
 * A fresh region with its table of contents and headers. Zeros are written, not punched: each block of the region is
 * allocated then, on a sparse image too. What the disk held before is lost.
 */
export async function formatDisk(device: BlockDevice, header: DiskHeader): Promise<IoError | null> {
  const zeros = new Uint8Array(mebibyte);
  for (let offsetBytes = 0; offsetBytes < header.regionBytes; offsetBytes += mebibyte) {
    const written = await completed((done) => device.write(zeros, 0, offsetBytes, mebibyte, done));
    if (written !== null) return written;
  }
  const flushed = await flushDevice(device);
  if (flushed !== null) return flushed;
  const table = encodeTableOfContents(standardLayout(header.regionBytes), header.diskId);
  return (await writeBytesDurably(device, tableOfContentsOffsetBytes, table)) ?? writeHeader(device, header);
}

/** Afterwards the disk is free and keeps its id; whatever its data area holds stays where it is. */
export async function freeDisk(device: BlockDevice, header: DiskHeader): Promise<IoError | null> {
  const free: DiskHeader = { ...header, groupId: '', groupName: '', stamp: null, serial: 0, failed: false, writes: header.writes + 1 };
  const error = await writeHeader(device, free);
  if (error !== null) return error;
  const { slots } = standardLayout(header.regionBytes);
  for (const slot of slots) {
    const wiped = await writeBytesDurably(device, slot.offsetBytes, new Uint8Array(4096));
    if (wiped !== null) return wiped;
  }
  return null;
}
