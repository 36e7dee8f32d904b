/**
 * Each command to whom it concerns: disks and the coming and going of groups to the host itself, all else to the runtime
 * of its group. Names are resolved here where only the host can know them, and what spans groups is checked here (disks of
 * other groups) or handed to the planners (names of groups, drive letters).
 */
import type { Command, DiskCommand, GroupCommand, PlexCommand, VolumeCommand } from '../model/command.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { parseVolumeReference } from '../model/volume-reference.ts';
import { freeDisksMaximum } from '../group/runtime-protocol.ts';
import type { DiskOpening, ExecutionResult, FreeDisk } from '../group/runtime-protocol.ts';
import { attachmentName } from './attached-disks.ts';
import type { Attachment } from './attached-disks.ts';
import type { Outcome } from './command-outcome.ts';
import { runDiskCommand } from './disk-commands.ts';
import type { DriveLetters } from './drive-letters.ts';
import { findGroup, importGroup, initGroup, joinFault, otherGroupNames } from './group-commands.ts';
import type { GroupCommandWorld } from './group-commands.ts';
import { attachmentByName, findAttachments, findVolume } from './name-resolution.ts';
import { imageSpace } from './image-space.ts';
import type { RunningGroup } from './running-groups.ts';

export interface RoutingWorld extends GroupCommandWorld {
  readonly letters: DriveLetters;
}

export interface CommandRun {
  readonly command: Command;
  readonly dryRun: boolean;
  readonly expectedSequence?: number | undefined;
  readonly actor: string;
}

type RuntimeCommand = Exclude<GroupCommand, { readonly command: 'group.init' | 'group.import' }> | PlexCommand | VolumeCommand;

export async function routeCommand(world: RoutingWorld, run: CommandRun): Promise<Result<Outcome, Refusal>> {
  const { command, dryRun, actor } = run;
  if (isDiskCommand(command)) return runDiskCommand(world, command, dryRun, actor);
  if (command.command === 'group.init') return initGroup(world, command, dryRun, actor);
  if (command.command === 'group.import') return importGroup(world, command, dryRun, actor);
  return runInGroup(world, command, run);
}

function isDiskCommand(command: Command): command is DiskCommand {
  return command.command.startsWith('disk.');
}

/** The largest size that the command could have, in bytes. */
export async function routeMaximum(world: RoutingWorld, command: Command): Promise<Result<number, Refusal>> {
  if (command.command !== 'volume.make' && command.command !== 'volume.grow') {
    return failure(refusal('argument.invalid', { kind: 'host', name: '' }, { argument: 'command', reason: 'has no size to ask about' },
      'Ask about a make or a grow.'));
  }
  const resolved = resolveNames(world, command);
  if (!resolved.ok) return resolved;
  const group = importedGroup(world, resolved.value.group);
  return group.ok ? group.value.link.queryMaximum(resolved.value) : group;
}

/** An imported group by name or id, or why there is none. */
export function importedGroup(world: GroupCommandWorld, name: string): Result<RunningGroup, Refusal> {
  const running = world.groups.find(name);
  if (running !== null) return success(running);
  const found = findGroup(world, name);
  if (!found.ok) return found;
  const { id, name: groupName, status, statusReason } = found.value;
  return failure(refusal(status === 'stopped' ? 'group.stopped' : 'group.not-imported', { kind: 'group', name: groupName, id },
    { status, reason: statusReason },
    { kind: 'command', command: { command: 'group.import', group: groupName, clearStamp: false, force: false } }));
}

async function runInGroup(world: RoutingWorld, typed: RuntimeCommand, run: CommandRun): Promise<Result<Outcome, Refusal>> {
  const resolved = resolveNames(world, typed);
  if (!resolved.ok) return resolved;
  const command = resolved.value;
  const group = importedGroup(world, command.group);
  if (!group.ok) return group;
  const joining = findAttachments(world.disks, world.store, disksToJoin(command));
  if (!joining.ok) return joining;
  const fault = joinFault(world, joining.value);
  if (fault !== null) return failure(fault);
  const disks = joining.value.map((attachment) => world.disks.openingOf(attachment));
  const result = await execute(world, group.value, command, run, disks);
  if (!run.dryRun) await settle(world, command, group.value, joining.value, result);
  return result.ok ? success({ plan: result.value, names: namesGiven(command) }) : result;
}

