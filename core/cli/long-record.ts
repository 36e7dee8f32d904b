/** `vxprint -l OBJECT`: all that is known of one object, found by its name or GUID. */
import { sameName } from '../model/name-rules.ts';
import type { GroupView, ObjectView } from '../model/views.ts';
import { isCalled, parseVolumeReference } from '../model/volume-reference.ts';
import type { ObjectIndex } from './object-index.ts';
import { factLines } from './table.ts';

export interface LongRecord {
  readonly lines: readonly string[];
  readonly json: ObjectView;
}

/** Of several objects with one name the larger comes first: group, volume, plex, disk, subdisk, log. Null when there is none. */
export function longRecord(name: string, groups: readonly GroupView[], objects: ObjectIndex): LongRecord | null {
  const volumes = groups.flatMap((group) => objects.volumesOf(group.id));
  const plexes = volumes.flatMap((volume) => objects.plexesOf(volume.id));
  const disks = groups.flatMap((group) => objects.disksOf(group.id));
  const subdisks = plexes.flatMap((plex) => objects.subdisksOf(plex.id));
  const logs = volumes.flatMap((volume) => objects.logsOf(volume.id));
  const reference = parseVolumeReference(name);
  const found = [...groups, ...volumes, ...plexes, ...disks, ...subdisks, ...logs].find((object) => sameName(object.name, name)
    || sameName(object.id, name) || (object.kind === 'disk' && sameName(object.internalName, name))
    || (object.kind === 'volume' && isCalled(object, reference)));
  return found === undefined ? null : { lines: factLines(facts(found)), json: found };
}

/** The fields in their own words: this form is for looking closely, not for a summary. */
function facts(object: ObjectView): (readonly [string, string])[] {
  return Object.entries(object).map(([name, value]: [string, unknown]) => [name, factText(value)] as const);
}

function factText(value: unknown): string {
  if (Array.isArray(value)) return value.map(factText).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(factText).join(' ');
  return String(value);
}
