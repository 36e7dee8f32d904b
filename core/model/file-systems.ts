/** The file systems that a volume can be given, and what each of them takes. */
import { kibibyte, mebibyte } from './limits.ts';

export type FileSystemKind = 'ntfs' | 'ext4' | 'xfs' | 'fat';

export interface FileSystemRules {
  readonly title: string;
  /** In bytes of UTF-8. */
  readonly labelBytesMaximum: number;
  /** Allocation units in bytes; without one the tool chooses. */
  readonly allocationUnits: readonly number[];
  readonly smallestBytes: number;
  /** Whether the tool can also look at every block of the volume, which is not quick. */
  readonly checksBlocks: boolean;
}

function powersOfTwo(from: number, to: number): readonly number[] {
  return from > to ? [] : [from, ...powersOfTwo(from * 2, to)];
}

export const fileSystems: Readonly<Record<FileSystemKind, FileSystemRules>> = {
  ntfs: {
    title: 'NTFS', labelBytesMaximum: 32, allocationUnits: powersOfTwo(512, 64 * kibibyte),
    smallestBytes: mebibyte, checksBlocks: true,
  },
  ext4: {
    title: 'ext4', labelBytesMaximum: 16, allocationUnits: powersOfTwo(kibibyte, 4 * kibibyte),
    smallestBytes: mebibyte, checksBlocks: true,
  },
  xfs: {
    title: 'XFS', labelBytesMaximum: 12, allocationUnits: powersOfTwo(kibibyte, 4 * kibibyte),
    smallestBytes: 300 * mebibyte, checksBlocks: false,
  },
  fat: {
    title: 'FAT', labelBytesMaximum: 11, allocationUnits: powersOfTwo(512, 32 * kibibyte),
    smallestBytes: mebibyte, checksBlocks: true,
  },
};

export const fileSystemKinds = Object.keys(fileSystems) as readonly FileSystemKind[];

export interface FormatWish {
  readonly fileSystem: FileSystemKind;
  /** Empty for none. */
  readonly label: string;
  readonly allocationUnitBytes?: number | undefined;
  readonly quick: boolean;
}

export interface FormatFault {
  readonly field: 'label' | 'allocationUnitBytes' | 'quick' | 'fileSystem';
  /** The end of a sentence that begins with the field. */
  readonly reason: string;
}

/** What the tool would not take of the wish; null when it takes all of it. */
export function formatFault({ fileSystem, label, allocationUnitBytes, quick }: FormatWish, volumeBytes: number): FormatFault | null {
  const { title, labelBytesMaximum, allocationUnits, smallestBytes, checksBlocks } = fileSystems[fileSystem];
  if (volumeBytes < smallestBytes) {
    return { field: 'fileSystem', reason: `needs a volume of ${smallestBytes / mebibyte} MiB at least, for ${title}` };
  }
  if (new TextEncoder().encode(label).length > labelBytesMaximum) {
    return { field: 'label', reason: `is longer than the ${labelBytesMaximum} bytes that ${title} takes` };
  }
  // eslint-disable-next-line no-control-regex -- these characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(label)) return { field: 'label', reason: 'has control characters' };
  if (allocationUnitBytes !== undefined && !allocationUnits.includes(allocationUnitBytes)) {
    return { field: 'allocationUnitBytes', reason: `is none of ${allocationUnits.join(', ')}, which ${title} takes` };
  }
  return quick || checksBlocks ? null : { field: 'quick', reason: `cannot be off: ${title} is always made without a look at every block` };
}
