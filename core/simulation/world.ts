/**
 * One seed's world: disks that outlive everything, a host that lives and dies, one disk group, and its clients. The engine
 * inside is the one that ships; only its ports are simulated.
 */
import type { BlockDevice, Clock } from '../device/ports.ts';
import { highestForeseen } from '../group/foreseen-sequences.ts';
import { GroupRuntime } from '../group/group-runtime.ts';
import type { DiskOpening, Execution, ExecutionResult, RuntimeStatus } from '../group/runtime-protocol.ts';
import type { MemberRequest } from '../group/member-changes.ts';
import type { TaskQuestion } from '../group/task-list.ts';
import type { RuntimeWorld } from '../group/runtime-world.ts';
import type { Command } from '../model/command.ts';
import type { GroupConfiguration, HostStamp } from '../model/configuration.ts';
import type { HostId } from '../model/identity.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { ClientWorkload } from './client-workload.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedClock } from './simulated-clock.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedExports } from './simulated-exports.ts';
import { Trace } from './trace.ts';
import { Violation } from './violation.ts';
import type { VolumeUnderTest } from './volume-under-test.ts';

/** Virtual time that a control operation may take at the most: a commit may wait 30 s for a holder, a drain 5 s. */
const commandLimitMilliseconds = 240_000;
export const groupName = 'Data';

/** A disk that outlives the host: the misbehaving one of the seeds, or one that does what a script says. */
export interface WorldDisk {
  readonly name: string;
  present: boolean;
  open(readOnly: boolean): BlockDevice;
  /** The host died; `powerCut`: and what was not on the medium is gone. */
  crash(powerCut: boolean): void;
}

