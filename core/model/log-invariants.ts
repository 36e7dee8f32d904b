/** What must hold of logs, regions and missed maps (docs/decisions/0007). Part of `configuration-invariants.ts`. */
import type { GroupConfiguration, LogRecord, PlexState, VolumeRecord } from './configuration.ts';
import type { ConfigurationIndex } from './configuration-index.ts';
import { logBytes, logsPerVolumeMaximum, mapRegionMinimumBytes, mapRegionsMaximum, mapSlotsPerLog } from './limits.ts';

/** The first version of a configuration that knows logs. */
export const logsSinceVersion = 2;

const statesThatLack: readonly PlexState[] = ['STALE', 'OFFLINE', 'TEMPRMSD'];

export function logFaultsOf(configuration: GroupConfiguration, index: ConfigurationIndex): string[] {
  return [
    ...versionFaults(configuration),
    ...configuration.volumes.flatMap((volume) => volumeFaults(volume, index)),
    ...configuration.logs.flatMap((log) => logFaults(log, index)),
  ];
}

function versionFaults({ version, logs, volumes, plexes }: GroupConfiguration): string[] {
  if (version >= logsSinceVersion) return [];
  const hasMaps = logs.length > 0 || volumes.some((volume) => volume.mapRegionBytes !== 0) || plexes.some((plex) => plex.missed !== null);
  return hasMaps ? [`A configuration of version ${version} has logs or maps.`] : [];
}

function volumeFaults(volume: VolumeRecord, index: ConfigurationIndex): string[] {
  const faults: string[] = [];
  const logs = index.logsByVolume.get(volume.id) ?? [];
  const regionBytes = volume.mapRegionBytes;
  if (logs.length > 0 !== regionBytes > 0)
    faults.push(`Volume ${volume.name} has ${logs.length} logs and regions of ${regionBytes} bytes.`);
  if (regionBytes !== 0) {
    if (!Number.isInteger(Math.log2(regionBytes)) || regionBytes < mapRegionMinimumBytes)
      faults.push(`The region size ${regionBytes} of volume ${volume.name} is no power of two within its limits.`);
    if (!(Math.ceil(volume.lengthBytes / regionBytes) <= mapRegionsMaximum))
      faults.push(`Volume ${volume.name} has more than ${mapRegionsMaximum} regions.`);
  }
  if (logs.length > logsPerVolumeMaximum) faults.push(`Volume ${volume.name} has more than ${logsPerVolumeMaximum} logs.`);
  if (new Set(logs.map((log) => log.diskId)).size !== logs.length) faults.push(`Two logs of volume ${volume.name} lie on one disk.`);
  return [...faults, ...missedFaults(volume, logs.length > 0, index)];
}

function missedFaults(volume: VolumeRecord, hasLogs: boolean, index: ConfigurationIndex): string[] {
  const faults: string[] = [];
  const slots = new Set<number>();
  const ids = new Set<string>();
  for (const { name, state, missed } of index.plexesByVolume.get(volume.id) ?? []) {
    if (missed === null) continue;
    if (!hasLogs) faults.push(`Plex ${name} has a map of what it missed, and volume ${volume.name} has no log.`);
    if (!statesThatLack.includes(state)) faults.push(`Plex ${name} is ${state} and yet has a map of what it missed.`);
    if (!Number.isInteger(missed.slot) || missed.slot < 1 || missed.slot >= mapSlotsPerLog)
      faults.push(`The map of plex ${name} lies in slot ${missed.slot}, which a log does not have.`);
    if (slots.has(missed.slot) || ids.has(missed.id) || missed.id === '')
      faults.push(`The slot or id of the map of plex ${name} is taken.`);
    slots.add(missed.slot);
    ids.add(missed.id);
  }
  return faults;
}

function logFaults(log: LogRecord, index: ConfigurationIndex): string[] {
  const faults: string[] = [];
  if (!index.volumeById.has(log.volumeId)) faults.push(`Log ${log.name} belongs to no volume.`);
  if (!index.diskById.has(log.diskId)) faults.push(`Log ${log.name} lies on a disk that is no member.`);
  if (!Number.isSafeInteger(log.diskOffsetBytes) || log.diskOffsetBytes < 0) faults.push(`Log ${log.name} has an offset that cannot be.`);
  if (log.lengthBytes !== logBytes) faults.push(`Log ${log.name} is ${log.lengthBytes} bytes long instead of ${logBytes}.`);
  return faults;
}
