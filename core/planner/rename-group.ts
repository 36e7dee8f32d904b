import type { GroupRename } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { failure, success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { groupNameRefusal } from './group-names.ts';
import type { PlanningContext } from './planning-context.ts';

/** Connections go on; exports get the new name beside their GUID. */
export function renameGroup(configuration: GroupConfiguration, command: GroupRename, context: PlanningContext): Drafted {
  const unfit = groupNameRefusal(command.newName, context);
  if (unfit !== null) return failure(unfit);
  return success({
    after: { ...configuration, name: command.newName },
    summary: [`Disk group ${configuration.name} is called ${command.newName}.`],
  });
}
