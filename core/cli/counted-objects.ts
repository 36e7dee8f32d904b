/** Which objects `vxstat` prints, in the order in which people expect them. */
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { sameName } from '../model/name-rules.ts';
import type { CountedKind } from '../model/io-statistics.ts';
import type { GroupView } from '../model/views.ts';
import { isCalled, parseVolumeReference } from '../model/volume-reference.ts';
import { groupNamed } from './list-groups.ts';
import type { ObjectIndex } from './object-index.ts';
import type { CountedObject } from './statistics-text.ts';
import type { OptionName } from './options.ts';

export interface CountedGroup {
  readonly group: GroupView;
  readonly objects: readonly CountedObject[];
}

const kindOptions: readonly (readonly [OptionName, CountedKind])[] = [['v', 'volume'], ['p', 'plex'], ['s', 'subdisk'], ['d', 'disk']];

/** The named objects; without names, those of the kinds that the flags ask for; without either, the volumes. */
export function countedObjects(
  index: ObjectIndex, groupName: string, flags: ReadonlySet<OptionName>, names: readonly string[],
): Result<readonly CountedGroup[], Refusal> {
  const groups = groupsCounted(index, groupName);
  if (!groups.ok) return groups;
  const asked = kindOptions.flatMap(([option, kind]) => (flags.has(option) ? [kind] : []));
  const kinds = asked.length > 0 || names.length > 0 ? asked : ['volume'];
  const found = groups.value.map((group) => ({ group, objects: objectsOf(index, group.id) }));
  const volumeById = new Map(index.volumes.map((volume) => [volume.id, volume]));
  const bears = ({ id, name }: CountedObject, given: string): boolean => {
    const volume = volumeById.get(id);
    return sameName(name, given) || sameName(id, given) || (volume !== undefined && isCalled(volume, parseVolumeReference(given)));
  };
  const isNamed = (object: CountedObject): boolean => names.some((given) => bears(object, given));
  const unknown = names.find((given) => !found.some(({ objects }) => objects.some((object) => bears(object, given))));
  if (unknown !== undefined) {
    return failure(refusal('volume.unknown', { kind: 'volume', name: unknown }, {}, 'vxprint -ht shows the objects that there are.'));
  }
  return success(found.map(({ group, objects }) => ({
    group,
    objects: objects.filter((object) => (kinds.length === 0 || kinds.includes(object.kind)) && (names.length === 0 || isNamed(object))),
  })).filter(({ objects }) => names.length === 0 || objects.length > 0));
}

/** A named group; without a name those that are imported here. */
function groupsCounted(index: ObjectIndex, name: string): Result<readonly GroupView[], Refusal> {
  if (name === '') return success(index.groups.filter(({ status }) => status === 'imported' || status === 'frozen'));
  const group = groupNamed(index, name);
  return group.ok ? success([group.value]) : group;
}

function objectsOf(index: ObjectIndex, groupId: string): readonly CountedObject[] {
  const disks = index.disksOf(groupId)
    .map(({ id, internalName, name }): CountedObject => ({ kind: 'disk', id, name: internalName || name }));
  const volumes = index.volumesOf(groupId).flatMap((volume): readonly CountedObject[] => [
    { kind: 'volume', id: volume.id, name: volume.name },
    ...index.plexesOf(volume.id).flatMap((plex): readonly CountedObject[] => [
      { kind: 'plex', id: plex.id, name: plex.name },
      ...index.subdisksOf(plex.id).map(({ id, name }): CountedObject => ({ kind: 'subdisk', id, name })),
    ]),
  ]);
  return [...disks, ...volumes];
}
