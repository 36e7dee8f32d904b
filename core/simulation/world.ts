/**
 * One seed's world: disks that outlive everything, a host that lives and dies, one disk group, and its clients. The engine
 * inside is the one that ships; only its ports are simulated.
 */
import type { BlockDevice, Clock } from '../device/ports.ts';
import { GroupRuntime } from '../group/group-runtime.ts';
import type { DiskOpening, ExecutionResult, RuntimeStatus } from '../group/runtime-protocol.ts';
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

export class World {
  readonly clock = new SimulatedClock();
  readonly trace = new Trace();
  readonly volumes = new Map<string, VolumeUnderTest>();
  readonly disks: SimulatedDisk[] = [];
  readonly workload: ClientWorkload;
  host: HostStamp = { id: '00000000-0000-4000-a000-000000000001' as HostId, name: 'simulated' };
  readonly #random: SeededRandom;
  violation: Violation | null = null;
  runtime: GroupRuntime | null = null;
  status: RuntimeStatus | null = null;
  /** What the host's state folder keeps over its deaths. */
  witnessSequence = 0;
  /** The configuration that was noted last, published or about to be. */
  witnessed: GroupConfiguration | null = null;
  /** Longest time that the host takes to note a sequence. */
  witnessMilliseconds = 20;
  crashes = 0;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed, 'engine');
    this.workload = new ClientWorkload(new SeededRandom(seed, 'clients'), this.trace, (violation) => {
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
    const disks = this.openings().slice(0, diskCount);
    const command: Command = { command: 'group.init', group: groupName, disks: disks.map((disk) => disk.hostName), force: false };
    const born = await this.#wait(GroupRuntime.init({ kind: 'init', command, disks }, this.#world()));
    if (!born.ok) throw new Violation('import refused', `init: ${born.error.code} ${JSON.stringify(born.error.evidence)}`);
    this.runtime = born.value;
  }

  async importGroup(force = false, clearStamp = false): Promise<Result<GroupRuntime, Refusal>> {
    const command: Command = { command: 'group.import', group: groupName, clearStamp, force };
    const groupId = this.status?.configuration.id ?? '';
    const born = await this.#wait(
      GroupRuntime.importGroup(
        { kind: 'import', command, disks: this.openings(), groupId, witnessSequence: this.witnessSequence },
        this.#world(),
      ),
    );
    this.trace.note(`import ${born.ok ? 'done' : born.error.code}`);
    if (born.ok) this.runtime = born.value;
    else this.clock.endLife();
    return born;
  }

  async execute(command: Command): Promise<ExecutionResult | null> {
    const { runtime } = this;
    if (!runtime) return null;
    const result = await this.#wait(runtime.execute({ command, dryRun: false, actor: 'simulation' }));
    this.trace.note(`${command.command} ${result.ok ? `done ${result.value.after?.sequence ?? 0}` : result.error.code}`);
    return result;
  }

  /** Begins, and does not wait for the end: the host is to die in the middle of it. */
  begin(command: Command): void {
    this.trace.note(`${command.command} begins`);
    void this.runtime?.execute({ command, dryRun: false, actor: 'simulation' }).catch(() => undefined);
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
      log: {
        write: (severity, message) => {
          this.trace.note(`log ${severity} ${message}`);
        },
      },
      openDisk: (opening) => Promise.resolve(this.#open(opening)),
      witness: (configuration: GroupConfiguration) =>
        new Promise((resolve) => {
          clock.after(0.2, () => {
            this.witnessSequence = Math.max(this.witnessSequence, configuration.sequence);
            resolve();
          });
        }),
      status: (status) => {
        this.status = status;
      },
      alert: (alert) => {
        this.trace.note(`alert ${alert.code} ${alert.subject.name}`);
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
