/**
 * Checks what the head of `configuration.ts` promises: before each commit, after each read from disk, and after each plan.
 * Never throws, whatever the numbers and names are: what was read from a disk may be anything of the right shape.
 */
import type { DiskRecord, GroupConfiguration, PlexRecord, SubdiskRecord, VolumeRecord } from './configuration.ts';
import {
  columnsPerPlexMaximum,
  disksPerGroupMaximum,
  holdersMaximum,
  plexesPerVolumeMaximum,
  stripeUnitMaximumBytes,
  stripeUnitMinimumBytes,
  subdisksPerDiskMaximum,
  volumeBytesMaximum,
  volumesPerGroupMaximum,
} from './limits.ts';
import { derivedNameLengthMaximum, nameFault, nameKey, parseDriveLetter } from './name-rules.ts';
import { indexConfiguration } from './configuration-index.ts';
import type { ConfigurationIndex } from './configuration-index.ts';
import { logFaultsOf } from './log-invariants.ts';

/** Sentences, one for each violated invariant; empty when the configuration is sound. */
export function violatedInvariants(configuration: GroupConfiguration): readonly string[] {
  const index = indexConfiguration(configuration);
  return [
    ...groupFaults(configuration),
    ...uniqueFaults(configuration),
    ...configuration.disks.flatMap((disk) => diskFaults(disk, index)),
    ...configuration.volumes.flatMap((volume) => volumeFaults(volume, index)),
    ...configuration.plexes.flatMap((plex) => plexFaults(plex, index)),
    ...configuration.subdisks.flatMap((subdisk) => subdiskFaults(subdisk, index)),
    ...logFaultsOf(configuration, index),
  ];
}

function groupFaults(configuration: GroupConfiguration): string[] {
  const faults: string[] = [];
  const members = new Set<string>(configuration.disks.map((disk) => disk.id));
  const fault = nameFault(configuration.name);
  if (fault !== '') faults.push(`The group's name ${fault}.`);
  if (configuration.id === '') faults.push('The group has no id.');
  if (!isCount(configuration.sequence)) faults.push(`The sequence ${configuration.sequence} is no whole number.`);
  if (!isCount(configuration.version) || configuration.version === 0)
    faults.push(`The version ${configuration.version} is no whole number above 0.`);
  if (configuration.disks.length === 0) faults.push('The group has no disk.');
  if (configuration.disks.length > disksPerGroupMaximum) faults.push(`The group has more than ${disksPerGroupMaximum} disks.`);
  if (configuration.volumes.length > volumesPerGroupMaximum) faults.push(`The group has more than ${volumesPerGroupMaximum} volumes.`);
  if (configuration.holders.length === 0) faults.push('The group has no holder.');
  if (configuration.holders.length > holdersMaximum) faults.push(`The group has more than ${holdersMaximum} holders.`);
  if (new Set(configuration.holders).size !== configuration.holders.length) faults.push('A holder is named twice.');
  for (const holder of configuration.holders) if (!members.has(holder)) faults.push(`Holder ${holder} is no member of the group.`);
  return faults;
}

function uniqueFaults(configuration: GroupConfiguration): string[] {
  const kinds = [
    ['disk', configuration.disks],
    ['volume', configuration.volumes],
    ['plex', configuration.plexes],
    ['subdisk', configuration.subdisks],
    ['log', configuration.logs],
  ] as const;
  const faults: string[] = [];
  const ids = new Set<string>();
  for (const [kind, records] of kinds) {
    const names = new Set<string>();
    const lengthMaximum = kind === 'volume' ? undefined : derivedNameLengthMaximum;
    for (const { id, name } of records) {
      const fault = nameFault(name, lengthMaximum);
      if (fault !== '') faults.push(`The name of ${kind} ${name} ${fault}.`);
      if (names.has(nameKey(name))) faults.push(`Two of kind ${kind} have the name ${name}.`);
      if (id === '' || ids.has(id)) faults.push(`The id ${id} of ${kind} ${name} is empty or taken.`);
      names.add(nameKey(name));
      ids.add(id);
    }
  }
  return faults;
}

function diskFaults(disk: DiskRecord, index: ConfigurationIndex): string[] {
  const faults: string[] = [];
  const numbers = [disk.sizeBytes, disk.dataStartBytes, disk.dataLengthBytes, disk.serial];
  if (!numbers.every(isCount)) return [`Disk ${disk.name} has a number that is no whole number of bytes or below 0.`];
  if (disk.dataStartBytes + disk.dataLengthBytes > disk.sizeBytes)
    faults.push(`The data area of disk ${disk.name} passes the end of the disk.`);
  const subdisks = index.subdisksByDisk.get(disk.id) ?? [];
  if (subdisks.length > subdisksPerDiskMaximum) faults.push(`Disk ${disk.name} has more than ${subdisksPerDiskMaximum} subdisks.`);
  return [...faults, ...extentFaults(disk, [
    ...subdisks.map((subdisk) => ({ ...subdisk, noun: 'Subdisk' })),
    ...(index.logsByDisk.get(disk.id) ?? []).map((log) => ({ ...log, noun: 'Log' })),
  ])];
}

interface NamedExtent {
  readonly noun: string;
  readonly name: string;
  readonly diskOffsetBytes: number;
  readonly lengthBytes: number;
}

