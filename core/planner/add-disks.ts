import type { GroupAddDisk } from '../model/command.ts';
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import { success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { groupSubject } from './find-objects.ts';
import { chooseHolders } from './holders.ts';
import { joinDisks } from './joining-disks.ts';
import type { PlanningContext } from './planning-context.ts';

export function addDisks(configuration: GroupConfiguration, command: GroupAddDisk, context: PlanningContext): Drafted {
  const joining = joinDisks({ ...command, group: configuration.name }, groupSubject(configuration), configuration.disks, context);
  if (!joining.ok) return joining;
  const disks = [...configuration.disks, ...joining.value.records];
  const joined = new Set<string>(joining.value.records.map((disk) => disk.id));
  const holders = chooseHolders(disks, (disk) => joined.has(disk.id) || canHold(configuration, disk, context), configuration.holders);
  return success({ after: { ...configuration, disks, holders }, summary: joining.value.summary });
}

/** A member that takes part in commits, or could. One that had errors is not made a holder anew. */
export function canHold(configuration: GroupConfiguration, disk: DiskRecord, context: PlanningContext): boolean {
  const works = context.presentDiskIds.has(disk.id) && !context.failedDiskIds.has(disk.id);
  return works && (!disk.failing || configuration.holders.includes(disk.id));
}

export function oneDiskWarnings(disks: readonly DiskRecord[]): readonly string[] {
  const only = disks[0];
  return disks.length === 1 && only !== undefined ? [`The only copy of the group's configuration lies on one disk, ${only.name}.`] : [];
}
