/**
 * Bringing groups to life and letting them go: init and import start a runtime, deport and destroy end one. What only the
 * host can know is checked here before a command is handed on: names of other groups, copies, disks in use elsewhere.
 */
import { randomUUID } from 'node:crypto';
import { frozenRefusal } from '../group/frozen-group.ts';
import type { ImportDecision } from '../group/import-decision.ts';
import { planImport, type FoundMember } from '../group/import-plan.ts';
import type { DiskOpening, RuntimeSettings } from '../group/runtime-protocol.ts';
import type { GroupImport, GroupInit } from '../model/command.ts';
import type { HostStamp } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { groupNameFault, sameName } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { planInit } from '../planner/plan-command.ts';
import type { CandidateDisk } from '../planner/planning-context.ts';
import { attachmentName } from './attached-disks.ts';
import type { Attachment } from './attached-disks.ts';
import type { DiskCommandWorld, Outcome } from './command-outcome.ts';
import { groupOf } from './disk-attaching.ts';
import { decideFound } from './group-registry.ts';
import type { FoundGroup } from './group-registry.ts';
import { attachmentByName, findAttachments } from './name-resolution.ts';
import { adviceForUnknown } from './nearest-names.ts';
import type { WitnessVote } from './witness-store.ts';

export interface GroupCommandWorld extends DiskCommandWorld {
  readonly host: HostStamp;
  found(): readonly FoundGroup[];
  vote(groupId: string): WitnessVote;
  forgetWitness(groupId: string): void;
  settings(groupId: string): RuntimeSettings;
}

export async function initGroup(
  world: GroupCommandWorld, command: GroupInit, dryRun: boolean, actor: string,
): Promise<Result<Outcome, Refusal>> {
  const attachments = findAttachments(world.disks, world.store, command.disks);
  if (!attachments.ok) return attachments;
  const fault = joinFault(world, attachments.value);
  if (fault !== null) return failure(fault);
  const named = { ...command, disks: attachments.value.map(attachmentName) };
  const planned = planInit(named, {
    newGuid: randomUUID, host: world.host, disks: attachments.value.map((attachment) => candidateOf(world, attachment)),
      presentDiskIds: new Set(),
    failedDiskIds: new Set(), clientsByVolumeId: new Map(), startedVolumeIds: new Set(), lettersTaken: new Map(),
    otherGroupNames: otherGroupNames(world, ''), syncingVolumeIds: new Set(),
  });
  if (!planned.ok) return planned;
  if (dryRun) return success({ plan: planned.value, names: [] });
  const disks = attachments.value.map((attachment) => world.disks.openingOf(attachment));
  const born = await world.groups.bear(command.group, { kind: 'init', command: named, disks, actor }, world.settings(''));
  await world.disks.refresh(attachments.value);
  world.refreshViews();
  return born.ok ? success({ plan: born.value, names: [command.group] }) : born;
}

/** Why these disks may not join a group; the planners look at the rest. */
export function joinFault({ disks, groups }: DiskCommandWorld, attachments: readonly Attachment[]): Refusal | null {
  for (const attachment of attachments) {
    const subject = { kind: 'disk', name: attachmentName(attachment) } as const;
    const original = disks.originalOf(attachment);
    if (original !== '') {
      return refusal('disk.copied', subject, { original },
        { kind: 'command', command: { command: 'disk.renewids', locations: [attachment.place.location] } });
    }
    const group = groupOf(groups, attachment);
    if (group !== null) {
      return refusal('disk.in-group', subject, { group: group.name },
        'Take it out of that group first: vxdg rmdisk, or destroy or deport the group.');
    }
  }
  return null;
}

function candidateOf({ disks, groups }: DiskCommandWorld, attachment: Attachment): CandidateDisk {
  const { header, holds } = attachment.inspection;
  const { hostName, location, readOnly, enclosure, site } = disks.openingOf(attachment);
  return {
    hostName, internalName: '', diskId: header?.diskId ?? '', sizeBytes: attachment.sizeBytes, readOnly, location, enclosure, site, holds,
    groupName: header?.groupName ?? '', groupImported: groupOf(groups, attachment) !== null, attached: true,
  };
}

/** Names of all groups that this host sees, but of this one. */
export function otherGroupNames(world: GroupCommandWorld, exceptId: string): string[] {
  const running = world.groups.all().filter(({ id }) => id !== exceptId).map(({ name }) => name);
  return [...running, ...world.found().filter(({ id }) => id !== exceptId).map(({ name }) => name)];
}

/** `actor` is empty when the host does it by itself. */
export async function importGroup(
  world: GroupCommandWorld, command: GroupImport, dryRun: boolean, actor: string,
): Promise<Result<Outcome, Refusal>> {
  const running = world.groups.find(command.group);
  if (running !== null) {
    const { frozenBecause } = running.status;
    if (frozenBecause !== '') return failure(frozenRefusal(running, frozenBecause));
    return failure(refusal('group.imported', { kind: 'group', name: running.name, id: running.id }, {}, 'It can be used as it is.'));
  }
  const group = await findGroupAnew(world, command.group);
  if (!group.ok) return group;
  return importFound(world, command, group.value, dryRun, actor);
}

