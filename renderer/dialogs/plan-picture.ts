/**
 * A plan as a picture: for each disk on which something changes, its blocks now and after. Pure; what draws it knows nothing
 * of plans.
 */
import type { GroupConfiguration } from '../../core/model/configuration.ts';
import type { VolumeLayout } from '../../core/model/views.ts';
import type { Plan } from '../../core/planner/plan.ts';
import { compareNames } from '../state/formats.ts';
import { diskLabel } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';

export type BlockMark = 'same' | 'new' | 'gone' | 'moved' | 'changed';

export interface PictureBlock {
  readonly id: string;
  readonly volume: string;
  readonly layout: VolumeLayout | 'log';
  readonly startBytes: number;
  readonly lengthBytes: number;
  readonly mark: BlockMark;
}

export interface PictureRow {
  readonly diskId: string;
  readonly disk: string;
  readonly sizeBytes: number;
  readonly membership: 'stays' | 'joins' | 'leaves';
  readonly now: readonly PictureBlock[];
  readonly after: readonly PictureBlock[];
}

interface Block {
  readonly id: string;
  readonly diskId: string;
  readonly volume: string;
  readonly layout: VolumeLayout | 'log';
  readonly startBytes: number;
  readonly lengthBytes: number;
}

/** Only disks on which something changes; none where the plan changes no configuration. */
export function planPicture(index: TreeIndex, plan: Plan): readonly PictureRow[] {
  const groupId = plan.after?.id ?? groupDestroyedBy(index, plan);
  if (groupId === null) return [];
  const now = blocksNow(index, groupId);
  const after = plan.after === null ? [] : blocksAfter(plan.after);
  const nowById = new Map(now.map((block) => [block.id, block]));
  const afterById = new Map(after.map((block) => [block.id, block]));
  const members = new Set((index.disksOfGroup.get(groupId) ?? []).map(({ id }) => id));
  const membersAfter = new Set<string>(plan.after?.disks.map(({ id }) => id));
  const rows = [...new Set([...members, ...membersAfter])].map((diskId): PictureRow => ({
    diskId,
    ...diskFacts(index, plan.after, diskId),
    membership: !members.has(diskId) ? 'joins' : membersAfter.has(diskId) ? 'stays' : 'leaves',
    now: marked(now, diskId, afterById, 'gone'),
    after: marked(after, diskId, nowById, 'new'),
  }));
  return rows
    .filter(({ membership, now: before, after: later }) =>
      membership !== 'stays' || [...before, ...later].some(({ mark }) => mark !== 'same'))
    .sort((one, other) => compareNames(one.disk, other.disk));
}

/** A plan without a configuration afterwards is that of a group's end, or changes no group at all. */
function groupDestroyedBy(index: TreeIndex, { command }: Plan): string | null {
  if (command.command !== 'group.destroy') return null;
  return index.groups.find(({ name, id }) => name === command.group || id === command.group)?.id ?? null;
}

function marked(blocks: readonly Block[], diskId: string, others: ReadonlyMap<string, Block>, alone: BlockMark): readonly PictureBlock[] {
  return blocks.filter((block) => block.diskId === diskId)
    .map(({ id, volume, layout, startBytes, lengthBytes }) => {
      const other = others.get(id);
      const mark = other === undefined ? alone
        : other.diskId !== diskId || other.startBytes !== startBytes ? 'moved'
          : other.lengthBytes !== lengthBytes || other.volume !== volume ? 'changed' : 'same';
      return { id, volume, layout, startBytes, lengthBytes, mark } as const;
    })
    .sort((one, other) => one.startBytes - other.startBytes);
}

function diskFacts(index: TreeIndex, after: GroupConfiguration | null, diskId: string): Pick<PictureRow, 'disk' | 'sizeBytes'> {
  const view = index.tables.disk.get(diskId);
  if (view !== undefined) return { disk: diskLabel(view), sizeBytes: view.sizeBytes };
  const record = after?.disks.find(({ id }) => id === diskId);
  // A disk gets its id when it joins; until then the host knows it by where it is.
  const attached = index.disks.find(({ location }) => location === record?.lastAccess);
  return { disk: attached === undefined ? (record?.name ?? '') : diskLabel(attached), sizeBytes: record?.sizeBytes ?? 0 };
}

function blocksNow({ tables }: TreeIndex, groupId: string): readonly Block[] {
  const volumeOf = (id: string): { readonly volume: string; readonly layout: VolumeLayout } => {
    const view = tables.volume.get(id);
    return { volume: view?.name ?? '', layout: view?.layout ?? 'concatenated' };
  };
  const subdisks = [...tables.subdisk.values()].filter((subdisk) => subdisk.groupId === groupId).map((subdisk) => ({
    id: subdisk.id, diskId: subdisk.diskId, ...volumeOf(subdisk.volumeId), startBytes: subdisk.diskOffsetBytes,
    lengthBytes: subdisk.lengthBytes,
  }));
  const logs = [...tables.log.values()].filter((log) => log.groupId === groupId).map((log) => ({
    id: log.id, diskId: log.diskId, volume: volumeOf(log.volumeId).volume, layout: 'log' as const, startBytes: log.diskOffsetBytes,
    lengthBytes: log.lengthBytes,
  }));
  return [...subdisks, ...logs];
}

function blocksAfter({ subdisks, logs, plexes, volumes }: GroupConfiguration): readonly Block[] {
  const plexById = new Map(plexes.map((plex) => [plex.id, plex]));
  const nameById = new Map(volumes.map(({ id, name }) => [id, name]));
  const plexesOf = new Map<string, number>();
  for (const { volumeId } of plexes) plexesOf.set(volumeId, (plexesOf.get(volumeId) ?? 0) + 1);
  return [
    ...subdisks.map((subdisk): Block => {
      const plex = plexById.get(subdisk.plexId);
      const striped = plex?.layout === 'striped';
      const mirrored = plex !== undefined && (plexesOf.get(plex.volumeId) ?? 0) > 1;
      const layout = mirrored ? (striped ? 'mirrored striped' : 'mirrored') : striped ? 'striped' : 'concatenated';
      return {
        id: subdisk.id, diskId: subdisk.diskId, volume: plex === undefined ? '' : (nameById.get(plex.volumeId) ?? ''), layout,
        startBytes: subdisk.diskOffsetBytes, lengthBytes: subdisk.lengthBytes,
      };
    }),
    ...logs.map((log): Block => ({
      id: log.id, diskId: log.diskId, volume: nameById.get(log.volumeId) ?? '', layout: 'log', startBytes: log.diskOffsetBytes,
      lengthBytes: log.lengthBytes,
    })),
  ];
}
