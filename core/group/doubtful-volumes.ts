/**
 * Volumes whose only copy lies on a disk of which an earlier process saw a flush fail. What such a disk shows may be in the
 * system's cache only, and counts there as written: a flush would report success and keep nothing. So every byte is read
 * and written again before the volume starts; then a flush tells the truth.
 */
import type { IoError } from '../device/ports.ts';
import { belongingTo } from '../model/configuration-index.ts';
import type { GroupConfiguration, SubdiskRecord } from '../model/configuration.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import { mebibyte } from '../model/limits.ts';
import { completed, flushDevice } from './device-promises.ts';
import type { MemberDisks } from './member-disks.ts';
import { volumeSubject } from './runtime-alerts.ts';
import type { TaskList } from './task-list.ts';
import { indexOf } from './volume-definitions.ts';

const pieceBytes = mebibyte;

/** Subdisks of the volume's ACTIVE plexes that lie on doubtful disks; none for a volume that was stopped clean. */
function doubtfulSubdisks(configuration: GroupConfiguration, volumeId: VolumeId, doubtful: ReadonlySet<DiskId>): readonly SubdiskRecord[] {
  const index = indexOf(configuration);
  if (index.volumeById.get(volumeId)?.state === 'CLEAN') return [];
  const plexes = belongingTo(index.plexesByVolume, volumeId).filter((plex) => plex.state === 'ACTIVE');
  return plexes.flatMap((plex) => belongingTo(index.subdisksByPlex, plex.id)).filter((subdisk) => doubtful.has(subdisk.diskId));
}

export function isDoubtful(configuration: GroupConfiguration, volumeId: VolumeId, disks: MemberDisks): boolean {
  return doubtfulSubdisks(configuration, volumeId, disks.doubtfulIds()).length > 0;
}

const stopping: IoError = { code: 'ESHUTDOWN', message: 'the group is being closed' };

/** `progress` answers false to give up. */
async function rewrite(subdisk: SubdiskRecord, disks: MemberDisks, progress: (bytes: number) => boolean): Promise<IoError | null> {
  const device = disks.device(subdisk.diskId);
  if (device === null) return { code: 'EIO', message: 'the disk is missing' };
  const buffer = new Uint8Array(pieceBytes);
  for (let at = 0; at < subdisk.lengthBytes; at += pieceBytes) {
    const bytes = Math.min(pieceBytes, subdisk.lengthBytes - at);
    const offset = subdisk.diskOffsetBytes + at;
    const error = await completed((done) => device.read(buffer, 0, offset, bytes, done))
      ?? await completed((done) => device.write(buffer, 0, offset, bytes, done));
    if (error !== null) return error;
    if (!progress(bytes)) return stopping;
  }
  return flushDevice(device);
}

/** Null when all that the volume shows is on the medium. The volume must not be started. */
export async function rewriteVolume(
  configuration: GroupConfiguration, volumeId: VolumeId, disks: MemberDisks, tasks: TaskList, givenUp: () => boolean,
): Promise<IoError | null> {
  const subdisks = doubtfulSubdisks(configuration, volumeId, disks.doubtfulIds());
  const totalBytes = subdisks.reduce((sum, subdisk) => sum + subdisk.lengthBytes, 0);
  let doneBytes = 0;
  const task = tasks.begin({
    name: 'Rewrite', subject: volumeSubject(configuration, volumeId), copies: 'full', progress: () => ({ doneBytes, totalBytes }),
    cause: 'A flush of its disk failed, and there is no other copy: what can be read is written again before the volume starts.',
  });
  for (const subdisk of subdisks) {
    const error = await rewrite(subdisk, disks, (bytes) => {
      doneBytes += bytes;
      return !givenUp();
    });
    if (error === null) continue;
    tasks.end(task, 'failed', error.message);
    return error;
  }
  tasks.end(task, 'done', '');
  return null;
}
