/**
 * The tree as a pure function of the objects: host > Disk Groups > group > its disks and volumes; Disks; Volumes.
 * A node's id is its path in the tree, because one disk stands in two places.
 */
import type { DiskView, GroupView, HostView, VolumeView } from '../../core/model/views.ts';
import { diskCondition, groupCondition, volumeCondition, worst } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { compareNames } from './formats.ts';
import type { ObjectTables } from './object-store.ts';
import { texts } from '../texts.ts';

export type NodeId =
  | 'host' | 'groups' | 'disks' | 'volumes'
  | `group:${string}` | `disk:${string}` | `volume:${string}`
  | `group:${string}/disk:${string}` | `group:${string}/volume:${string}`;

export const rootNode: NodeId = 'host';

/** What a node stands for. `groupId` is set where a disk or volume is shown inside its group. */
export type Place =
  | { readonly kind: 'host' | 'groups' | 'disks' | 'volumes' }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'disk' | 'volume'; readonly id: string; readonly groupId: string | null };

export function placeOf(node: NodeId): Place {
  const match = /^(?:group:([^/]*)\/)?(group|disk|volume):(.*)$/.exec(node);
  if (match === null) return { kind: node as 'host' | 'groups' | 'disks' | 'volumes' };
  const [, groupId, kind, id = ''] = match;
  if (kind === 'group') return { kind, id };
  return { kind: kind as 'disk' | 'volume', id, groupId: groupId ?? null };
}

export interface TreeIndex {
  readonly host: HostView | null;
  readonly groups: readonly GroupView[];
  readonly disks: readonly DiskView[];
  readonly volumes: readonly VolumeView[];
  readonly disksOfGroup: ReadonlyMap<string, readonly DiskView[]>;
  readonly volumesOfGroup: ReadonlyMap<string, readonly VolumeView[]>;
  readonly tables: ObjectTables;
}

/** Sorts and groups once per change of a table; ask it through `createTreeIndexer` to keep what has not changed. */
export function createTreeIndexer(): (tables: ObjectTables) => TreeIndex {
  const groups = memoized((table: ObjectTables['group']) => sorted(table.values(), (group) => group.name));
  const disks = memoized((table: ObjectTables['disk']) => sorted(table.values(), diskLabel));
  const volumes = memoized((table: ObjectTables['volume']) => sorted(table.values(), (volume) => volume.name));
  const disksOfGroup = memoized((list: readonly DiskView[]) => byGroup(list));
  const volumesOfGroup = memoized((list: readonly VolumeView[]) => byGroup(list));
  return (tables) => ({
    host: tables.host.values().next().value ?? null,
    groups: groups(tables.group),
    disks: disks(tables.disk),
    volumes: volumes(tables.volume),
    disksOfGroup: disksOfGroup(disks(tables.disk)),
    volumesOfGroup: volumesOfGroup(volumes(tables.volume)),
    tables,
  });
}

/** What people call the disk: this host's name, or the group's own for one that is missing here. */
export function diskLabel(disk: DiskView): string {
  return disk.name === '' ? disk.internalName : disk.name;
}

export function childrenOf(index: TreeIndex, node: NodeId): readonly NodeId[] {
  const place = placeOf(node);
  switch (place.kind) {
    case 'host': return ['groups', 'disks', 'volumes'];
    case 'groups': return index.groups.map((group): NodeId => `group:${group.id}`);
    case 'disks': return index.disks.map((disk): NodeId => `disk:${disk.id}`);
    case 'volumes': return index.volumes.map((volume): NodeId => `volume:${volume.id}`);
    case 'group': return [
      ...(index.disksOfGroup.get(place.id) ?? []).map((disk): NodeId => `group:${place.id}/disk:${disk.id}`),
      ...(index.volumesOfGroup.get(place.id) ?? []).map((volume): NodeId => `group:${place.id}/volume:${volume.id}`),
    ];
    case 'disk': case 'volume': return [];
  }
}

export function isFolder(node: NodeId): boolean {
  const { kind } = placeOf(node);
  return kind !== 'disk' && kind !== 'volume';
}

export function parentOf(node: NodeId): NodeId | null {
  const place = placeOf(node);
  switch (place.kind) {
    case 'host': return null;
    case 'groups': case 'disks': case 'volumes': return 'host';
    case 'group': return 'groups';
    case 'disk': return place.groupId === null ? 'disks' : `group:${place.groupId}`;
    case 'volume': return place.groupId === null ? 'volumes' : `group:${place.groupId}`;
  }
}

