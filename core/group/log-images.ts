/**
 * New logs are on the medium, whole, before the commit that brings them into use (docs/decisions/0007): whoever starts the volume
 * from that configuration finds them saying that everything is marked.
 */
import { encodeNewLog } from '../format/map-log.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { writeBytesDurably } from './device-promises.ts';
import type { MemberDisks } from './member-disks.ts';
import { diskSubject } from './runtime-alerts.ts';

/** The logs of `after` that `before` does not have. Null, or why one could not be written. */
export async function writeNewLogs(before: GroupConfiguration, after: GroupConfiguration, disks: MemberDisks): Promise<Refusal | null> {
  const known = new Set(before.logs.map((log) => log.id));
  const regionBytes = new Map(after.volumes.map((volume) => [volume.id, volume.mapRegionBytes]));
  for (const log of after.logs.filter(({ id }) => !known.has(id))) {
    const device = disks.device(log.diskId);
    const error = device === null ? { code: 'EIO', message: 'the disk is missing' } as const
      : await writeBytesDurably(device, log.diskOffsetBytes, encodeNewLog(log.id, regionBytes.get(log.volumeId) ?? 0));
    if (error === null) continue;
    return refusal(error.code === 'ENOSPC' ? 'space.host-full' : 'io.failed', diskSubject(after, log.diskId),
      { error: error.code, message: error.message },
      error.code === 'ENOSPC' ? 'Free space under the disk, then repeat the command.'
        : 'Check the disk, or name others, then repeat the command.');
  }
  return null;
}
