/**
 * The tree as a pure function of one host's objects: host > Disk Groups > group > its disks and volumes, and pseudo-groups
 * of the disks that are in none; Disks; Volumes; Enclosures; and, at the local host, Saved Queries.
 */
import type { DiskView, GroupView, HostView, SubdiskView, VolumeView } from '../../core/model/views.ts';
import { compareNames } from './formats.ts';
import { localHost } from './host-state.ts';
import type { HostKey } from './host-state.ts';
import { enclosurePath, nodeOf, parentOf, placeOf, pseudoGroups } from './node-path.ts';
import type { Container, NodeId, NodePath, Place, PseudoGroup } from './node-path.ts';
import type { ObjectTables } from './object-store.ts';
import { texts } from '../texts.ts';

export interface TreeIndex {
  readonly key: HostKey;
  readonly host: HostView | null;
  readonly groups: readonly GroupView[];
  readonly disks: readonly DiskView[];
  readonly volumes: readonly VolumeView[];
  readonly disksOfGroup: ReadonlyMap<string, readonly DiskView[]>;
  readonly volumesOfGroup: ReadonlyMap<string, readonly VolumeView[]>;
  readonly disksOfEnclosure: ReadonlyMap<string, readonly DiskView[]>;
  readonly disksOfPseudoGroup: ReadonlyMap<PseudoGroup, readonly DiskView[]>;
  /** Gathered when first asked for: there may be many. */
  readonly subdisksOfDisk: ReadonlyMap<string, readonly SubdiskView[]>;
  readonly subdisksOfVolume: ReadonlyMap<string, readonly SubdiskView[]>;
  readonly tables: ObjectTables;
}

/** Sorts and groups once per change of a table; ask it through `createTreeIndexer` to keep what has not changed. */
export function createTreeIndexer(key: HostKey): (tables: ObjectTables) => TreeIndex {
  const groups = memoized((table: ObjectTables['group']) => sorted(table.values(), (group) => group.name));
  const disks = memoized((table: ObjectTables['disk']) => sorted(table.values(), diskLabel));
  const volumes = memoized((table: ObjectTables['volume']) => sorted(table.values(), (volume) => volume.name));
  const disksOfGroup = memoized((list: readonly DiskView[]) => gathered(list, ({ groupId }) => groupId));
  const volumesOfGroup = memoized((list: readonly VolumeView[]) => gathered(list, ({ groupId }) => groupId));
  const disksOfEnclosure = memoized((list: readonly DiskView[]) => gathered(list, ({ enclosure }) => enclosure));
  const disksOfPseudoGroup = memoized((list: readonly DiskView[]) => gathered(list, pseudoGroupOf));
  const subdisksOfDisk = memoized((table: ObjectTables['subdisk']) => gathered([...table.values()], ({ diskId }) => diskId));
  const subdisksOfVolume = memoized((table: ObjectTables['subdisk']) => gathered([...table.values()], ({ volumeId }) => volumeId));
  return memoized((tables) => ({
    key,
    host: tables.host.values().next().value ?? null,
    groups: groups(tables.group),
    disks: disks(tables.disk),
    volumes: volumes(tables.volume),
    disksOfGroup: disksOfGroup(disks(tables.disk)),
    volumesOfGroup: volumesOfGroup(volumes(tables.volume)),
    disksOfEnclosure: disksOfEnclosure(disks(tables.disk)),
    disksOfPseudoGroup: disksOfPseudoGroup(disks(tables.disk)),
    get subdisksOfDisk() { return subdisksOfDisk(tables.subdisk); },
    get subdisksOfVolume() { return subdisksOfVolume(tables.subdisk); },
    tables,
  }));
}

function pseudoGroupOf({ status, groupId }: DiskView): PseudoGroup | null {
  if (status === 'missing' || status === 'foreign') return status;
  return groupId === '' ? 'free' : null;
}

/** What people call the disk: this host's name, or the group's own for one that is missing here. */
export function diskLabel(disk: DiskView): string {
  return disk.name === '' ? disk.internalName : disk.name;
}

export function childrenOf(index: TreeIndex, node: NodeId): readonly NodeId[] {
  return childPaths(index, placeOf(node)).map((path) => nodeOf(index.key, path));
}

