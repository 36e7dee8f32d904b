/** What the report of a disk group says, as plain rows. Pure. */
import type { DiskView, GroupView, PlexView, SubdiskView, VolumeView } from '../../core/model/views.ts';
import { diskCondition, severityCondition, volumeCondition } from '../state/conditions.ts';
import { compareNames } from '../state/formats.ts';
import { diskLabel } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { texts } from '../texts.ts';
import { mirrorCondition, mirrorWord } from '../views/part-columns.tsx';
import { exportTexts } from './export-texts.ts';

export interface ReportPlex {
  readonly plex: PlexView;
  readonly subdisks: readonly SubdiskView[];
}

export interface ReportVolume {
  readonly volume: VolumeView;
  readonly plexes: readonly ReportPlex[];
}

const { trouble } = exportTexts.report;

export function volumesOfReport(index: TreeIndex, groupId: string): readonly ReportVolume[] {
  const plexes = [...index.tables.plex.values()].filter((plex) => plex.groupId === groupId);
  return (index.volumesOfGroup.get(groupId) ?? []).map((volume) => ({
    volume,
    plexes: plexes.filter(({ volumeId }) => volumeId === volume.id).sort((one, other) => compareNames(one.name, other.name))
      .map((plex) => ({ plex, subdisks: subdisksOf(index, plex) })),
  }));
}

/** By column, and within it from the beginning of the plex. */
function subdisksOf(index: TreeIndex, plex: PlexView): readonly SubdiskView[] {
  return (index.subdisksOfVolume.get(plex.volumeId) ?? []).filter(({ plexId }) => plexId === plex.id)
    .toSorted((one, other) => one.column - other.column || one.plexOffsetBytes - other.plexOffsetBytes);
}

/** One sentence for each thing of the group that is not well, and for each alert that stands; none when all is. */
export function troublesOfReport(index: TreeIndex, group: GroupView): readonly string[] {
  const { tables } = index;
  const own = group.statusReason === '' ? [] : [trouble(group.name, texts.groupStatus[group.status], group.statusReason)];
  const disks = (index.disksOfGroup.get(group.id) ?? []).filter((disk) => diskCondition(disk) !== 'healthy').map(diskTrouble);
  const volumes = (index.volumesOfGroup.get(group.id) ?? []).filter((volume) => volumeCondition(volume) !== 'healthy')
    .map(({ name, health, healthReason }) => trouble(name, health, healthReason));
  const mirrors = [...tables.plex.values()].filter((plex) => plex.groupId === group.id && mirrorCondition(plex) !== 'healthy')
    .map((plex) => trouble(plex.name, mirrorWord(plex), ''));
  const alerts = [...tables.alert.values()]
    .filter((alert) => alert.groupId === group.id && alert.state !== 'cleared' && severityCondition(alert) !== 'healthy')
    .map(({ message }) => message);
  return [...new Set([...own, ...disks, ...volumes, ...mirrors, ...alerts])];
}

function diskTrouble(disk: DiskView): string {
  const errors = disk.errors === 0 ? '' : texts.values.errors(disk.errors);
  return trouble(diskLabel(disk), texts.diskStatus[disk.status], [disk.statusReason, errors].filter((part) => part !== '').join('; '));
}