/** The node itself when it still stands for something, else the nearest node above that does. */
export function nearestPresent(index: TreeIndex, node: NodeId): NodeId {
  const place = placeOf(node);
  const { tables } = index;
  const present = (): boolean => {
    switch (place.kind) {
      case 'group': return tables.group.has(place.id);
      case 'disk': return place.groupId === null ? tables.disk.has(place.id) : tables.disk.get(place.id)?.groupId === place.groupId;
      case 'volume': return tables.volume.has(place.id);
      default: return true;
    }
  };
  if (present()) return node;
  return nearestPresent(index, parentOf(node) ?? rootNode);
}

export function labelOf(index: TreeIndex, node: NodeId): string {
  const place = placeOf(node);
  switch (place.kind) {
    case 'host': return index.host?.name ?? texts.tree.thisHost;
    case 'groups': return texts.tree.groups;
    case 'disks': return texts.tree.disks;
    case 'volumes': return texts.tree.volumes;
    case 'group': return index.tables.group.get(place.id)?.name ?? '';
    case 'disk': {
      const disk = index.tables.disk.get(place.id);
      return disk === undefined ? '' : diskLabel(disk);
    }
    case 'volume': return index.tables.volume.get(place.id)?.name ?? '';
  }
}

export interface NodeCondition {
  readonly condition: Condition;
  /** True when the trouble is a descendant's, not the object's own: its badge is hollow. */
  readonly inherited: boolean;
  /** How many descendants are not well. */
  readonly count: number;
}

const well: NodeCondition = { condition: 'healthy', inherited: false, count: 0 };

export function conditionOf(index: TreeIndex, node: NodeId): NodeCondition {
  const place = placeOf(node);
  switch (place.kind) {
    case 'disk': return own(conditionOrHealthy(index.tables.disk.get(place.id), diskCondition));
    case 'volume': return own(conditionOrHealthy(index.tables.volume.get(place.id), volumeCondition));
    case 'group': {
      const group = index.tables.group.get(place.id);
      const groupOwn = group === undefined ? 'healthy' : groupCondition(group);
      const below = inherited([
        ...(index.disksOfGroup.get(place.id) ?? []).map(diskCondition),
        ...(index.volumesOfGroup.get(place.id) ?? []).map(volumeCondition),
      ]);
      // The group's health is that of its worst volume; its own badge is for what is wrong with the group itself.
      if (group?.status === 'imported') return below;
      return groupOwn === 'healthy' ? below : { condition: groupOwn, inherited: false, count: below.count };
    }
    case 'groups': return inherited(index.groups.map((group) => conditionOf(index, `group:${group.id}`).condition));
    case 'disks': return inherited(index.disks.map(diskCondition));
    case 'volumes': return inherited(index.volumes.map(volumeCondition));
    case 'host': return inherited((['groups', 'disks', 'volumes'] as const).map((child) => conditionOf(index, child).condition));
  }
}

function conditionOrHealthy<View>(view: View | undefined, condition: (view: View) => Condition): Condition {
  return view === undefined ? 'healthy' : condition(view);
}

function own(condition: Condition): NodeCondition {
  return condition === 'healthy' ? well : { condition, inherited: false, count: 0 };
}

/** A stopped volume or a deported group is no trouble of its parent's: only warnings and failures rise. */
function inherited(conditions: readonly Condition[]): NodeCondition {
  const troubled = conditions.filter((condition) => condition === 'warning' || condition === 'failed');
  return troubled.length === 0 ? well : { condition: worst(troubled), inherited: true, count: troubled.length };
}

function sorted<View>(views: Iterable<View>, name: (view: View) => string): readonly View[] {
  return [...views].sort((left, right) => compareNames(name(left), name(right)));
}

function byGroup<View extends { readonly groupId: string }>(views: readonly View[]): ReadonlyMap<string, readonly View[]> {
  const found = new Map<string, View[]>();
  for (const view of views) {
    const list = found.get(view.groupId);
    if (list === undefined) found.set(view.groupId, [view]);
    else list.push(view);
  }
  return found;
}

/** Keeps the last answer while the argument is the same value. */
function memoized<Argument, Answer>(compute: (argument: Argument) => Answer): (argument: Argument) => Answer {
  let last: { readonly argument: Argument; readonly answer: Answer } | null = null;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, answer: compute(argument) };
    return last.answer;
  };
}
