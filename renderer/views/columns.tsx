/** The columns of the Disk Groups, Disks and Volumes tabs, in the order that the original console had. */
import type { DiskView, GroupView, VolumeView } from '../../core/model/views.ts';
import { PathCell, StateCell, TextCell } from '../table/cells.tsx';
import { count, named, size, unknown, words } from '../table/column-kinds.tsx';
import { diskCondition, groupCondition, volumeCondition } from '../state/conditions.ts';
import { tableColumns } from '../table/table-model.ts';
import { texts } from '../texts.ts';
import { diskLabel } from '../state/tree-model.ts';

const { columns, values } = texts;

export const diskColumns = tableColumns<DiskView>([
  named('disk', diskLabel),
  words('internalName', columns.internalName, 112, (disk) => disk.internalName),
  {
    id: 'status', header: columns.status, width: 96, value: diskStatusWord,
    cell: (disk) => <StateCell condition={diskCondition(disk)} word={diskStatusWord(disk)} title={diskStatusTitle(disk)} />,
  },
  words('group', columns.group, 92, (disk) => disk.groupName),
  words('type', columns.type, 76, (disk) => (disk.groupId === '' ? '' : values.dynamic)),
  unknown('style', columns.style, 52),
  size('size', columns.size, 80, (disk) => disk.sizeBytes),
  // Space that a volume could use: only disks of an imported group have any.
  size('unallocated', columns.unallocated, 100, (disk) => (disk.status === 'online' ? disk.unallocatedBytes : null)),
  words('usage', columns.usage, 72, (disk) => (disk.readOnly ? values.readOnly : '')),
  {
    id: 'device', header: columns.device, width: 168, value: (disk) => disk.location,
    cell: (disk) => <PathCell path={disk.location} title={`${disk.location} (${disk.type})`} />,
  },
  unknown('vendor', columns.vendor, 68),
  words('enclosure', columns.enclosure, 88, (disk) => disk.enclosure),
]);

export const volumeColumns = tableColumns<VolumeView>([
  named('volume', (volume) => volume.name),
  words('driveLetter', columns.driveLetter, 144, (volume) => (volume.driveLetter === '' ? '' : `${volume.driveLetter}:`)),
  words('type', columns.type, 76, () => values.dynamic),
  { id: 'layout', header: columns.layout, width: 128, value: layoutWord, cell: (volume) => <LayoutCell volume={volume} /> },
  size('size', columns.size, 80, (volume) => volume.lengthBytes),
  unknown('freeSpace', columns.freeSpace, 92, true),
  unknown('percentFree', columns.percentFree, 64, true),
  {
    id: 'status', header: columns.status, width: 108, value: (volume) => volume.health,
    cell: (volume) => <StateCell condition={volumeCondition(volume)} word={volume.health} title={volume.healthReason} />,
  },
  words('fileSystem', columns.fileSystem, 96, (volume) => volume.fileSystem),
  words('group', columns.group, 92, (volume) => volume.groupName),
  // A volume with one plex has no mirror.
  count('mirrors', columns.mirrors, 70, (volume) => (volume.plexIds.length > 1 ? volume.plexIds.length : null)),
  {
    id: 'redundancy', header: columns.redundancy, width: 124, value: (volume) => volume.survivesDisks,
    text: (volume) => values.survives(volume.survivesDisks),
    cell: (volume) => <TextCell text={values.survives(volume.survivesDisks)} />,
  },
  unknown('fastResync', columns.fastResync, 92),
  count('clients', columns.clients, 72, (volume) => (volume.started ? volume.clients.length : null)),
]);

export const groupColumns = tableColumns<GroupView>([
  named('group', (group) => group.name),
  {
    id: 'status', header: columns.status, width: 116, value: groupStatusWord,
    cell: (group) => <StateCell condition={groupCondition(group)} word={groupStatusWord(group)} title={group.statusReason} />,
  },
  words('type', columns.type, 84, () => values.dynamic),
  count('volumes', columns.volumes, 84, (group) => group.volumeIds.length),
  count('disks', columns.disks, 68, (group) => group.diskIds.length),
  size('size', columns.size, 92, (group) => group.sizeBytes),
  size('free', columns.free, 96, (group) => group.freeBytes),
  count('version', columns.version, 76, (group) => group.version),
]);

function LayoutCell({ volume }: { readonly volume: VolumeView }) {
  return (
    <span className="cell-name">
      <span className="layout-chip" data-layout={volume.layout} />
      <TextCell text={layoutWord(volume)} />
    </span>
  );
}

function layoutWord(volume: VolumeView): string {
  return texts.layout[volume.layout];
}

/** An imported group shows its health once something in it is not well. */
export function groupStatusWord(group: GroupView): string {
  const healthy = group.health === 'Healthy' || group.health === 'Stopped' || group.health === 'Unknown';
  return group.status === 'imported' && !healthy ? group.health : texts.groupStatus[group.status];
}

export function diskStatusWord(disk: DiskView): string {
  return texts.diskStatus[disk.status];
}

function diskStatusTitle(disk: DiskView): string {
  return disk.errors === 0 ? disk.statusReason : [disk.statusReason, values.errors(disk.errors)].filter((part) => part !== '').join('; ');
}
