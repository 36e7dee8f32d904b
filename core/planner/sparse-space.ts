/**
 * Sparse images promise space that their file system may not have. What counts is what volumes may come to fill: a disk's
 * subdisks and logs, less what its image has allocated already.
 */
import type { GroupConfiguration } from '../model/configuration.ts';
import { formatSize } from '../model/size-text.ts';

/** A file system that holds image files. Bytes. */
export interface FileSystemSpace {
  /** A folder on it, for people. */
  readonly folder: string;
  readonly freeBytes: number;
  /** What disks of other groups on it may yet ask for. */
  readonly otherPromisedBytes: number;
  readonly images: readonly ImageOnFileSystem[];
}

export interface ImageOnFileSystem {
  /** Empty for a disk that the command takes in: the plan names it, and says where it lies. */
  readonly diskId: string;
  readonly location: string;
  readonly allocatedBytes: number;
}

/** Bytes that the image of a member may yet ask of its file system, should its volumes be filled. */
export function promisedBytes(configuration: GroupConfiguration, diskId: string, allocatedBytes: number): number {
  const disk = configuration.disks.find((candidate) => candidate.id === diskId);
  const extents = [...configuration.subdisks, ...configuration.logs].filter((extent) => extent.diskId === diskId);
  const usedBytes = extents.reduce((sum, extent) => sum + extent.lengthBytes, disk?.dataStartBytes ?? 0);
  return Math.max(0, usedBytes - allocatedBytes);
}

function diskAt({ disks }: GroupConfiguration, location: string): string {
  return disks.find((disk) => disk.lastAccess === location)?.id ?? '';
}

/** For file systems that the change asks more of than before, and that could not keep all promises afterwards. */
export function sparseSpaceWarnings(
  before: GroupConfiguration, after: GroupConfiguration, fileSystems: readonly FileSystemSpace[],
): readonly string[] {
  return fileSystems.flatMap(({ folder, freeBytes, otherPromisedBytes, images }) => {
    const promised = (configuration: GroupConfiguration): number => images.reduce((sum, image) =>
      sum + promisedBytes(configuration, image.diskId || diskAt(configuration, image.location), image.allocatedBytes), 0);
    const ownBytes = promised(after);
    const allBytes = ownBytes + otherPromisedBytes;
    if (ownBytes <= promised(before) || allBytes <= freeBytes) return [];
    return [`Volumes on the sparse images on the file system of ${folder} may yet ask for ${formatSize(allBytes)}; `
      + `${formatSize(freeBytes)} are free there. When it is full, writes wait and then fail.`];
  });
}
