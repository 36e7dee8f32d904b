import type { GroupDeport } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { failure, success } from '../model/result.ts';
import { cutOffWarnings, inUseRefusal } from './clients-in-the-way.ts';
import type { Drafted } from './draft.ts';
import { groupSubject } from './find-objects.ts';
import { groupNameRefusal } from './group-names.ts';
import type { PlanningContext } from './planning-context.ts';
import { withVolumesStopped } from './volume-states.ts';

/** Afterwards no host owns the group. The volumes' wish to be started goes with it. */
export function deportGroup(configuration: GroupConfiguration, command: GroupDeport, context: PlanningContext): Drafted {
  const name = command.newName ?? configuration.name;
  const unfit = command.newName === undefined ? null : groupNameRefusal(name, context);
  if (unfit !== null) return failure(unfit);
  const subject = groupSubject(configuration);
  const inUse = inUseRefusal(command, subject, configuration.volumes, context);
  if (inUse !== null) return failure(inUse);
  const started = configuration.volumes
    .filter((volume) => context.startedVolumeIds.has(volume.id))
    .map((volume) => `Volume ${volume.name} is stopped.`);
  const renamed = name === configuration.name ? [] : [`Disk group ${configuration.name} is called ${name}.`];
  return success({
    after: { ...withVolumesStopped(configuration, configuration.volumes, context), name, stamp: null },
    summary: [...started, ...renamed, `Disk group ${name} belongs to no host; its disks can be moved.`],
    warnings: cutOffWarnings(subject, configuration.volumes, context),
  });
}
