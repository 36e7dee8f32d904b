/**
 * The runtime of one disk group: its configuration, its disks, its volumes and tasks, in one thread (design rule 3).
 * Commands run one at a time; the marks of failures pass between them. The parts are in the files that this one ties
 * together. A group that was deported or destroyed, and one that was closed, is of no further use.
 */
import type { Command, VolumeVerify } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { HistoryAnswer, HistoryQuestion } from '../model/history.ts';
import type { VolumeId } from '../model/identity.ts';
import { BrokenInvariant } from '../model/invariant.ts';
import { sameName } from '../model/name-rules.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { TaskView } from '../model/views.ts';
import { isPlannable, planCommand } from '../planner/plan-command.ts';
import type { Plan } from '../planner/plan.ts';
import type { PlanningContext } from '../planner/planning-context.ts';
import { queryMaximum } from '../planner/query-maximum.ts';
import { Committer } from './committer.ts';
import { holderTimeoutMilliseconds, within } from './device-promises.ts';
import { frozenRefusal, lettingGo } from './frozen-group.ts';
import { formGroup, importGroup, type GroupBirth } from './group-birth.ts';
import { bringHeaderUpToDate } from './group-import.ts';
import { answerHistory, pastConfiguration } from './history-answers.ts';
import { HistoryWriter } from './history-writer.ts';
import { closeDisks, makeMembers, openJoiningDisks } from './joining-disks.ts';
import { MemberChanges, takesBack, type MemberRequest } from './member-changes.ts';
import type { MemberDisks } from './member-disks.ts';
import { GroupCounting } from './group-counting.ts';
import { freeMembers } from './disk-release.ts';
import { executePlan } from './plan-execution.ts';
import { planningContext, type JoiningDisk } from './planning-facts.ts';
import { RunningVolumes } from './running-volumes.ts';
import { diskCutShort, diskFailed, groupFrozen, groupSubject, holderLeftOut } from './runtime-alerts.ts';
import type { DiskOpening, Execution, ExecutionResult, RuntimeBirth, RuntimeStatus } from './runtime-protocol.ts';
import { buildStatus } from './runtime-status.ts';
import type { RuntimeWorld } from './runtime-world.ts';
import { StatusSender } from './status-sender.ts';
import { TaskList, type TaskQuestion } from './task-list.ts';
import { noteHolders, TaskNotes } from './task-notes.ts';
import { verdictOn } from './task-verdicts.ts';
import { VolumeFailures } from './volume-failures.ts';
import { WaitingVolumes } from './waiting-volumes.ts';

/** Commands that wait for the one that runs; more are refused. */
export const commandsWaitingMaximum = 64;

type Ending = 'deported' | 'destroyed' | 'closed';

export class GroupRuntime {
  readonly #world: RuntimeWorld;
  readonly #disks: MemberDisks;
  readonly #committer: Committer;
  readonly #tasks: TaskList;
  readonly #volumes: RunningVolumes;
  readonly #status: StatusSender;
  readonly #members: MemberChanges;
  readonly #waitingVolumes: WaitingVolumes;
  readonly #volumeFailures: VolumeFailures;
  readonly #history: HistoryWriter;
  readonly counting: GroupCounting;
  /** What brought this runtime to life. */
  readonly birthPlan: Plan;
  readonly recognise = (volumeId: VolumeId): Promise<Result<string, Refusal>> => this.#volumes.recognise(volumeId);
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #ending: Ending | null = null;
  #closing = false;