/** Disks outside the group that the command takes in. */
function disksToJoin(command: RuntimeCommand): readonly string[] {
  if (command.command === 'group.repldisk') return [command.replacement];
  return command.command === 'group.adddisk' ? command.disks : [];
}

function execute(
  world: RoutingWorld, group: RunningGroup, command: RuntimeCommand, run: CommandRun, disks: readonly DiskOpening[],
): Promise<ExecutionResult> {
  return group.link.execute({
    command, dryRun: run.dryRun, expectedSequence: run.expectedSequence, disks, actor: run.actor,
    lettersTaken: Object.fromEntries(world.letters.takenOutside(group.id)), otherGroupNames: otherGroupNames(world, group.id),
    freeDisks: freeDisks(world), fileSystems: takesSpace[command.command] ? imageSpace(world, group, disks) : undefined,
  });
}

/** Whether subdisks or logs may come to lie where nothing was promised before. Disks that join take their private region at once. */
const takesSpace: Readonly<Record<RuntimeCommand['command'], boolean>> = {
  'group.adddisk': false, 'group.rmdisk': true, 'group.repldisk': true, 'group.rename': false, 'group.deport': false,
  'group.destroy': false, 'group.upgrade': false, 'plex.off': false, 'plex.on': false, 'plex.fix': false,
  'volume.make': true, 'volume.delete': false, 'volume.rename': false, 'volume.start': false, 'volume.stop': false, 'volume.grow': true,
  'volume.rdpol': false, 'volume.assign': false, 'volume.access': false, 'volume.mirror': true, 'volume.rmmirror': false,
  'volume.break': false, 'volume.addlog': true, 'volume.rmlog': false, 'volume.verify': false,
};

function freeDisks({ disks }: RoutingWorld): readonly FreeDisk[] {
  const free = disks.all().filter(({ entry, inspection }) => !entry.readOnly && inspection.holds === ''
    && (inspection.header?.groupId ?? '') === '');
  return free.slice(0, freeDisksMaximum).map((attachment) => {
    const { hostName, location, enclosure, site } = disks.openingOf(attachment);
    return { hostName, sizeBytes: attachment.sizeBytes, location, enclosure, site };
  });
}

/** Disks by the names that the planners know, the volume by its name and its group. */
function resolveNames<Kind extends RuntimeCommand>(world: RoutingWorld, command: Kind): Result<Kind, Refusal> {
  let resolved = command;
  if ('volume' in command && command.command !== 'volume.make' && parseVolumeReference(command.volume).kind !== 'name') {
    const volume = findVolume(world.store, command.volume, '');
    if (!volume.ok) return volume;
    resolved = { ...resolved, group: volume.value.group, volume: volume.value.volume };
  }
  const hostNames = (names: readonly string[]): string[] => names.map((name) => {
    const attachment = attachmentByName(world.disks, name);
    return attachment === null ? name : attachmentName(attachment);
  });
  if (command.command === 'group.repldisk') {
    const [disk = command.disk, replacement = command.replacement] = hostNames([command.disk, command.replacement]);
    resolved = { ...resolved, disk, replacement };
  }
  if ('disks' in command) resolved = { ...resolved, disks: hostNames(command.disks) };
  if ('excludedDisks' in command) resolved = { ...resolved, excludedDisks: hostNames(command.excludedDisks) };
  return success(resolved);
}

/** What the host must know or let go of after the command. */
async function settle(
  world: RoutingWorld, command: RuntimeCommand, group: RunningGroup, joining: readonly Attachment[], result: ExecutionResult,
): Promise<void> {
  const members = new Set(group.status.configuration.disks.map((disk) => disk.id as string));
  const attachments = [...world.disks.originals()].filter(([diskId]) => members.has(diskId)).map(([, attachment]) => attachment);
  if (result.ok && (command.command === 'group.deport' || command.command === 'group.destroy')) {
    world.letters.giveUp(group.id);
    await world.groups.end(group.id);
    world.alerts.groupLeft(group.id);
    if (command.command === 'group.destroy') world.forgetWitness(group.id);
    await world.disks.refresh(attachments);
  } else if (joining.length > 0) {
    await world.disks.refresh(command.command === 'group.repldisk' ? [...joining, ...attachments] : joining);
  } else if (command.command === 'group.rmdisk') {
    await world.disks.refresh(attachments);
  } else {
    return;
  }
  world.refreshViews();
}

function namesGiven(command: RuntimeCommand): string[] {
  return command.command === 'volume.make' ? [command.volume] : [];
}
