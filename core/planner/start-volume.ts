import type { VolumeStart } from '../model/command.ts';
import type { GroupConfiguration, VolumeRecord } from '../model/configuration.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import { plexIsUsable, volumeHealth } from '../model/health.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { volumeNamed, volumeSubject } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';
import { withVolume, withVolumeStarted } from './volume-states.ts';

/** The wish to be started is kept over restarts and moves. */
export function startVolume(configuration: GroupConfiguration, command: VolumeStart, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  if (context.startedVolumeIds.has(volume.id)) {
    return failure(refusal('volume.started', volumeSubject(volume), {}, 'Leave it as it is.'));
  }
  const index = indexConfiguration(configuration);
  if (!(index.plexesByVolume.get(volume.id) ?? []).some((plex) => plexIsUsable(plex, index, context))) {
    const reason = volumeHealth(volume, index, context).reason;
    return failure(refusal('volume.failed', volumeSubject(volume), { reason }, 'Bring its disks back, then try again.'));
  }
  const wishing = withVolume(configuration, { ...volume, startAtImport: true });
  const after = withVolumeStarted(wishing, volume);
  const syncs = after.volumes.some((other) => other.id === volume.id && other.state === 'SYNC');
  return success({
    after,
    summary: [`Volume ${volume.name} is started.`, ...(syncs ? [`It was in use at a crash: its plexes are made equal meanwhile.`] : [])],
    bytesToCopy: syncs ? copiedBytes(after, volume) : 0,
  });
}

/** One plex is read, all others are written. */
function copiedBytes(after: GroupConfiguration, volume: VolumeRecord): number {
  const active = after.plexes.filter((plex) => plex.volumeId === volume.id && plex.state === 'ACTIVE').length;
  return volume.lengthBytes * Math.max(0, active - 1);
}
