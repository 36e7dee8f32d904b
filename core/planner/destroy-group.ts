import type { GroupDestroy } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { cutOffWarnings, inUseRefusal } from './clients-in-the-way.ts';
import type { Drafted } from './draft.ts';
import { groupSubject } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';

/** The one plan whose `after` is null: there is no group afterwards. */
export function destroyGroup(configuration: GroupConfiguration, command: GroupDestroy, context: PlanningContext): Drafted {
  const subject = groupSubject(configuration);
  const inUse = inUseRefusal(command, subject, configuration.volumes, context);
  if (inUse !== null) return failure(inUse);
  const volumes = configuration.volumes.map((volume) => volume.name);
  if (volumes.length > 0 && !command.force) {
    return failure(refusal('group.has-volumes', subject, { volumes }, { kind: 'command', command: { ...command, force: true } }));
  }
  return success({
    after: null,
    summary: [
      ...configuration.volumes.map((volume) => `Volume ${volume.name} (${formatSize(volume.lengthBytes)}) and all its data are lost.`),
      `Disk group ${configuration.name} is gone; its ${configuration.disks.length} disks are free.`,
    ],
    warnings: cutOffWarnings(subject, configuration.volumes, context),
  });
}
