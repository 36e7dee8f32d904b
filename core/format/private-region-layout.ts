/**
 * Where things lie in the private region of a disk, and the table of contents that says so.
 *
 * Invariants:
 * - Areas lie inside the region, in the order of the table, aligned to 4 KiB, without overlap; header A (first 4 KiB),
 *   the table (second 4 KiB) and header B (last 4 KiB) are outside all of them.
 * - The region is fully allocated when the disk is initialised, so a commit never runs out of space.
 * - The table is written once, at initialisation. A reader that finds it damaged uses the layout of the region's size:
 *   this release writes no other.
 * - A slot of the large region holds a configuration of 1,000 mirrored volumes many times over.
 */
import { privateRegionBytesOf } from '../model/disk-layout.ts';
import { kibibyte, mebibyte, privateRegionBytes, privateRegionSmallBytes } from '../model/limits.ts';
import type { DiskId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { failure, success, type Result } from '../model/result.ts';
import { formatError, type FormatError } from './format-error.ts';
import {
  checkBlock, isZero, openBlock, putNumber, putText, recordBlockBytes, recordFieldsOffsetBytes, sealBlock, takeNumber, takeText,
} from './record-block.ts';

export const tableOfContentsVersion = 1;
export const tableOfContentsOffsetBytes = recordBlockBytes;
const tableOfContentsMagic = 'PLEXUSTC';

export interface Area {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

export interface PrivateRegionLayout {
  readonly regionBytes: number;
  readonly slots: readonly [Area, Area];
  /** The task log. */
  readonly klog: Area;
  /** Ring of earlier configurations. */
  readonly history: Area;
}

export function headerBOffsetBytes(regionBytes: number): number {
  return regionBytes - recordBlockBytes;
}

/** Both places where a copy of the header may stand: an image may have grown past the border between the two sizes. */
export function headerBOffsetsBytes(diskSizeBytes: number): readonly number[] {
  const likely = privateRegionBytesOf(diskSizeBytes);
  const other = likely === privateRegionBytes ? privateRegionSmallBytes : privateRegionBytes;
  return [likely, other].filter((region) => region <= diskSizeBytes).map(headerBOffsetBytes);
}

export function standardLayout(regionBytes: number): PrivateRegionLayout {
  invariant(regionBytes === privateRegionBytes || regionBytes === privateRegionSmallBytes, 'a private region has one of two sizes');
  const large = regionBytes === privateRegionBytes;
  const start = large ? mebibyte : 64 * kibibyte;
  const slotBytes = large ? 8 * mebibyte : 1280 * kibibyte;
  const klogBytes = large ? mebibyte : 256 * kibibyte;
  const klogOffset = start + 2 * slotBytes;
  const historyOffset = klogOffset + klogBytes;
  return {
    regionBytes,
    slots: [{ offsetBytes: start, lengthBytes: slotBytes }, { offsetBytes: start + slotBytes, lengthBytes: slotBytes }],
    klog: { offsetBytes: klogOffset, lengthBytes: klogBytes },
    history: { offsetBytes: historyOffset, lengthBytes: headerBOffsetBytes(regionBytes) - historyOffset },
  };
}

function areas(layout: PrivateRegionLayout): readonly Area[] {
  return [layout.slots[0], layout.slots[1], layout.klog, layout.history];
}

function wellFormed(layout: PrivateRegionLayout): boolean {
  let border = tableOfContentsOffsetBytes + recordBlockBytes;
  for (const { offsetBytes, lengthBytes } of areas(layout)) {
    if (offsetBytes % recordBlockBytes !== 0 || lengthBytes % recordBlockBytes !== 0) return false;
    if (offsetBytes < border || lengthBytes < 2 * recordBlockBytes) return false;
    border = offsetBytes + lengthBytes;
  }
  return border <= headerBOffsetBytes(layout.regionBytes);
}

const idFieldBytes = 64;
const diskIdPlace = recordFieldsOffsetBytes;
const regionPlace = diskIdPlace + idFieldBytes;
const areasPlace = regionPlace + 8;
const areasCount = 4;
const reservedPlace = areasPlace + areasCount * 16;

export function encodeTableOfContents(layout: PrivateRegionLayout, diskId: DiskId): Uint8Array {
  invariant(wellFormed(layout), 'areas of the private region are ordered and inside it');
  const block = openBlock(tableOfContentsMagic, tableOfContentsVersion);
  putText(block, diskIdPlace, idFieldBytes, diskId);
  putNumber(block, regionPlace, layout.regionBytes);
  areas(layout).forEach((area, index) => {
    putNumber(block, areasPlace + index * 16, area.offsetBytes);
    putNumber(block, areasPlace + index * 16 + 8, area.lengthBytes);
  });
  return sealBlock(block);
}

/** Whose table it is, for a disk that has lost its headers; null when it is none. */
export function tableOfContentsOwner(bytes: Uint8Array): string | null {
  const checked = checkBlock(bytes, tableOfContentsMagic, tableOfContentsVersion, 'table of contents');
  return checked.ok ? takeText(checked.value, diskIdPlace, idFieldBytes) : null;
}

export function decodeTableOfContents(bytes: Uint8Array, diskId: DiskId, regionBytes: number): Result<PrivateRegionLayout, FormatError> {
  const copy = 'table of contents';
  const checked = checkBlock(bytes, tableOfContentsMagic, tableOfContentsVersion, copy);
  if (!checked.ok) return checked;
  const block = checked.value;
  if (!isZero(block, reservedPlace, recordBlockBytes)) return failure(formatError(copy, 'reserved', 'reserved bytes are not zero'));
  const owner = takeText(block, diskIdPlace, idFieldBytes);
  if (owner !== diskId) return failure(formatError(copy, 'owner', `belongs to disk ${owner ?? '?'}`));
  if (takeNumber(block, regionPlace) !== regionBytes) return failure(formatError(copy, 'content', 'names another size of the region'));
  const found: Area[] = [];
  for (let index = 0; index < areasCount; index += 1) {
    const offsetBytes = takeNumber(block, areasPlace + index * 16);
    const lengthBytes = takeNumber(block, areasPlace + index * 16 + 8);
    if (offsetBytes === null || lengthBytes === null) return failure(formatError(copy, 'content', 'an area is out of range'));
    found.push({ offsetBytes, lengthBytes });
  }
  const [slot0, slot1, klog, history] = found as [Area, Area, Area, Area];
  const layout: PrivateRegionLayout = { regionBytes, slots: [slot0, slot1], klog, history };
  return wellFormed(layout) ? success(layout) : failure(formatError(copy, 'content', 'areas overlap or leave the region'));
}
