/**
 * What a plan took for granted, asked once more at the commit's turn: the engine may have marked a plex STALE since. A plan
 * that would leave a volume without a good plex by then is refused, and nothing has changed.
 */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';

/** `current` is what the plan makes of `published`. Null when it may be committed. */
export function brokenPremise(published: GroupConfiguration, current: GroupConfiguration): Refusal | null {
  const had = volumesServed(published);
  const has = volumesServed(current);
  const known = new Set(published.volumes.map((volume) => volume.id));
  const lost = current.volumes.find(({ id }) => !has.has(id) && (had.has(id) || !known.has(id)));
  if (lost === undefined) return null;
  const evidence = { reason: 'a plex that the plan counted on is good no more' };
  return refusal('plan.stale', { kind: 'volume', name: lost.name, id: lost.id }, evidence,
    'Plan the command again.');
}

function volumesServed(configuration: GroupConfiguration): ReadonlySet<VolumeId> {
  return new Set(configuration.plexes.filter(({ state }) => state === 'ACTIVE' || state === 'CLEAN').map((plex) => plex.volumeId));
}
