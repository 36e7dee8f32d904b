import { clientNames } from '../model/client-names.ts';
import type { VolumeAccess } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { volumeNamed } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';
import { withVolume } from './volume-states.ts';

/** Clients stay connected; from then on their writes fail with EPERM, or pass again. */
export function setAccess(configuration: GroupConfiguration, command: VolumeAccess, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const clients = clientNames(context.clientsByVolumeId.get(volume.id) ?? []);
  const warnings = command.readOnly && !volume.readOnly ? clients.map((client) => `Writes of ${client} will fail.`) : [];
  return success({
    after: withVolume(configuration, { ...volume, readOnly: command.readOnly }),
    summary: [`Volume ${volume.name} ${command.readOnly ? 'is read-only' : 'can be written'}.`],
    warnings,
  });
}
