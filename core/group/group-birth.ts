/** The two ways in which a group comes to life here: it is made, or it is imported. Both end with a first commit. */
import { commandLine } from '../model/command-line.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { planInit } from '../planner/plan-command.ts';
import type { Plan } from '../planner/plan.ts';
import { commitRefusal } from './commit-refusals.ts';
import type { Committer } from './committer.ts';
import { freeMembers } from './disk-release.ts';
import { sequencesForeseen } from './foreseen-sequences.ts';
import { bringHeaderUpToDate, prepareImport } from './group-import.ts';
import { planImport, type FoundMember } from './import-plan.ts';
import { closeDisks, makeMembers, openJoiningDisks } from './joining-disks.ts';
import { MemberDisks } from './member-disks.ts';
import { planningContext } from './planning-facts.ts';
import { diskInAnotherFile } from './runtime-alerts.ts';
import type { RuntimeBirth } from './runtime-protocol.ts';
import type { RuntimeWorld } from './runtime-world.ts';
import { startVolumes, type VolumeStart } from './volume-start.ts';

export interface GroupBirth {
  /** What is carried out: a dry run shows the same. */
  readonly plan: Plan;
  /** The configuration that the first commit builds on. */
  readonly configuration: GroupConfiguration;
  readonly sequenceFloor: number;
  readonly foreseenSequence: number;
  /** What this host had seen published before. */
  readonly witnessSequence: number;
  readonly disks: MemberDisks;
  /** Members that are not taken in though they are there; why, as the end of a sentence. */
  readonly cutShort: ReadonlyMap<DiskId, string>;
  /** Afterwards the group is ours and published. The answer says which volumes are to be opened. */
  firstCommit(committer: Committer): Promise<Result<VolumeStart, Refusal>>;
}

export async function formGroup(
  birth: RuntimeBirth & { readonly kind: 'init' }, world: RuntimeWorld,
): Promise<Result<GroupBirth, Refusal>> {
  const { command } = birth;
  invariant(command.command === 'group.init', 'a group is formed by its command');
  const joining = await openJoiningDisks(world, birth.disks);
  if (!joining.ok) return joining;
  const disks = new MemberDisks();
  const none = new Set<VolumeId>();
  const { host, random, exports } = world;
  const facts = { host, random, exports, disks, startedVolumeIds: none, syncingVolumeIds: none };
  const planned = planInit(command, planningContext(null, facts, joining.value));
  if (!planned.ok) {
    closeDisks(joining.value);
    return planned;
  }
  const { after } = planned.value;
  invariant(after !== null, 'there is a group after its init');
  const made = await makeMembers(disks, joining.value, null, after, world);
  if (!made.ok) {
    closeDisks(joining.value);
    return made;
  }
  return success({
    plan: planned.value, configuration: after, sequenceFloor: 0, foreseenSequence: sequencesForeseen, witnessSequence: 0,
    disks, cutShort: new Map(),
    firstCommit: async (committer) => {
      // A copy: to answer with the configuration that the committer began with means that there is nothing to do.
      const committed = await committer.commit(() => success({ ...after }), {
        by: 'administrator', note: { command: commandLine(planned.value.command), actor: birth.actor },
      });
      if (committed.ok) return success(startVolumes(committed.value, new Set(), disks.usableIds(), () => world.random.guid()));
      await freeMembers(disks.all(), world);
      return failure(commitRefusal(committed.error, after));
    },
  });
}

function membersAsFound(disks: MemberDisks): ReadonlyMap<DiskId, FoundMember> {
  return new Map(disks.all().map(({ header, opening, doubtful }) => [header.diskId, {
    location: opening.location, failed: doubtful, inAnotherFile: opening.inAnotherFile === true,
  }]));
}

/**
 * The stamps go into the headers first, so that a host that still thinks itself the owner freezes at its next commit;
 * the committer writes the raised serial numbers last, when every holder and the witness know them.
 */
export async function importGroup(
  birth: RuntimeBirth & { readonly kind: 'import' }, world: RuntimeWorld,
): Promise<Result<GroupBirth, Refusal>> {
  const { command } = birth;
  invariant(command.command === 'group.import', 'a group is imported by its command');
  const prepared = await prepareImport(birth, command, world);
  if (!prepared.ok) return prepared;
  const { decision, disks, damaged } = prepared.value;
  const facts = { host: world.host, members: membersAsFound(disks), newMapId: () => world.random.guid() };
  const { plan, start, doubtfulDiskIds } = planImport(command, decision, facts);
  const { after } = plan;
  invariant(after !== null, 'there is a group after its import');
  const firstCommit = async (committer: Committer): Promise<Result<VolumeStart, Refusal>> => {
    await Promise.all(disks.all().map(async (member) => {
      const error = await bringHeaderUpToDate(member, { stamp: world.host }, world,
        damaged.includes(member) ? 'take and write anyway' : 'take');
      if (error !== null) member.leftOut = true;
    }));
    for (const { opening, header } of disks.all()) if (opening.inAnotherFile === true) world.alert(diskInAnotherFile(after, header.diskId));
    for (const member of disks.all()) member.doubtful = doubtfulDiskIds.has(member.header.diskId);
    const committed = await committer.commit(() => success(after),
      { by: 'engine', note: { command: commandLine(command), actor: birth.actor } });
    return committed.ok ? success(start) : failure(commitRefusal(committed.error, after));
  };
  const { configuration, sequenceFloor, cutShort } = decision;
  const { witnessSequence, foreseenSequence } = birth;
  return success({ plan, configuration, sequenceFloor, foreseenSequence, witnessSequence, disks, cutShort, firstCommit });
}