  private constructor(world: RuntimeWorld, birth: GroupBirth) {
    this.#world = world;
    this.birthPlan = birth.plan;
    this.#disks = birth.disks;
    const changed = (): void => { this.#status.changed(); };
    const { clock, random, log } = world;
    const groupId = birth.configuration.id;
    this.counting = new GroupCounting(clock, () => this.configuration);
    const notes = new TaskNotes({
      clock, log, groupId, holders: () => noteHolders(this.#committer.configuration, this.#disks),
      mayWrite: () => this.#committer.frozenBecause === '',
    });
    this.#tasks = new TaskList({ clock, random, groupId, notes, changed });
    this.#history = new HistoryWriter({ clock: world.clock, log: world.log, disks: this.#disks }, birth.configuration);
    this.#committer = new Committer({
      clock: world.clock, random: world.random, host: world.host, disks: this.#disks,
      witness: (configuration) => world.witness(configuration),
      foresee: (configuration, sequence) => world.foresee(configuration, sequence),
      bringHeader: (disk, header) => bringHeaderUpToDate(disk, header, world, 'keep'),
      published: (configuration, note) => {
        this.#history.published(configuration, note);
        this.#members.published(configuration);
        changed();
      },
      leftOut: (disk, error) => { world.alert(holderLeftOut(this.configuration, disk.header.diskId, error)); changed(); },
      frozen: (reason) => {
        this.#disks.seal({ code: 'EIO', message: `the disk group is frozen: ${reason}` });
        world.alert(groupFrozen(this.configuration, reason));
        changed();
      },
    }, birth.configuration, birth.sequenceFloor, birth.foreseenSequence);
    const inTurn = (work: () => Promise<Result<null, Refusal>>): Promise<Result<null, Refusal>> => this.#inTurn(work);
    const parts = { world, committer: this.#committer, disks: this.#disks, tasks: this.#tasks };
    this.#volumes = new RunningVolumes({ ...parts, counters: this.counting.book, changed, inTurn });
    this.#members = new MemberChanges({ ...parts, volumes: this.#volumes }, birth);
    this.#waitingVolumes = new WaitingVolumes({ ...parts, volumes: this.#volumes, closing: () => this.#closing });
    this.#volumeFailures = new VolumeFailures((alert) => { world.alert(alert); });
    this.#status = new StatusSender(world.clock, () => this.#tasks.running, () => {
      const status = this.status();
      this.#volumeFailures.observe(status);
      world.status(status);
    });
    this.#disks.onFailed = async (member, error) => {
      const cutShort = error.cutShort === true;
      world.alert((cutShort ? diskCutShort : diskFailed)(this.configuration, member.header.diskId, error));
      this.#volumes.diskFailed();
      if (cutShort) void this.#members.distrust(member.header.diskId);
      changed();
      if (sabotaged('failed-flush-not-noted')) return;
      await within(world.clock, holderTimeoutMilliseconds, bringHeaderUpToDate(member, { failed: true }, world, 'keep'), null);
    };
  }

  static async init(birth: RuntimeBirth & { readonly kind: 'init' }, world: RuntimeWorld): Promise<Result<GroupRuntime, Refusal>> {
    const formed = await formGroup(birth, world);
    if (!formed.ok) return formed;
    return new GroupRuntime(world, formed.value).#comeToLife(formed.value);
  }

  static async importGroup(birth: RuntimeBirth & { readonly kind: 'import' }, world: RuntimeWorld): Promise<Result<GroupRuntime, Refusal>> {
    const found = await importGroup(birth, world);
    if (!found.ok) return found;
    const runtime = new GroupRuntime(world, found.value);
    await runtime.#tasks.load();
    return runtime.#comeToLife(found.value);
  }

  get configuration(): GroupConfiguration {
    return this.#committer.configuration;
  }

  /** True after a deport, a destroy or a close: the host lets the runtime go. */
  get ended(): boolean {
    return this.#ending !== null;
  }

  status(): RuntimeStatus {
    return buildStatus({
      configuration: this.configuration, frozenBecause: this.#committer.frozenBecause, disks: this.#disks, missing: this.#members.missing,
      volumes: this.#volumes, tasks: this.#tasks, exports: this.#world.exports,
    });
  }

  /** Plans, and unless it is a dry run carries the plan out. The plan that comes back is the one that was carried out. */
  execute(execution: Execution): Promise<ExecutionResult> {
    return this.#inTurn(async () => {
      const joining = await openJoiningDisks(this.#world, execution.disks ?? []);
      if (!joining.ok) return joining;
      const planned = this.#plan(execution, joining.value);
      if (!planned.ok || execution.dryRun) {
        closeDisks(joining.value);
        return planned;
      }
      const done = await this.#carryOut(planned.value, joining.value, execution.actor);
      await this.#settleTasks();
      closeDisks(joining.value.filter((disk) => !this.#disks.all().some((member) => member.device === disk.device)));
      return done.ok ? planned : done;
    });
  }

  /** Bytes. */
  queryMaximum(command: Command): Result<number, Refusal> {
    if (command.command === 'volume.make' || command.command === 'volume.grow') {
      return queryMaximum(this.configuration, command, this.#context([], {}));
    }
    return failure(refusal('argument.invalid', groupSubject(this.configuration), { command: command.command },
      'Ask for a volume that is to be made or grown.'));
  }

  /** What was committed, by whom and when; reads the disks. */
  async history(question: HistoryQuestion): Promise<Result<HistoryAnswer, Refusal>> {
    return answerHistory(this.configuration, await this.#history.disks(), question);
  }

  async pastConfiguration(sequence: number): Promise<Result<GroupConfiguration, Refusal>> {
    return pastConfiguration(this.configuration, await this.#history.disks(), sequence);
  }

  /** A disk of this group was attached: it joins, its STALE plexes are copied, and volumes that waited for it start. */
  diskArrived(opening: DiskOpening): Promise<Result<null, Refusal>> {
    return this.#inTurn(async () => {
      const arrived = await this.#members.arrives(opening);
      if (arrived.ok) await this.#goOnWithDisks();
      return arrived;
    });
  }

  /** It was detached. With `dryRun` nothing happens, but for the refusal. */
  diskLeaves(diskId: string, dryRun = false): Promise<Result<null, Refusal>> {
    return this.#inTurn(async () => {
      const gone = await this.#members.leaves(diskId, dryRun);
      this.#status.changed();
      return gone;
    });
  }

  /** A member that is gone, or that a person takes back. Answers with sentences: what was found, and what is done. */
  changeMember(request: MemberRequest): Promise<Result<readonly string[], Refusal>> {
    return this.#inTurn(async () => {
      const done = await this.#members.take(request);
      if (done.ok && takesBack(request)) await this.#goOnWithDisks();
      this.#status.changed();
      return done;
    });
  }

  /** Another host may have taken the group over since the last commit. */
  async lookAtStamp(): Promise<Result<null, Refusal>> {
    await this.#committer.lookAtStamp();
    return success(null);
  }

  /** What a person wishes of a task. It waits for no command. */
  askTask(question: TaskQuestion): Promise<Result<TaskView, Refusal>> {
    return this.#tasks.ask(question);
  }

  /** Stops the volumes, flushed and marked clean, and lets the disks go. Our stamp stays: the group starts here again. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#inTurn(async () => {
      await this.#volumes.stop(this.#volumes.startedIds());
      await this.#volumes.retractFailed();
      await Promise.all([this.#history.settled(), this.#tasks.noted()]);
      this.#end('closed');
      return success(null);
    });
  }

  async #comeToLife(birth: GroupBirth): Promise<Result<GroupRuntime, Refusal>> {
    const born = await birth.firstCommit(this.#committer);
    if (!born.ok) {
      this.#end('closed');
      return born;
    }
    this.#volumes.open(born.value.startedIds);
    this.#volumes.notStarted(born.value.unstartable);
    this.#members.absentAtBirth();
    await this.#settleTasks();
    this.#status.sendNow();
    void this.#inTurn(() => this.#waitingVolumes.settleDoubts());
    return success(this);
  }

  #context(
    joining: readonly JoiningDisk[], ofOtherGroups: Pick<Execution, 'lettersTaken' | 'otherGroupNames' | 'freeDisks' | 'fileSystems'>,
  ): PlanningContext {
    const { host, random, exports } = this.#world;
    return planningContext(this.configuration, {
      host, random, exports, disks: this.#disks, startedVolumeIds: this.#volumes.startedIds(), syncingVolumeIds: this.#volumes.syncingIds(),
      lettersTaken: ofOtherGroups.lettersTaken, otherGroupNames: ofOtherGroups.otherGroupNames, freeDisks: ofOtherGroups.freeDisks,
      fileSystems: ofOtherGroups.fileSystems,
    }, joining);
  }

  #plan(execution: Execution, joining: readonly JoiningDisk[]): ExecutionResult {
    const { command, expectedSequence } = execution;
    const { configuration } = this;
    if (expectedSequence !== undefined && expectedSequence !== configuration.sequence) {
      return failure(refusal('plan.stale', groupSubject(configuration), { planned: expectedSequence, now: configuration.sequence },
        'Plan the command again.'));
    }
    const { frozenBecause } = this.#committer;
    if (frozenBecause !== '' && !(command.command === 'group.deport' && command.force)) {
      return failure(frozenRefusal(configuration, frozenBecause));
    }
    if (!isPlannable(command)) return this.#notPlannable(command);
    const planned = planCommand(configuration, command, this.#context(joining, execution));
    return planned.ok && frozenBecause !== '' ? success(lettingGo(planned.value, configuration, frozenBecause)) : planned;
  }

  #notPlannable(command: Command): Result<never, Refusal> {
    const { configuration } = this;
    return failure(refusal('argument.invalid', groupSubject(configuration), { command: command.command },
      'Give a command of a disk group or of a volume.'));
  }

  async #carryOut(plan: Plan, joining: readonly JoiningDisk[], actor: string): Promise<Result<unknown, Refusal>> {
    const before = this.configuration;
    const { after, command } = plan;
    if (after === null) {
      await this.#volumes.close(this.#volumes.startedIds());
      await this.#volumes.retractFailed();
      await freeMembers(this.#disks.all(), this.#world);
      this.#end('destroyed');
      return success(null);
    }
    if (command.command === 'volume.verify') return this.#verify(command);
    if (this.#committer.frozenBecause !== '') {
      await this.#volumes.close(this.#volumes.startedIds());
      await this.#volumes.retractFailed();
      this.#end('deported');
      return success(null);
    }
    const made = await makeMembers(this.#disks, joining, before, after, this.#world);
    if (!made.ok) return made;
    if (command.command === 'volume.start') {
      const lost = await this.#waitingVolumes.rewriteNamed(command.volume);
      if (lost !== null) return failure(lost);
    }
    const parts = {
      committer: this.#committer, disks: this.#disks, volumes: this.#volumes, tasks: this.#tasks,
      newMapId: () => this.#world.random.guid(),
    };
    const done = await executePlan({ plan, before, after, actor }, parts);
    if (!done.ok) {
      await freeMembers(made.value, this.#world);
      for (const member of made.value) this.#disks.remove(member.header.diskId);
      return done;
    }
    await this.#leaveDisks(before);
    this.#members.errorsForgotten(before, this.configuration);
    if (command.command === 'group.repldisk' || command.command.startsWith('plex.')) await this.#goOnWithDisks();
    const deported = command.command === 'group.deport';
    if (deported) await this.#volumes.retractFailed();
    if (deported) await Promise.all([this.#history.settled(), this.#tasks.noted()]);
    if (deported) await this.#leaveStamps();
    if (deported) this.#end('deported');
    return done;
  }

  /** Planned a moment ago, in this turn: the volume and the plex are there, and nothing is copied. */
  #verify({ volume: name, from }: VolumeVerify): Result<null, never> {
    const { volumes, plexes } = this.configuration;
    const volume = volumes.find((candidate) => sameName(candidate.name, name));
    const right = plexes.find((plex) => from !== undefined && (sameName(plex.name, from) || plex.id === from));
    if (volume !== undefined) this.#volumes.verify(volume.id, right?.id ?? null);
    return success(null);
  }

  /** Tasks whose work is not to be done here any more end; each task that was told of is on disk before its id is. */
  async #settleTasks(): Promise<void> {
    if (this.#ending !== null) return;
    const facts = {
      configuration: this.configuration, startedVolumeIds: this.#volumes.startedIds(), usableDiskIds: this.#disks.usableIds(),
    };
    this.#tasks.settle((task) => verdictOn(task, facts));
    await this.#tasks.noted();
  }

  /** Disks that the group no longer names become free. */
  async #leaveDisks(before: GroupConfiguration): Promise<void> {
    const kept = new Set(this.configuration.disks.map((disk) => disk.id));
    const leaving = before.disks.flatMap((disk) => (kept.has(disk.id) ? [] : this.#disks.get(disk.id) ?? []));
    await freeMembers(leaving, this.#world);
    for (const member of leaving) this.#disks.remove(member.header.diskId);
  }

  async #leaveStamps(): Promise<void> {
    await Promise.all(this.#disks.all().map((member) => bringHeaderUpToDate(member, { stamp: null }, this.#world, 'keep')));
  }

  /** More disks, or more of what they hold, can be used than before. */
  async #goOnWithDisks(): Promise<void> {
    await this.#waitingVolumes.start();
    await this.#waitingVolumes.forgetDoubts();
    await this.#volumes.update();
    this.#volumes.retryCopies();
    await this.#settleTasks();
    this.#status.changed();
  }

  #end(ending: Ending): void {
    this.#ending = ending;
    this.#status.stop();
    this.#history.stop();
    this.#disks.closeAll();
  }

  #inTurn<Value>(work: () => Promise<Result<Value, Refusal>>): Promise<Result<Value, Refusal>> {
    const subject = groupSubject(this.configuration);
    if (this.#waiting >= commandsWaitingMaximum) {
      return Promise.resolve(failure(refusal('host.busy', subject, { waiting: this.#waiting }, 'Repeat the command in a moment.')));
    }
    this.#waiting += 1;
    const turn = this.#turn.then(async () => {
      if (this.#ending !== null) return failure(refusal('group.not-imported', subject, { state: this.#ending }, 'Import the group first.'));
      return work();
    }).finally(() => { this.#waiting -= 1; });
    this.#turn = turn.catch((error: unknown) => {
      this.#end('closed');
      this.#world.broken(error instanceof BrokenInvariant ? error.message : String(error));
    });
    return turn;
  }
}
