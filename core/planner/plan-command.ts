/**
 * The way into the planners. `planInit` plans the one command that has no configuration yet; `planCommand` plans every
 * other command of a group or of its volumes on the configuration as it is now. Both are pure: they answer with a `Plan`
 * or a `Refusal` and change nothing, so the console may call them for a menu entry, the command line for `--dry-run`, and
 * the runtime for the real thing, with one result. The runtime takes `plan.after`, gives it the next sequence and a commit
 * id, zeroes `plan.zero`, commits, and then brings what runs in line with what is written (starts the volumes that want to
 * be started and are new, grown or named by `volume.start`; disconnects clients that a forced command gave up). `after` is
 * null in one case only: `group.destroy`, after which there is no group. `group.import` is not planned here: it reads disks.
 * `queryMaximum` in `query-maximum.ts` answers how large a make or a grow may be, by the same rules.
 */
import type { Command, DiskResize, DiskSet, GroupCommand, GroupInit, PlexCommand, VolumeCommand } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { violatedInvariants } from '../model/configuration-invariants.ts';
import { invariant } from '../model/invariant.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import { addDisks } from './add-disks.ts';
import { addLogs } from './add-logs.ts';
import { assignLetter } from './assign-letter.ts';
import { breakVolume } from './break-volume.ts';
import { deleteVolume } from './delete-volume.ts';
import { deportGroup } from './deport-group.ts';
import { destroyGroup } from './destroy-group.ts';
import { mirrorVolume } from './mirror-volume.ts';
import { planOf } from './draft.ts';
import type { Drafted } from './draft.ts';
import { groupSubject } from './find-objects.ts';
import { fixPlexes } from './fix-plexes.ts';
import { growVolume } from './grow-volume.ts';
import { initGroup } from './init-group.ts';
import { makeVolume } from './make-volume.ts';
import type { Planned } from './plan.ts';
import type { PlanningContext } from './planning-context.ts';
import { bringPlexesOn, takePlexesOff } from './mend-plexes.ts';
import { removeLogs } from './remove-log.ts';
import { removeMirrors } from './remove-mirror.ts';
import { removeDisks } from './remove-disks.ts';
import { renameGroup } from './rename-group.ts';
import { renameVolume } from './rename-volume.ts';
import { replaceDisk } from './replace-disk.ts';
import { resizeDisk } from './resize-disk.ts';
import { setAccess } from './set-access.ts';
import { setDiskTags } from './set-disk-tags.ts';
import { setReadPolicy } from './set-read-policy.ts';
import { sparseSpaceWarnings } from './sparse-space.ts';
import { startVolume } from './start-volume.ts';
import { stopVolume } from './stop-volume.ts';
import { upgradeGroup } from './upgrade-group.ts';
import { verifyVolume } from './verify-volume.ts';

/** `disk.set` and `disk.resize` belong here when the disk is a member: its tags and its size lie in the configuration. */
export type PlannableCommand = GroupCommand | PlexCommand | VolumeCommand | DiskSet | DiskResize;

/** Whether it is a command of a group; the others are the host's own. */
export function isPlannable(command: Command): command is PlannableCommand {
  return /^(group|volume|plex)\./.test(command.command) || command.command === 'disk.set' || command.command === 'disk.resize';
}

export function planInit(command: GroupInit, context: PlanningContext): Planned {
  return planned(command, 0, initGroup(command, context));
}

/** `group.init` and `group.import` bring a configuration to life and are refused on one that lives. */
export function planCommand(configuration: GroupConfiguration, command: PlannableCommand, context: PlanningContext): Planned {
  const drafted = draft(configuration, command, context);
  const after = drafted.ok ? drafted.value.after : null;
  const short = after === null ? [] : sparseSpaceWarnings(configuration, after, context.fileSystems ?? []);
  const plan = planned(command, configuration.sequence, drafted);
  return plan.ok && short.length > 0 ? success({ ...plan.value, warnings: [...plan.value.warnings, ...short] }) : plan;
}

function planned(command: PlannableCommand, sequence: number, drafted: Drafted): Planned {
  if (!drafted.ok) return drafted;
  const faults = drafted.value.after === null ? [] : violatedInvariants(drafted.value.after);
  invariant(faults.length === 0, `the plan of ${command.command} breaks: ${faults.join(' ')}`);
  return success(planOf(command, sequence, drafted.value));
}

function draft(configuration: GroupConfiguration, command: PlannableCommand, context: PlanningContext): Drafted {
  switch (command.command) {
    case 'group.init':
    case 'group.import': return failure(refusal('group.imported', groupSubject(configuration), {}, 'Leave it as it is.'));
    case 'group.adddisk': return addDisks(configuration, command, context);
    case 'group.rmdisk': return removeDisks(configuration, command, context);
    case 'group.repldisk': return replaceDisk(configuration, command, context);
    case 'group.rename': return renameGroup(configuration, command, context);
    case 'group.deport': return deportGroup(configuration, command, context);
    case 'group.upgrade': return upgradeGroup(configuration, command);
    case 'group.destroy': return destroyGroup(configuration, command, context);
    case 'volume.make': return makeVolume(configuration, command, context);
    case 'volume.delete': return deleteVolume(configuration, command, context);
    case 'volume.rename': return renameVolume(configuration, command);
    case 'volume.start': return startVolume(configuration, command, context);
    case 'volume.stop': return stopVolume(configuration, command, context);
    case 'volume.grow': return growVolume(configuration, command, context);
    case 'volume.rdpol': return setReadPolicy(configuration, command);
    case 'volume.assign': return assignLetter(configuration, command, context);
    case 'volume.access': return setAccess(configuration, command, context);
    case 'volume.mirror': return mirrorVolume(configuration, command, context);
    case 'volume.rmmirror': return removeMirrors(configuration, command, context);
    case 'volume.break': return breakVolume(configuration, command, context);
    case 'volume.addlog': return addLogs(configuration, command, context);
    case 'volume.rmlog': return removeLogs(configuration, command, context);
    case 'volume.verify': return verifyVolume(configuration, command, context);
    case 'disk.set': return setDiskTags(configuration, command, context);
    case 'disk.resize': return resizeDisk(configuration, command, context);
    case 'plex.off': return takePlexesOff(configuration, command, context);
    case 'plex.on': return bringPlexesOn(configuration, command);
    case 'plex.fix': return fixPlexes(configuration, command, context);
  }
}
