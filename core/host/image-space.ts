/** The file systems under a group's image files, and what other groups' volumes on them may yet ask for. */
import { fileSystemsUnder } from '../device/sparse-promises.ts';
import type { FreeBytesOf } from '../device/sparse-promises.ts';
import type { DiskOpening } from '../group/runtime-protocol.ts';
import { promisedBytes } from '../planner/sparse-space.ts';
import type { FileSystemSpace, ImageOnFileSystem } from '../planner/sparse-space.ts';
import type { DiskCommandWorld } from './command-outcome.ts';
import type { RunningGroup } from './running-groups.ts';

/** `joining`: disks that the command takes into the group; their ids are given by its plan. */
export function imageSpace(
  { disks, groups }: Pick<DiskCommandWorld, 'disks' | 'groups'>, group: Pick<RunningGroup, 'id'>,
  joining: readonly Pick<DiskOpening, 'location'>[], freeBytesOf?: FreeBytesOf,
): readonly FileSystemSpace[] {
  const owners = new Map(groups.all().flatMap(({ id, status: { configuration } }) =>
    configuration.disks.map((disk) => [disk.id as string, { groupId: id, configuration }] as const)));
  const diskIds = new Map([...disks.originals()].map(([diskId, { place }]) => [place.location, diskId]));
  const joiningLocations = new Set(joining.map(({ location }) => location));
  return fileSystemsUnder([...new Set([...diskIds.keys(), ...joiningLocations])], freeBytesOf).flatMap(({ folder, freeBytes, images }) => {
    const own: ImageOnFileSystem[] = [];
    let otherPromisedBytes = 0;
    for (const { location, allocatedBytes } of images) {
      const diskId = diskIds.get(location) ?? '';
      const owner = owners.get(diskId);
      if (owner?.groupId === group.id) own.push({ diskId, location, allocatedBytes });
      else if (joiningLocations.has(location)) own.push({ diskId: '', location, allocatedBytes });
      else if (owner !== undefined) otherPromisedBytes += promisedBytes(owner.configuration, diskId, allocatedBytes);
    }
    return own.length === 0 ? [] : [{ folder, freeBytes, otherPromisedBytes, images: own }];
  });
}
