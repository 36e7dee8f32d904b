/** The host's objects at one moment, found by id and by what they belong to. Every list is in the order people expect. */
import { sameName } from '../model/name-rules.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
import type { DiskView, GroupView, LogView, ObjectView, PlexView, SubdiskView, TaskView, VolumeView } from '../model/views.ts';
import type { HostConnection } from './tool.ts';

export interface ObjectIndex {
  readonly groups: readonly GroupView[];
  readonly disks: readonly DiskView[];
  readonly volumes: readonly VolumeView[];
  readonly tasks: readonly TaskView[];
  group(name: string): GroupView | undefined;
  disksOf(groupId: string): readonly DiskView[];
  volumesOf(groupId: string): readonly VolumeView[];
  plexesOf(volumeId: string): readonly PlexView[];
  subdisksOf(plexId: string): readonly SubdiskView[];
  logsOf(volumeId: string): readonly LogView[];
  disk(id: string): DiskView | undefined;
  plex(id: string): PlexView | undefined;
}

export async function readObjects(connection: HostConnection): Promise<Result<ObjectIndex, Refusal>> {
  const answer = await connection.call('objects.list', {});
  return answer.ok ? success(indexObjects(answer.value.objects)) : answer;
}

export function indexObjects(objects: readonly ObjectView[]): ObjectIndex {
  const groups = ofKind(objects, 'group').sort(byName);
  const disks = ofKind(objects, 'disk').sort((left, right) => compareNames(shownName(left), shownName(right)));
  const volumes = ofKind(objects, 'volume').sort((left, right) => compareNames(left.groupName, right.groupName) || byName(left, right));
  const plexes = ofKind(objects, 'plex').sort(byName);
  const subdisks = ofKind(objects, 'subdisk').sort((left, right) => left.column - right.column
    || left.plexOffsetBytes - right.plexOffsetBytes || byName(left, right));
  const plexesByVolume = groupBy(plexes, (plex) => plex.volumeId);
  const logsByVolume = groupBy(ofKind(objects, 'log').sort(byName), (log) => log.volumeId);
  const subdisksByPlex = groupBy(subdisks, (subdisk) => subdisk.plexId);
  const diskById = new Map(disks.map((disk) => [disk.id, disk]));
  const plexById = new Map(plexes.map((plex) => [plex.id, plex]));
  return {
    groups, disks, volumes,
    tasks: ofKind(objects, 'task').sort((left, right) => compareNames(left.startedAt, right.startedAt) || compareNames(left.id, right.id)),
    group: (name) => groups.find((group) => sameName(group.name, name)) ?? groups.find((group) => sameName(group.id, name)),
    disksOf: (groupId) => disks.filter((disk) => disk.groupId === groupId)
      .sort((left, right) => compareNames(left.internalName, right.internalName)),
    volumesOf: (groupId) => volumes.filter((volume) => volume.groupId === groupId),
    plexesOf: (volumeId) => plexesByVolume.get(volumeId) ?? [],
    subdisksOf: (plexId) => subdisksByPlex.get(plexId) ?? [],
    logsOf: (volumeId) => logsByVolume.get(volumeId) ?? [],
    disk: (id) => diskById.get(id),
    plex: (id) => plexById.get(id),
  };
}

/** The group's own name of the disk that a subdisk or a log lies on, as the classic records and `--json` show it. */
export function memberName(part: SubdiskView | LogView, disk: DiskView | undefined): string {
  return disk === undefined || disk.internalName === '' ? part.diskName : disk.internalName;
}

/** What people call the disk: the host's name; a missing disk that has none keeps its group's name. */
export function shownName(disk: DiskView): string {
  return disk.name === '' ? disk.internalName : disk.name;
}

/** `Disk2` before `Disk10`. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function compareNames(left: string, right: string): number {
  return collator.compare(left, right);
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return compareNames(left.name, right.name);
}

function ofKind<Kind extends ObjectView['kind']>(objects: readonly ObjectView[], kind: Kind): Extract<ObjectView, { kind: Kind }>[] {
  return objects.filter((object): object is Extract<ObjectView, { kind: Kind }> => object.kind === kind);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