/** What lies on a disk lies in its data area, and nothing on something else. */
function extentFaults(disk: DiskRecord, extents: readonly NamedExtent[]): string[] {
  const faults: string[] = [];
  const dataEndBytes = disk.dataStartBytes + disk.dataLengthBytes;
  let endBytes = disk.dataStartBytes;
  let before: NamedExtent | null = null;
  for (const extent of [...extents].sort((one, other) => one.diskOffsetBytes - other.diskOffsetBytes)) {
    const extentEndBytes = extent.diskOffsetBytes + extent.lengthBytes;
    if (extent.diskOffsetBytes < disk.dataStartBytes || extentEndBytes > dataEndBytes)
      faults.push(`${extent.noun} ${extent.name} lies outside the data area of disk ${disk.name}.`);
    if (before !== null && extent.diskOffsetBytes < endBytes)
      faults.push(`${before.noun} ${before.name} and ${extent.noun.toLowerCase()} ${extent.name} overlap on disk ${disk.name}.`);
    endBytes = Math.max(endBytes, extentEndBytes);
    before = extent;
  }
  return faults;
}

function volumeFaults(volume: VolumeRecord, index: ConfigurationIndex): string[] {
  const faults: string[] = [];
  const plexes = index.plexesByVolume.get(volume.id) ?? [];
  if (!isCount(volume.lengthBytes) || volume.lengthBytes === 0 || volume.lengthBytes > volumeBytesMaximum)
    faults.push(`The length ${volume.lengthBytes} of volume ${volume.name} is outside its limits.`);
  if (plexes.length === 0) faults.push(`Volume ${volume.name} has no plex.`);
  if (plexes.length > plexesPerVolumeMaximum) faults.push(`Volume ${volume.name} has more than ${plexesPerVolumeMaximum} plexes.`);
  if (volume.driveLetter !== '' && parseDriveLetter(volume.driveLetter) !== volume.driveLetter)
    faults.push(`The drive letter ${volume.driveLetter} of volume ${volume.name} is none.`);
  const policy = volume.readPolicy;
  if (policy.kind === 'prefer' && !plexes.some((plex) => plex.id === policy.plexId))
    faults.push(`Volume ${volume.name} prefers a plex that it does not have.`);
  const ownerByDisk = new Map<string, string>();
  for (const plex of plexes) {
    for (const subdisk of index.subdisksByPlex.get(plex.id) ?? []) {
      const owner = `${plex.name} column ${subdisk.column}`;
      const other = ownerByDisk.get(subdisk.diskId);
      if (other !== undefined && other !== owner)
        faults.push(
          `Disk ${index.diskById.get(subdisk.diskId)?.name ?? subdisk.diskId} serves both ${other} and ${owner} of volume ${volume.name}.`,
        );
      ownerByDisk.set(subdisk.diskId, owner);
    }
  }
  return faults;
}

function plexFaults(plex: PlexRecord, index: ConfigurationIndex): string[] {
  const faults: string[] = [];
  const volume = index.volumeById.get(plex.volumeId);
  if (volume === undefined) faults.push(`Plex ${plex.name} belongs to no volume.`);
  if (!isCount(plex.columns) || plex.columns === 0 || plex.columns > columnsPerPlexMaximum)
    return [...faults, `Plex ${plex.name} has ${plex.columns} columns.`];
  const shapeFault = plexShapeFault(plex);
  if (shapeFault !== '') faults.push(shapeFault);
  const lengths = new Set<number>();
  for (let column = 0; column < plex.columns; column++) {
    const subdisks = (index.subdisksByPlex.get(plex.id) ?? [])
      .filter((subdisk) => subdisk.column === column)
      .sort((one, other) => one.columnOffsetBytes - other.columnOffsetBytes);
    let endBytes = 0;
    for (const subdisk of subdisks) {
      if (subdisk.columnOffsetBytes !== endBytes) faults.push(`Plex ${plex.name} has a hole or an overlap before subdisk ${subdisk.name}.`);
      endBytes = subdisk.columnOffsetBytes + subdisk.lengthBytes;
    }
    lengths.add(endBytes);
  }
  const columnBytes = Math.min(...lengths);
  if (lengths.size > 1) faults.push(`The columns of plex ${plex.name} differ in length.`);
  if (plex.layout === 'striped' && columnBytes % plex.stripeUnitBytes !== 0)
    faults.push(`The columns of plex ${plex.name} are no multiple of its stripe unit.`);
  if (volume !== undefined && !(columnBytes * plex.columns >= volume.lengthBytes))
    faults.push(`Plex ${plex.name} does not cover volume ${volume.name}.`);
  return faults;
}

function plexShapeFault(plex: PlexRecord): string {
  if (plex.layout === 'concatenated')
    return plex.columns === 1 && plex.stripeUnitBytes === 0
      ? ''
      : `Plex ${plex.name} is concatenated and yet has columns or a stripe unit.`;
  const unit = plex.stripeUnitBytes;
  const unitIsGood = Number.isInteger(Math.log2(unit)) && unit >= stripeUnitMinimumBytes && unit <= stripeUnitMaximumBytes;
  if (!unitIsGood) return `The stripe unit ${unit} of plex ${plex.name} is no power of two within its limits.`;
  return plex.columns >= 2 ? '' : `Plex ${plex.name} is striped over one column.`;
}

function subdiskFaults(subdisk: SubdiskRecord, index: ConfigurationIndex): string[] {
  const faults: string[] = [];
  const plex = index.plexById.get(subdisk.plexId);
  const numbers = [subdisk.column, subdisk.diskOffsetBytes, subdisk.columnOffsetBytes, subdisk.lengthBytes];
  if (!numbers.every(isCount) || subdisk.lengthBytes === 0) faults.push(`Subdisk ${subdisk.name} has a number that cannot be.`);
  if (!index.diskById.has(subdisk.diskId)) faults.push(`Subdisk ${subdisk.name} lies on a disk that is no member.`);
  if (plex === undefined) faults.push(`Subdisk ${subdisk.name} belongs to no plex.`);
  else if (subdisk.column >= plex.columns)
    faults.push(`Subdisk ${subdisk.name} lies in column ${subdisk.column}, which plex ${plex.name} does not have.`);
  return faults;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
