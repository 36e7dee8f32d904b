import type { GroupInit } from '../model/command.ts';
import { configurationVersion } from '../model/configuration.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { CommitId, GroupId } from '../model/identity.ts';
import { failure, success } from '../model/result.ts';
import { oneDiskWarnings } from './add-disks.ts';
import type { Drafted } from './draft.ts';
import { groupNameRefusal } from './group-names.ts';
import { chooseHolders } from './holders.ts';
import { joinDisks } from './joining-disks.ts';
import type { PlanningContext } from './planning-context.ts';

/** The configuration has sequence 0 and no commit id: its first commit gives both. */
export function initGroup(command: GroupInit, context: PlanningContext): Drafted {
  const unfit = groupNameRefusal(command.group, context);
  if (unfit !== null) return failure(unfit);
  const joining = joinDisks(command, { kind: 'group', name: command.group }, [], context);
  if (!joining.ok) return joining;
  const disks = joining.value.records;
  const after: GroupConfiguration = {
    version: configurationVersion, id: context.newGuid() as GroupId, name: command.group, sequence: 0, commitId: '' as CommitId,
    stamp: context.host, noAutoImport: false, holders: chooseHolders(disks, () => true, []), disks, volumes: [], plexes: [], subdisks: [],
    logs: [],
  };
  return success({
    after,
    summary: [`Disk group ${command.group} is made on this host.`, ...joining.value.summary],
    warnings: oneDiskWarnings(disks),
  });
}
