/** How a member disk is divided: the private region in front, then the data area. Bytes. */
import { mebibyte, privateRegionBytes, privateRegionSmallBytes, smallDiskBytes, subdiskAlignmentBytes } from './limits.ts';

/** The least data area that makes a disk worth having. */
export const dataLengthMinimumBytes = mebibyte;

export interface DataArea {
  readonly dataStartBytes: number;
  /** A multiple of the subdisk alignment; 0 or less on a disk that is too small. */
  readonly dataLengthBytes: number;
}

export function privateRegionBytesOf(diskSizeBytes: number): number {
  return diskSizeBytes < smallDiskBytes ? privateRegionSmallBytes : privateRegionBytes;
}

export function dataAreaOf(diskSizeBytes: number): DataArea {
  const dataStartBytes = privateRegionBytesOf(diskSizeBytes);
  const restBytes = diskSizeBytes - dataStartBytes;
  return { dataStartBytes, dataLengthBytes: Math.floor(restBytes / subdiskAlignmentBytes) * subdiskAlignmentBytes };
}