export class World<Disk extends WorldDisk = SimulatedDisk> {
  readonly clock = new SimulatedClock();
  readonly trace = new Trace();
  readonly volumes = new Map<string, VolumeUnderTest>();
  readonly disks: Disk[] = [];
  readonly workload: ClientWorkload;
  host: HostStamp = { id: '00000000-0000-4000-a000-000000000001' as HostId, name: 'simulated' };
  readonly #random: SeededRandom;
  violation: Violation | null = null;
  runtime: GroupRuntime | null = null;
  status: RuntimeStatus | null = null;
  /** Id of the volume that a plex is broken off: a volume that appears meanwhile holds the same. */
  breaking: string | null = null;
  /** Empty before there was a group. */
  groupId = '';
  /** What the host's state folder keeps over its deaths. */
  witnessSequence = 0;
  foreseenSequence = 0;
  /** Told of each number that is about to be noted as one that attempts may take. */
  onForesee: (sequence: number) => void = () => undefined;
  /** Told of each configuration that is about to be published, before its sequence is noted. */
  onWitness: (configuration: GroupConfiguration) => void = () => undefined;
  crashes = 0;
  /** Asked when a comparison of the engine finds plexes that differ. */
  plexesMustBeEqual: () => boolean = () => true;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed, 'engine');
    const now = (): number => this.clock.nowMilliseconds;
    this.workload = new ClientWorkload(new SeededRandom(seed, 'clients'), this.trace, now, (violation) => {
      this.report(violation);
    });
  }

  report(violation: Violation): void {
    this.violation ??= violation;
    this.trace.note(violation.message);
  }

  openings(): DiskOpening[] {
    return this.disks
      .filter((disk) => disk.present)
      .map((disk, index) => ({
        attachment: disk.name,
        diskId: '',
        hostName: `Harddisk${this.disks.indexOf(disk)}`,
        location: disk.name,
        readOnly: false,
        enclosure: index % 2 === 0 ? 'A' : 'B',
        site: '',
      }));
  }

  async init(diskCount: number): Promise<void> {
    const born = await this.tryInit(diskCount);
    if (!born.ok) throw new Violation('import refused', `init: ${born.error.code} ${JSON.stringify(born.error.evidence)}`);
  }

  async tryInit(diskCount: number): Promise<Result<GroupRuntime, Refusal>> {
    const disks = this.openings().slice(0, diskCount);
    const command: Command = { command: 'group.init', group: groupName, disks: disks.map((disk) => disk.hostName), force: false };
    const born = await this.#wait(GroupRuntime.init({ kind: 'init', command, disks }, this.#world()));
    this.trace.note(`init ${born.ok ? 'done' : born.error.code}`);
    if (born.ok) this.runtime = born.value;
    else this.clock.endLife();
    return born;
  }

  async importGroup(force = false, clearStamp = false): Promise<Result<GroupRuntime, Refusal>> {
    const command: Command = { command: 'group.import', group: groupName, clearStamp, force };
    const { groupId, witnessSequence } = this;
    const foreseenSequence = highestForeseen(witnessSequence, this.foreseenSequence);
    const disks = this.openings();
    const born = await this.#wait(
      GroupRuntime.importGroup({ kind: 'import', command, disks, groupId, witnessSequence, foreseenSequence }, this.#world()),
    );
    this.trace.note(`import ${born.ok ? 'done' : born.error.code}`);
    if (born.ok) this.runtime = born.value;
    else this.clock.endLife();
    return born;
  }

  async execute(command: Command): Promise<ExecutionResult | null> {
    const { runtime } = this;
    if (!runtime) return null;
    const result = await this.#wait(runtime.execute(this.#execution(command)));
    this.trace.note(`${command.command} ${result.ok ? `done ${result.value.after?.sequence ?? 0}` : result.error.code}`);
    return result;
  }

  /** Begins, and does not wait for the end: the host is to die in the middle of it. */
  begin(command: Command): void {
    this.trace.note(`${command.command} begins`);
    void this.runtime?.execute(this.#execution(command)).catch(() => undefined);
  }

  /** A disk of the group is there again. */
  async diskArrived(disk: Disk): Promise<Result<unknown, Refusal> | null> {
    const opening = this.openings().find((candidate) => candidate.location === disk.name);
    if (!this.runtime || !opening) return null;
    const arrived = await this.#wait(this.runtime.diskArrived(opening));
    this.trace.note(`${disk.name} arrives: ${arrived.ok ? 'done' : arrived.error.code}`);
    return arrived;
  }

  /** The group gives a disk up; `diskId` as the configuration names it. */
  async diskLeaves(diskId: string): Promise<Result<unknown, Refusal> | null> {
    if (!this.runtime) return null;
    const gone = await this.#wait(this.runtime.diskLeaves(diskId));
    this.trace.note(`disk leaves: ${gone.ok ? 'done' : gone.error.code}`);
    return gone;
  }

  async changeMember(request: MemberRequest): Promise<Result<unknown, Refusal> | null> {
    if (!this.runtime) return null;
    const changed = await this.#wait(this.runtime.changeMember(request));
    this.trace.note(`${request.kind}: ${changed.ok ? 'done' : changed.error.code}`);
    return changed;
  }

  async askTask(question: TaskQuestion): Promise<void> {
    if (!this.runtime) return;
    const answer = await this.#wait(this.runtime.askTask(question));
    this.trace.note(`task ${question.wish.kind}: ${answer.ok ? answer.value.name : answer.error.code}`);
  }

  /** What the command would do, without doing it. */
  async plan(command: Command): Promise<ExecutionResult | null> {
    const { runtime } = this;
    return runtime ? this.#wait(runtime.execute({ ...this.#execution(command), dryRun: true })) : null;
  }

  #execution(command: Command): Execution {
    const joining = command.command === 'group.adddisk' ? command.disks : command.command === 'group.repldisk' ? [command.replacement] : [];
    const disks = this.openings().filter((opening) => joining.includes(opening.hostName));
    return { command, dryRun: false, actor: 'simulation', disks };
  }

  beginClose(): void {
    this.trace.note('close begins');
    void this.runtime?.close().catch(() => undefined);
  }

  /** The host dies at this instant. */
  crash(powerCut: boolean): void {
    this.trace.note(powerCut ? 'power cut' : 'kill');
    this.crashes += 1;
    this.clock.endLife();
    this.runtime = null;
    for (const disk of this.disks) disk.crash(powerCut);
    this.workload.endLife(this.volumes.values());
    for (const volume of this.volumes.values()) volume.history.crash(powerCut);
  }

  async close(): Promise<void> {
    if (!this.runtime) return;
    await this.#wait(this.runtime.close());
    this.trace.note('closed');
    this.runtime = null;
    this.clock.endLife();
    this.workload.endLife(this.volumes.values());
  }

  async settle(until: () => boolean, limitMilliseconds: number, what: string): Promise<void> {
    const settled = await this.clock.runUntil(() => this.violation !== null || until(), limitMilliseconds);
    if (this.violation) throw this.violation;
    if (!settled && !until()) throw new Violation('no progress', what);
  }

  async advance(milliseconds: number): Promise<void> {
    await this.clock.runUntil(() => this.violation !== null, milliseconds);
    if (this.violation) throw this.violation;
  }

  async #wait<Value>(promise: Promise<Value>): Promise<Value> {
    let outcome: { readonly value: Value } | { readonly error: unknown } | null = null;
    promise.then(
      (value) => {
        outcome = { value };
      },
      (error: unknown) => {
        outcome = { error };
      },
    );
    await this.settle(() => outcome !== null, commandLimitMilliseconds, 'a command of the administrator never ended');
    const ended = outcome as { readonly value: Value } | { readonly error: unknown } | null;
    if (ended && 'value' in ended) return ended.value;
    throw new Violation('invariant broken', String(ended ? (ended.error as Error).stack : 'no outcome'));
  }

  #world(): RuntimeWorld {
    const clock: Clock = this.clock.beginLife();
    const exports = new SimulatedExports(
      this.volumes,
      () => this.volumes.get(this.breaking ?? '') ?? null,
      (volume) =>
        new Promise((resolve) => {
          const look = (): void => {
            if (volume.inFlight === 0) resolve();
            else clock.after(1, look);
          };
          look();
        }),
    );
    return {
      host: this.host,
      clock,
      random: this.#random,
      exports,
      mirrorDeadlineMilliseconds: 5_000,
      log: {
        write: (severity, message) => {
          this.trace.note(`log ${severity} ${message}`);
        },
      },
      openDisk: (opening) => Promise.resolve(this.#open(opening)),
      witness: (configuration: GroupConfiguration) =>
        new Promise((resolve) => {
          this.groupId = configuration.id;
          this.onWitness(configuration);
          clock.after(0.2, () => {
            this.witnessSequence = Math.max(this.witnessSequence, configuration.sequence);
            resolve();
          });
        }),
      foresee: (_configuration, sequence) =>
        new Promise((resolve) => {
          this.onForesee(sequence);
          clock.after(0.2, () => {
            this.foreseenSequence = Math.max(this.foreseenSequence, sequence);
            resolve();
          });
        }),
      status: (status) => {
        this.status = status;
        this.groupId = status.configuration.id;
      },
      alert: (alert) => {
        this.trace.note(`alert ${alert.code} ${alert.subject.name}`);
        if (alert.code === 'volume.plexes-differ' && !alert.cleared && this.plexesMustBeEqual()) {
          this.report(new Violation('plexes differ', alert.message));
        }
      },
      broken: (message) => {
        this.report(new Violation('runtime stopped', message));
      },
    };
  }

  #open(opening: DiskOpening): Result<BlockDevice, Refusal> {
    const disk = this.disks.find((candidate) => candidate.name === opening.location);
    if (disk?.present) return success(disk.open(opening.readOnly));
    return failure({
      code: 'disk.gone',
      subject: { kind: 'disk', name: opening.hostName },
      evidence: { location: opening.location },
      remedy: { kind: 'advice', advice: 'Attach the disk again.' },
    });
  }
}
