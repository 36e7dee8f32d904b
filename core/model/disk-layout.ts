/** How a member disk is divided: the private region in front, then the data area. Bytes. */
import { mebibyte, privateRegionBytes, privateRegionSmallBytes, smallDiskBytes, subdiskAlignmentBytes } from './limits.ts';
import { formatSize } from './size-text.ts';

/** The least data area that makes a disk worth having. */
export const dataLengthMinimumBytes = mebibyte;

export interface DataArea {
  readonly dataStartBytes: number;
  /** A multiple of the subdisk alignment; 0 or less on a disk that is too small. */
  readonly dataLengthBytes: number;
}

/** Where a disk that is whole ends at the earliest; bytes. */
export function dataEndBytes(record: DataArea): number {
  return record.dataStartBytes + record.dataLengthBytes;
}

/** The end of a sentence that begins with the disk; empty when its device reaches as far as its record says. */
export function cutShortReason(record: DataArea, sizeBytes: number): string {
  const neededBytes = dataEndBytes(record);
  return sizeBytes >= neededBytes ? '' : `it was cut short: ${formatSize(sizeBytes)} of ${formatSize(neededBytes)} are left`;
}

export function privateRegionBytesOf(diskSizeBytes: number): number {
  return diskSizeBytes < smallDiskBytes ? privateRegionSmallBytes : privateRegionBytes;
}

export function dataAreaOf(diskSizeBytes: number): DataArea {
  const dataStartBytes = privateRegionBytesOf(diskSizeBytes);
  const restBytes = diskSizeBytes - dataStartBytes;
  return { dataStartBytes, dataLengthBytes: Math.floor(restBytes / subdiskAlignmentBytes) * subdiskAlignmentBytes };
}
