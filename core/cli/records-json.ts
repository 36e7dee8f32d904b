/** `vxprint --json`: the records with bytes instead of sectors. Keys are added, never renamed or removed. */
import type { GroupView } from '../model/views.ts';
import type { ObjectIndex } from './object-index.ts';
import { memberName } from './object-index.ts';
import type { PublicRegion } from './public-regions.ts';
import { diskStateWord, logKernelState, plexKernelState, plexMode, plexStateWord, subdiskMode, volumeKernelState } from './record-words.ts';
import { readPolicyText } from './volume-json.ts';

type Json = Readonly<Record<string, unknown>>;

export function recordsJson(group: GroupView, objects: ObjectIndex, regions: ReadonlyMap<string, PublicRegion>): Json {
  return {
    dg: { name: group.name, guid: group.id, holders: group.holderIds.length, sequence: group.sequence },
    dm: objects.disksOf(group.id).map((disk) => ({
      name: disk.internalName, device: disk.name, guid: disk.id, type: disk.type, state: diskStateWord(disk),
      privateBytes: regions.get(disk.id)?.dataStartBytes ?? null, publicBytes: regions.get(disk.id)?.dataLengthBytes ?? null,
    })),
    v: objects.volumesOf(group.id).map((volume) => ({
      name: volume.name, guid: volume.id, kstate: volumeKernelState(volume), state: volume.state, lengthBytes: volume.lengthBytes,
      readPolicy: readPolicyText(volume.readPolicy, objects), survivesDisks: volume.survivesDisks,
      pl: objects.plexesOf(volume.id).map((plex) => ({
        name: plex.name, guid: plex.id, kstate: plexKernelState(plex, volume), state: plexStateWord(plex), lengthBytes: plex.lengthBytes,
        layout: plex.layout, columns: plex.columns, stripeUnitBytes: plex.stripeUnitBytes, mode: plexMode(plex, volume),
        sd: objects.subdisksOf(plex.id).map((subdisk) => ({
          name: subdisk.name, guid: subdisk.id, disk: memberName(subdisk, objects.disk(subdisk.diskId)),
          diskOffsetBytes: subdisk.diskOffsetBytes, lengthBytes: subdisk.lengthBytes, column: subdisk.column,
          plexOffsetBytes: subdisk.plexOffsetBytes, mode: subdiskMode(objects.disk(subdisk.diskId)),
        })),
      })),
      lg: objects.logsOf(volume.id).map((log) => ({
        name: log.name, guid: log.id, kstate: logKernelState(log, volume, objects.disk(log.diskId)), state: log.state,
        disk: memberName(log, objects.disk(log.diskId)), diskOffsetBytes: log.diskOffsetBytes, lengthBytes: log.lengthBytes,
        regionBytes: log.regionBytes,
      })),
    })),
  };
}
