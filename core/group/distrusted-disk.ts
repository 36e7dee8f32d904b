/** What a commit says of a disk whose content cannot be believed to be what this group left there. Pure. */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { withoutBehind } from './disks-behind.ts';

/** As of a disk that is behind: it is there, and is not what it was. */
export function withDistrusted(
  configuration: GroupConfiguration, diskId: DiskId, usableDiskIds: ReadonlySet<DiskId>,
): GroupConfiguration {
  return withoutBehind(configuration, [diskId], new Set([...usableDiskIds, diskId]));
}
