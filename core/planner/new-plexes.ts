/** Records of new plexes of a volume: names, states, and the subdisks that were found for them. */
import type { ColumnPieces } from '../geometry/allocation.ts';
import type { GroupConfiguration, PlexRecord, PlexState, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import type { PlexId } from '../model/identity.ts';
import { firstFreeName, nameKey } from '../model/name-rules.ts';
import { SubdiskMaker, numberedName } from './new-subdisks.ts';
import type { PlanningContext } from './planning-context.ts';

export interface NewPlexLayout {
  readonly plexes: number;
  /** Of each. */
  readonly columns: number;
  /** 0 when concatenated. */
  readonly stripeUnitBytes: number;
  readonly state: PlexState;
}

export interface NewPlexes {
  readonly plexes: readonly PlexRecord[];
  readonly subdisks: readonly SubdiskRecord[];
}

/** `pieces` as the allocation gives them: all columns of the first plex first. */
export function newPlexes(
  configuration: GroupConfiguration, volume: VolumeRecord, layout: NewPlexLayout, pieces: readonly ColumnPieces[],
  context: PlanningContext,
): NewPlexes {
  const names = new Set(configuration.plexes.map((plex) => nameKey(plex.name)));
  const maker = new SubdiskMaker(configuration, context);
  const plexes: PlexRecord[] = [];
  const subdisks: SubdiskRecord[] = [];
  for (let index = 0; index < layout.plexes; index++) {
    const name = firstFreeName((number) => numberedName(volume.name, number), names);
    names.add(nameKey(name));
    const plex: PlexRecord = {
      id: context.newGuid() as PlexId,
      name,
      volumeId: volume.id,
      layout: layout.stripeUnitBytes === 0 ? 'concatenated' : 'striped',
      columns: layout.columns,
      stripeUnitBytes: layout.stripeUnitBytes,
      state: layout.state,
      missed: null,
    };
    plexes.push(plex);
    for (let column = 0; column < layout.columns; column++) {
      subdisks.push(...maker.make({ plexId: plex.id, column, columnOffsetBytes: 0 }, pieces[index * layout.columns + column] ?? []));
    }
  }
  return { plexes, subdisks };
}