/** Disks may have been written to elsewhere since the host looked at them. */
async function findGroupAnew(world: GroupCommandWorld, name: string): Promise<Result<FoundGroup, Refusal>> {
  const known = findGroup(world, name);
  if (!known.ok) return known;
  await world.disks.refresh(known.value.attachments);
  world.refreshViews();
  return findGroup(world, known.value.id);
}

/** The side of a fork may be named by any name of a disk of it. */
function withSideById({ disks }: GroupCommandWorld, command: GroupImport, { attachments, configuration }: FoundGroup): GroupImport {
  const { selectedCopy } = command;
  if (selectedCopy === undefined) return command;
  const attachment = attachmentByName(disks, selectedCopy);
  const named = configuration?.disks.find((disk) => sameName(disk.name, selectedCopy))?.id;
  const found = attachment !== null && attachments.includes(attachment) ? attachment.inspection.header?.diskId : named;
  return { ...command, selectedCopy: found ?? selectedCopy };
}

async function importFound(
  world: GroupCommandWorld, typed: GroupImport, group: FoundGroup, dryRun: boolean, actor: string,
): Promise<Result<Outcome, Refusal>> {
  const command = withSideById(world, typed, group);
  const nameFault = newNameFault(world, group.id, command.newName ?? group.name, command.newName !== undefined);
  if (nameFault !== null) return failure(nameFault);
  const vote = world.vote(group.id);
  const decision = decideFound(group, world.host, vote, command);
  if (!decision.ok) return decision;
  const unwritable = unwritableFault(group, decision.value);
  if (unwritable !== null) return failure(unwritable);
  const named = { ...command, group: group.name };
  if (dryRun) {
    const facts = { host: world.host, members: membersAsFound(group, decision.value), newMapId: randomUUID };
    return success({ plan: planImport(named, decision.value, facts).plan, names: [] });
  }
  const disks: readonly DiskOpening[] = group.attachments.map((attachment) => world.disks.openingOf(attachment));
  const birth = { kind: 'import', command: named, disks, groupId: group.id, ...vote, actor } as const;
  const born = await world.groups.bear(group.name, birth, world.settings(group.id));
  if (born.ok) world.disks.tookIn(group.attachments);
  else await world.disks.refresh(group.attachments);
  world.refreshViews();
  return born.ok ? success({ plan: born.value, names: [command.newName ?? group.name] }) : born;
}

function membersAsFound({ attachments }: FoundGroup, { presentDiskIds }: ImportDecision): ReadonlyMap<DiskId, FoundMember> {
  return new Map(attachments.flatMap(({ place: { location }, inAnotherFile, inspection: { header } }) => {
    if (header === null || !presentDiskIds.has(header.diskId)) return [];
    return [[header.diskId, { location, failed: header.failed, inAnotherFile }] as const];
  }));
}

/** An import writes its stamp, so that it needs one disk that can be written. */
function unwritableFault({ id, name, attachments }: FoundGroup, { presentDiskIds }: ImportDecision): Refusal | null {
  const present: ReadonlySet<string> = presentDiskIds;
  const members = attachments.filter(({ inspection }) => present.has(inspection.header?.diskId ?? ''));
  if (members.some(({ entry }) => !entry.readOnly)) return null;
  return refusal('group.read-only', { kind: 'group', name, id },
    { disks: members.map(attachmentName), reason: 'its disks are attached read-only, and an import writes to them' },
    'Detach a disk of the group and attach it without -r.');
}

/** A found group by name or id. */
export function findGroup(world: GroupCommandWorld, name: string): Result<FoundGroup, Refusal> {
  const found = world.found().filter((group) => group.id === name || sameName(group.name, name));
  const [group] = found;
  const subject = { kind: 'group', name } as const;
  if (group === undefined) {
    const known = otherGroupNames(world, '');
    return failure(refusal('group.unknown', subject, { known: known.slice(0, 8) }, adviceForUnknown('disk group', name, known)));
  }
  if (found.length === 1) return success(group);
  return failure(refusal('group.unknown', subject, { ids: found.map(({ id }) => id), reason: 'several groups have that name' },
    `Name it by its id: ${found.map(({ id }) => id).join(' or ')}.`));
}

export function newNameFault(world: GroupCommandWorld, groupId: string, name: string, given: boolean): Refusal | null {
  const subject = { kind: 'group', name } as const;
  const fault = given ? groupNameFault(name) : '';
  if (fault !== '') return refusal('name.invalid', subject, { reason: fault }, 'Choose another name.');
  const taken = given ? otherGroupNames(world, groupId) : world.groups.all().map((group) => group.name);
  if (!taken.some((other) => sameName(other, name))) return null;
  return refusal('name.exists', subject, {}, given ? 'Choose another name.' : 'Import it under another name with -n NAME.');
}
