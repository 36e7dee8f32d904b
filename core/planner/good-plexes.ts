/** Which plexes could serve their volume, now or once it is started. */
import { indexConfiguration } from '../model/configuration-index.ts';
import type { GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { plexIsUsable } from '../model/health.ts';
import type { PlanningContext } from './planning-context.ts';

/** In a readable state, with all their disks there and in use, by volume. */
export function goodPlexes(configuration: GroupConfiguration, context: PlanningContext): ReadonlyMap<string, readonly PlexRecord[]> {
  const index = indexConfiguration(configuration);
  const good = new Map<string, PlexRecord[]>();
  for (const plex of configuration.plexes) {
    if (!plexIsUsable(plex, index, context)) continue;
    const list = good.get(plex.volumeId);
    if (list === undefined) good.set(plex.volumeId, [plex]);
    else list.push(plex);
  }
  return good;
}

/** Volumes of these plexes that would have no good one without them; those that have none now are among them. */
export function volumesLeftWithout(
  configuration: GroupConfiguration, withoutPlexIds: ReadonlySet<string>, context: PlanningContext,
): readonly VolumeRecord[] {
  const good = goodPlexes(configuration, context);
  const touched = new Set(configuration.plexes.filter((plex) => withoutPlexIds.has(plex.id)).map((plex) => plex.volumeId));
  return configuration.volumes.filter(({ id }) =>
    touched.has(id) && (good.get(id) ?? []).every((plex) => withoutPlexIds.has(plex.id)));
}
