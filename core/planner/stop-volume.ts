import type { VolumeStop } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import { cutOffWarnings, inUseRefusal } from './clients-in-the-way.ts';
import type { Drafted } from './draft.ts';
import { volumeNamed, volumeSubject } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';
import { withVolume, withVolumesStopped } from './volume-states.ts';

/** It stays stopped over restarts, until it is started. */
export function stopVolume(configuration: GroupConfiguration, command: VolumeStop, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const started = context.startedVolumeIds.has(volume.id);
  // One that should run and has no usable plex can be stopped too: it is then wanted no longer.
  if (!started && !volume.startAtImport) {
    return failure(refusal('volume.stopped', volumeSubject(volume), {}, 'Leave it as it is.'));
  }
  const inUse = inUseRefusal(command, volumeSubject(volume), [volume], context);
  if (inUse !== null) return failure(inUse);
  const wishing = withVolume(configuration, { ...volume, startAtImport: false });
  return success({
    after: withVolumesStopped(wishing, [volume], context),
    summary: [`Volume ${volume.name} is ${started ? 'flushed and ' : ''}stopped; it stays so until it is started.`],
    warnings: cutOffWarnings(volumeSubject(volume), [volume], context),
  });
}
