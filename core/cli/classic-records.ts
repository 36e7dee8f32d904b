/** The two classic record lists: short (`vxprint`) and detailed (`vxprint -ht`). Blank lines part the volumes. */
import type { DiskView, GroupView, LogView, PlexView, SubdiskView, VolumeView } from '../model/views.ts';
import type { ObjectIndex } from './object-index.ts';
import { memberName } from './object-index.ts';
import type { PublicRegion } from './public-regions.ts';
import {
  diskStateWord, diskTypeWord, logKernelState, plexColumnsWord, plexKernelState, plexLayoutWord, plexMode, plexStateWord, sectors,
  subdiskMode, volumeKernelState,
} from './record-words.ts';
import { tableLines } from './table.ts';

export interface RecordsWanted {
  readonly regions: ReadonlyMap<string, PublicRegion>;
  /** Without the records of the group itself and its disks. */
  readonly volumesOnly: boolean;
  shows(volume: VolumeView): boolean;
}

type Records = (group: GroupView, objects: ObjectIndex, wanted: RecordsWanted) => string[];

const noRow: readonly string[] = [];

export const shortRecords: Records = (group, objects, { regions, volumesOnly, shows }) => withGaps([
  ['TY', 'NAME', 'ASSOC', 'KSTATE', 'LENGTH', 'PLOFFS', 'STATE', 'TUTIL0', 'PUTIL0'],
  ...(volumesOnly ? [] : [
    ['dg', group.name, group.name, '', '', '', '', '', ''],
    noRow,
    ...objects.disksOf(group.id).map((disk) => [
      'dm', disk.internalName, disk.name, '', publicLength(disk, regions), '', diskStateWord(disk), '', '',
    ]),
  ]),
  ...objects.volumesOf(group.id).filter(shows).flatMap((volume) => [noRow, ...shortVolume(volume, objects)]),
], `Disk group: ${group.name}`);

function shortVolume(volume: VolumeView, objects: ObjectIndex): string[][] {
  return [
    ['v', volume.name, 'gen', volumeKernelState(volume), sectors(volume.lengthBytes), '', volume.state, '', ''],
    ...objects.plexesOf(volume.id).flatMap((plex) => [
      ['pl', plex.name, volume.name, plexKernelState(plex, volume), sectors(plex.lengthBytes), '', plexStateWord(plex), '', ''],
      ...objects.subdisksOf(plex.id).map((subdisk) => [
        'sd', subdisk.name, plex.name, plexKernelState(plex, volume), sectors(subdisk.lengthBytes), sectors(subdisk.plexOffsetBytes), '',
        '', '',
      ]),
    ]),
    ...objects.logsOf(volume.id).map((log) => [
      'lg', log.name, volume.name, logKernelState(log, volume, objects.disk(log.diskId)), sectors(log.lengthBytes), '', log.state, '', '',
    ]),
  ];
}

export const detailedRecords: Records = (group, objects, { regions, volumesOnly, shows }) => withGaps([
  ...(volumesOnly ? [] : [
    ['DG', 'NAME', 'NCONFIG', 'NLOG', 'MINORS', 'GROUP-ID'],
    ['DM', 'NAME', 'DEVICE', 'TYPE', 'PRIVLEN', 'PUBLEN', 'STATE'],
  ]),
  ['V', 'NAME', 'RVG', 'KSTATE', 'STATE', 'LENGTH', 'USETYPE', 'PREFPLEX', 'RDPOL', 'SURVIVES'],
  ['PL', 'NAME', 'VOLUME', 'KSTATE', 'STATE', 'LENGTH', 'LAYOUT', 'NCOL/WID', 'MODE'],
  ['SD', 'NAME', 'PLEX', 'DISK', 'DISKOFFS', 'LENGTH', '[COL/]OFF', 'DEVICE', 'MODE'],
  ['LG', 'NAME', 'VOLUME', 'DISK', 'DISKOFFS', 'LENGTH', 'REGION', 'DEVICE', 'KSTATE', 'STATE'],
  ...(volumesOnly ? [] : [
    noRow,
    ['dg', group.name, String(group.holderIds.length), '', '', group.id],
    noRow,
    ...objects.disksOf(group.id).map((disk) => detailedDisk(disk, regions)),
  ]),
  ...objects.volumesOf(group.id).filter(shows).flatMap((volume) => [noRow, ...detailedVolume(volume, objects)]),
], `Disk group: ${group.name}`);

function detailedDisk(disk: DiskView, regions: ReadonlyMap<string, PublicRegion>): string[] {
  const region = regions.get(disk.id);
  return ['dm', disk.internalName, disk.name, diskTypeWord(disk), region === undefined ? '' : sectors(region.dataStartBytes),
    publicLength(disk, regions), diskStateWord(disk)];
}

function detailedVolume(volume: VolumeView, objects: ObjectIndex): string[][] {
  const { readPolicy } = volume;
  const preferred = readPolicy.kind === 'prefer' ? objects.plex(readPolicy.plexId)?.name ?? readPolicy.plexId : '';
  return [
    ['v', volume.name, '', volumeKernelState(volume), volume.state, sectors(volume.lengthBytes), 'gen', preferred,
      readPolicy.kind.toUpperCase(), String(volume.survivesDisks)],
    ...objects.plexesOf(volume.id).flatMap((plex) => [
      detailedPlex(plex, volume),
      ...objects.subdisksOf(plex.id).map((subdisk) => detailedSubdisk(subdisk, plex, objects.disk(subdisk.diskId))),
    ]),
    ...objects.logsOf(volume.id).map((log) => detailedLog(log, volume, objects.disk(log.diskId))),
  ];
}

function detailedLog(log: LogView, volume: VolumeView, disk: DiskView | undefined): string[] {
  return ['lg', log.name, volume.name, memberName(log, disk), sectors(log.diskOffsetBytes), sectors(log.lengthBytes),
    sectors(log.regionBytes), disk?.name ?? '', logKernelState(log, volume, disk), log.state];
}

function detailedPlex(plex: PlexView, volume: VolumeView): string[] {
  return ['pl', plex.name, volume.name, plexKernelState(plex, volume), plexStateWord(plex), sectors(plex.lengthBytes), plexLayoutWord(plex),
    plexColumnsWord(plex), plexMode(plex, volume)];
}

function detailedSubdisk(subdisk: SubdiskView, plex: PlexView, disk: DiskView | undefined): string[] {
  const offset = sectors(subdisk.plexOffsetBytes);
  return ['sd', subdisk.name, plex.name, memberName(subdisk, disk), sectors(subdisk.diskOffsetBytes), sectors(subdisk.lengthBytes),
    plex.layout === 'striped' ? `${subdisk.column}/${offset}` : offset, disk?.name ?? '', subdiskMode(disk)];
}

function publicLength(disk: DiskView, regions: ReadonlyMap<string, PublicRegion>): string {
  const region = regions.get(disk.id);
  return region === undefined ? '' : sectors(region.dataLengthBytes);
}

/** Columns are as wide as needed over the whole list; an empty row is an empty line. */
function withGaps(rows: readonly (readonly string[])[], title: string): string[] {
  const lines = tableLines(rows.filter((row) => row !== noRow));
  let next = 0;
  return [title, '', ...rows.map((row) => (row === noRow ? '' : lines[next++]!))];
}
