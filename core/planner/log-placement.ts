/**
 * Where the logs of a volume lie (docs/decisions/0007): on different disks, at the end of their free space. Disks of the volume
 * come first, so that logs go with it, and among these one of each plex before a second of any.
 */
import type { AllocationDisk } from '../geometry/allocation.ts';
import { subtractExtents } from '../geometry/extents.ts';
import type { Extent } from '../geometry/extents.ts';
import type { GroupConfiguration, LogRecord, VolumeRecord } from '../model/configuration.ts';
import type { DiskId, LogId } from '../model/identity.ts';
import { logBytes, logsDefault, mapRegionMinimumBytes, mapRegionsMaximum } from '../model/limits.ts';
import { logsSinceVersion } from '../model/log-invariants.ts';
import { firstFreeName, nameKey } from '../model/name-rules.ts';
import { diskWordsById } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';

/** The smallest regions that the number of regions allows. */
export function mapRegionBytesFor(lengthBytes: number): number {
  let regionBytes = mapRegionMinimumBytes;
  while (Math.ceil(lengthBytes / regionBytes) > mapRegionsMaximum) regionBytes *= 2;
  return regionBytes;
}

export function knowsLogs(configuration: GroupConfiguration): boolean {
  return configuration.version >= logsSinceVersion;
}

/** The disks without the place that a log would take on each: data that is placed on them leaves room for logs. */
export function withLogSpaceKept(disks: readonly AllocationDisk[]): readonly AllocationDisk[] {
  return disks.map((disk) => {
    const place = placeOnDisk(disk.free);
    return place === null ? disk : { ...disk, free: subtractExtents(disk.free, [place]) };
  });
}

/** As many as a new redundant volume gets unless told otherwise. */
export function defaultLogCount(after: GroupConfiguration, volume: VolumeRecord): number {
  return Math.min(logsDefault, new Set(disksByPlex(after, volume).flat()).size);
}

/** `volume` as it shall be; its present logs stay, and their disks take no second one. */
export interface LogWish {
  readonly volume: VolumeRecord;
  readonly count: number;
  /** Where there is room, and may be used. */
  readonly disks: readonly AllocationDisk[];
  /** Before all others, in this order. */
  readonly preferredDiskIds?: readonly DiskId[];
}

/** New logs for the volume: `count` of them, or as many as there is room for. */
export function newLogs(after: GroupConfiguration, wish: LogWish, context: PlanningContext): readonly LogRecord[] {
  const { volume, count, disks, preferredDiskIds = [] } = wish;
  const taken = new Set<string>(after.logs.filter((log) => log.volumeId === volume.id).map((log) => log.diskId));
  const ranked = [...preferredDiskIds, ...inTurn(disksByPlex(after, volume)), ...disks.map((disk) => disk.id)];
  const names = new Set(after.logs.map((log) => nameKey(log.name)));
  const logs: LogRecord[] = [];
  for (const diskId of new Set(ranked)) {
    const place = taken.has(diskId) ? null : placeOnDisk(disks.find((disk) => disk.id === diskId)?.free ?? []);
    if (place === null || logs.length === count) continue;
    const name = firstFreeName((number) => logName(volume.name, number), names);
    names.add(nameKey(name));
    logs.push({
      id: context.newGuid() as LogId, name, volumeId: volume.id, diskId, diskOffsetBytes: place.offsetBytes, lengthBytes: logBytes,
      state: 'ACTIVE',
    });
  }
  return logs;
}

/** `V-L01`. */
export function logName(volumeName: string, number: number): string {
  return `${volumeName}-L${String(number).padStart(2, '0')}`;
}

/** Takes the volume's logs away and gives it these; without any it has no map. */
export function withLogs(after: GroupConfiguration, volume: VolumeRecord, logs: readonly LogRecord[]): GroupConfiguration {
  const mapRegionBytes = logs.length === 0 ? 0 : volume.mapRegionBytes || mapRegionBytesFor(volume.lengthBytes);
  return {
    ...after,
    volumes: after.volumes.map((other) => (other.id === volume.id ? { ...volume, mapRegionBytes } : other)),
    logs: [...after.logs.filter((log) => log.volumeId !== volume.id), ...logs],
  };
}

export function logsOf(configuration: GroupConfiguration, volume: VolumeRecord): readonly LogRecord[] {
  return configuration.logs.filter((log) => log.volumeId === volume.id);
}

/** `Log V-L01 on Harddisk0.` for each. */
export function logLines(after: GroupConfiguration, logs: readonly LogRecord[], context: PlanningContext): readonly string[] {
  return logs.map((log) => `Log ${log.name} on ${diskWordsById(after, log.diskId, context)}.`);
}

/** Logs that would stay behind if the volume went to another group with its disks. */
export function strayLogWarnings(
  after: GroupConfiguration, volume: VolumeRecord, logs: readonly LogRecord[], context: PlanningContext,
): readonly string[] {
  const own = new Set<string>(disksByPlex(after, volume).flat());
  return logs.filter((log) => !own.has(log.diskId)).map((log) =>
    `Log ${log.name} lies on ${diskWordsById(after, log.diskId, context)}, which holds no data of volume ${volume.name}.`);
}

export function noLogsWarning(configuration: GroupConfiguration, volume: VolumeRecord): string {
  return `Disk group ${configuration.name} has format version ${configuration.version}, which knows no logs: after a crash volume `
    + `${volume.name} is made equal whole, and a plex that missed something is copied whole. To change that: `
    + `vxdg -g${configuration.name} upgrade`;
}

/** The last whole place in the free space. */
function placeOnDisk(free: readonly Extent[]): Extent | null {
  const last = free.findLast((extent) => extent.lengthBytes >= logBytes);
  return last === undefined ? null : { offsetBytes: last.offsetBytes + last.lengthBytes - logBytes, lengthBytes: logBytes };
}

function disksByPlex(after: GroupConfiguration, volume: VolumeRecord): readonly (readonly DiskId[])[] {
  const plexes = after.plexes.filter((plex) => plex.volumeId === volume.id);
  return plexes.map((plex) => after.subdisks.filter((subdisk) => subdisk.plexId === plex.id).map((subdisk) => subdisk.diskId));
}

/** The first of each list, then the second of each, and so on. */
function inTurn(lists: readonly (readonly DiskId[])[]): readonly DiskId[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
}
