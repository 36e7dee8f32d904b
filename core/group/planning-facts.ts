/** Gathers what the planners may know of the group's world, from what the runtime has at hand. */
import type { BlockDevice, Random } from '../device/ports.ts';
import { isRemoteLocation } from '../device/remote-address.ts';
import type { GroupConfiguration, HostStamp } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';
import type { ClientView } from '../model/views.ts';
import type { CandidateDisk, PlanningContext } from '../planner/planning-context.ts';
import type { FileSystemSpace } from '../planner/sparse-space.ts';
import type { DiskInspection } from './disk-reader.ts';
import type { MemberDisks } from './member-disks.ts';
import type { DiskOpening, FreeDisk } from './runtime-protocol.ts';
import type { VolumeExports } from './runtime-world.ts';

/** A disk that a command may bring into the group: opened, and looked at. */
export interface JoiningDisk {
  readonly opening: DiskOpening;
  readonly device: BlockDevice;
  readonly inspection: DiskInspection;
}

function candidateOfJoining({ opening, device, inspection }: JoiningDisk): CandidateDisk {
  const { header, holds } = inspection;
  return {
    hostName: opening.hostName, internalName: '', diskId: header?.diskId ?? '', sizeBytes: device.sizeBytes,
    readOnly: opening.readOnly || device.readOnly, location: opening.location, enclosure: opening.enclosure, site: opening.site,
    holds, groupName: header?.groupName ?? '', groupImported: false, attached: true,
  };
}

function candidatesOfMembers(configuration: GroupConfiguration, disks: MemberDisks): readonly CandidateDisk[] {
  return configuration.disks.map((record) => {
    const member = disks.get(record.id);
    return {
      hostName: member?.opening.hostName ?? '', internalName: record.name, diskId: record.id, sizeBytes: record.sizeBytes,
      readOnly: member?.device.readOnly ?? false, location: member?.opening.location ?? record.lastAccess,
      enclosure: record.enclosure, site: record.site, holds: '', groupName: configuration.name, groupImported: true,
      attached: member !== undefined,
      ...(member !== undefined && isRemoteLocation(member.opening.location) ? { reachBytes: member.device.sizeBytes } : {}),
    };
  });
}

/** Those that join are known better by what was found on them. */
function candidatesOfFree(free: readonly FreeDisk[], joining: readonly JoiningDisk[]): readonly CandidateDisk[] {
  const joinNames = new Set(joining.map(({ opening }) => opening.hostName));
  return free.filter((disk) => !joinNames.has(disk.hostName)).map((disk) => ({
    ...disk, internalName: '', diskId: '', readOnly: false, holds: '', groupName: '', groupImported: false, attached: true,
  }));
}

export interface PlanningFacts {
  readonly host: HostStamp;
  readonly random: Random;
  readonly exports: VolumeExports;
  readonly disks: MemberDisks;
  readonly startedVolumeIds: ReadonlySet<VolumeId>;
  readonly syncingVolumeIds: ReadonlySet<VolumeId>;
  /** What only the host knows of other groups: letters with words for their holders, and names. */
  readonly lettersTaken?: Readonly<Record<string, string>> | undefined;
  readonly otherGroupNames?: readonly string[] | undefined;
  readonly freeDisks?: readonly FreeDisk[] | undefined;
  readonly fileSystems?: readonly FileSystemSpace[] | undefined;
}

export function planningContext(
  configuration: GroupConfiguration | null, facts: PlanningFacts, joining: readonly JoiningDisk[],
): PlanningContext {
  const members = configuration === null ? [] : candidatesOfMembers(configuration, facts.disks);
  const clients = new Map<string, readonly ClientView[]>();
  for (const volumeId of facts.startedVolumeIds) clients.set(volumeId, facts.exports.clients(volumeId));
  return {
    newGuid: () => facts.random.guid(),
    host: facts.host,
    disks: [...members, ...joining.map(candidateOfJoining), ...candidatesOfFree(facts.freeDisks ?? [], joining)],
    presentDiskIds: facts.disks.presentIds(),
    failedDiskIds: facts.disks.failedIds(),
    clientsByVolumeId: clients,
    startedVolumeIds: facts.startedVolumeIds,
    lettersTaken: new Map(Object.entries(facts.lettersTaken ?? {})),
    otherGroupNames: facts.otherGroupNames ?? [],
    syncingVolumeIds: facts.syncingVolumeIds,
    fileSystems: facts.fileSystems,
  };
}