function childPaths(index: TreeIndex, place: Place): readonly NodePath[] {
  switch (place.kind) {
    case 'host': return ['groups', 'disks', 'volumes', 'enclosures', ...(index.key === localHost ? ['queries' as const] : [])];
    case 'groups': return [
      ...index.groups.map((group): NodePath => `group:${group.id}`),
      ...pseudoGroups.filter((name) => index.disksOfPseudoGroup.has(name)).map((name): NodePath => `pseudo:${name}`),
    ];
    case 'disks': return index.disks.map((disk): NodePath => `disk:${disk.id}`);
    case 'volumes': return index.volumes.map((volume): NodePath => `volume:${volume.id}`);
    case 'enclosures': return enclosureNames(index).map(enclosurePath);
    case 'group': return [
      ...(index.disksOfGroup.get(place.id) ?? []).map((disk): NodePath => `group:${place.id}/disk:${disk.id}`),
      ...(index.volumesOfGroup.get(place.id) ?? []).map((volume): NodePath => `group:${place.id}/volume:${volume.id}`),
    ];
    case 'pseudo': return (index.disksOfPseudoGroup.get(place.id) ?? []).map((disk): NodePath => `pseudo:${place.id}/disk:${disk.id}`);
    case 'enclosure': return (index.disksOfEnclosure.get(place.id) ?? [])
      .map((disk): NodePath => `${enclosurePath(place.id)}/disk:${disk.id}`);
    case 'queries': case 'query': case 'disk': case 'volume': return [];
  }
}

export function enclosureNames(index: TreeIndex): readonly string[] {
  return [...index.disksOfEnclosure.keys()].filter((name) => name !== '').sort(compareNames);
}

/** The node itself when it still stands for something, else the nearest node above that does. */
export function nearestPresent(index: TreeIndex, node: NodeId): NodeId {
  if (isPresent(index, placeOf(node))) return node;
  return nearestPresent(index, parentOf(node) ?? nodeOf(index.key, 'host'));
}

function isPresent(index: TreeIndex, place: Place): boolean {
  const { tables } = index;
  switch (place.kind) {
    case 'group': return tables.group.has(place.id);
    case 'pseudo': return index.disksOfPseudoGroup.has(place.id);
    case 'enclosure': return index.disksOfEnclosure.has(place.id);
    case 'disk': {
      const disk = tables.disk.get(place.id);
      return disk !== undefined && (place.container === null || containersOf(disk).includes(place.container));
    }
    case 'volume': return tables.volume.has(place.id);
    default: return true;
  }
}

function containersOf(disk: DiskView): readonly Container[] {
  const pseudo = pseudoGroupOf(disk);
  return [`group:${disk.groupId}`, enclosurePath(disk.enclosure), ...(pseudo === null ? [] : [`pseudo:${pseudo}` as const])];
}

export function labelOf(index: TreeIndex, node: NodeId): string {
  const place = placeOf(node);
  switch (place.kind) {
    case 'host': return index.host?.name ?? texts.tree.thisHost;
    case 'group': return index.tables.group.get(place.id)?.name ?? '';
    case 'pseudo': return texts.tree.pseudo[place.id];
    case 'enclosure': case 'query': return place.id;
    case 'disk': {
      const disk = index.tables.disk.get(place.id);
      return disk === undefined ? '' : diskLabel(disk);
    }
    case 'volume': return index.tables.volume.get(place.id)?.name ?? '';
    default: return texts.tree[place.kind];
  }
}

function sorted<View>(views: Iterable<View>, name: (view: View) => string): readonly View[] {
  return [...views].sort((left, right) => compareNames(name(left), name(right)));
}

/** Views by what `keyOf` says; those with null are left out. */
function gathered<View, Key extends string>(views: readonly View[], keyOf: (view: View) => Key | null): ReadonlyMap<Key, readonly View[]> {
  const found = new Map<Key, View[]>();
  for (const view of views) {
    const key = keyOf(view);
    if (key === null) continue;
    const list = found.get(key);
    if (list === undefined) found.set(key, [view]);
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
