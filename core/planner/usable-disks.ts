/** Which members may take new subdisks, and where on them is room. */
import { alignedExtents, freeExtents } from '../geometry/extents.ts';
import type { AllocationDisk } from '../geometry/allocation.ts';
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import type { ConfigurationIndex } from '../model/configuration-index.ts';
import { subdiskAlignmentBytes, subdisksPerDiskMaximum } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { diskSubject, diskWords, memberNamed } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';

export interface UsableDisks {
  readonly disks: readonly AllocationDisk[];
  /** `Harddisk3 is missing`: members that were left out although the command would have allowed them. */
  readonly unusable: readonly string[];
}

/** Only these disks when any is named, and never the excluded ones. */
export interface PlacementWish {
  readonly disks: readonly string[];
  readonly excludedDisks: readonly string[];
}

/** Disks that the command names must be usable; of others those that are not are left out. */
export function usableDisks(
  configuration: GroupConfiguration,
  command: PlacementWish,
  context: PlanningContext,
): Result<UsableDisks, Refusal> {
  const named = membersNamed(configuration, command.disks, context);
  if (!named.ok) return named;
  const excluded = membersNamed(configuration, command.excludedDisks, context);
  if (!excluded.ok) return excluded;
  const contradiction = named.value.find((disk) => excluded.value.includes(disk));
  if (contradiction !== undefined) {
    return failure(
      refusal(
        'argument.invalid',
        diskSubject(diskWords(contradiction, context), contradiction.id),
        { argument: 'disks', reason: 'both names and excludes it' },
        'Name it or exclude it.',
      ),
    );
  }
  const unfitNamed = named.value.map((disk) => namedRefusal(disk, context)).find((unfit) => unfit !== null);
  if (unfitNamed !== undefined) return failure(unfitNamed);
  const wanted = (named.value.length > 0 ? named.value : configuration.disks).filter((disk) => !excluded.value.includes(disk));
  const index = indexConfiguration(configuration);
  const disks: AllocationDisk[] = [];
  const unusable: string[] = [];
  for (const disk of wanted) {
    const fault = unusableBecause(disk, context);
    if (fault === '')
      disks.push({ id: disk.id, enclosure: disk.enclosure, site: disk.site, free: freeOf(disk, index) });
    else unusable.push(`${diskWords(disk, context)} ${fault}`);
  }
  return success({ disks, unusable });
}

function membersNamed(
  configuration: GroupConfiguration,
  names: readonly string[],
  context: PlanningContext,
): Result<readonly DiskRecord[], Refusal> {
  const members: DiskRecord[] = [];
  for (const name of names) {
    const member = memberNamed(configuration, name, context);
    if (!member.ok) return member;
    if (!members.includes(member.value)) members.push(member.value);
  }
  return success(members);
}

/** As the end of a sentence; empty when the disk may be used. */
function unusableBecause(disk: DiskRecord, context: PlanningContext): string {
  if (!context.presentDiskIds.has(disk.id)) return 'is missing';
  if (context.failedDiskIds.has(disk.id)) return 'has failed';
  if (isReadOnly(disk, context)) return 'is attached read-only';
  return disk.failing ? 'had errors' : '';
}

function namedRefusal(disk: DiskRecord, context: PlanningContext): Refusal | null {
  const subject = diskSubject(diskWords(disk, context), disk.id);
  if (isReadOnly(disk, context))
    return refusal(
      'disk.read-only',
      subject,
      { location: disk.lastAccess },
      'Detach it and attach it again without -r, or name another disk.',
    );
  const fault = unusableBecause(disk, context);
  if (fault === '') return null;
  const state = fault === 'is missing' ? 'missing' : 'out of use after errors';
  return refusal('disk.gone', subject, { state, location: disk.lastAccess }, 'Name another disk, or bring this one back first.');
}

function isReadOnly(disk: DiskRecord, context: PlanningContext): boolean {
  return context.disks.some((candidate) => candidate.diskId === disk.id && candidate.readOnly);
}

/** No more extents than the disk may still have subdisks: then the largest ones. */
function freeOf(disk: DiskRecord, index: ConfigurationIndex): AllocationDisk['free'] {
  const subdisks = index.subdisksByDisk.get(disk.id) ?? [];
  const area = { offsetBytes: disk.dataStartBytes, lengthBytes: disk.dataLengthBytes };
  const used = [...subdisks, ...(index.logsByDisk.get(disk.id) ?? [])]
    .map(({ diskOffsetBytes, lengthBytes }) => ({ offsetBytes: diskOffsetBytes, lengthBytes }));
  const free = alignedExtents(freeExtents(area, used), subdiskAlignmentBytes);
  const more = Math.max(0, subdisksPerDiskMaximum - subdisks.length);
  if (free.length <= more) return free;
  return [...free]
    .sort((one, other) => other.lengthBytes - one.lengthBytes)
    .slice(0, more)
    .sort((one, other) => one.offsetBytes - other.offsetBytes);
}
