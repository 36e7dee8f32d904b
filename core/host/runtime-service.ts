/**
 * A disk group's runtime behind the messages of the protocol: in a worker thread in production, in the same thread in
 * tests. It makes the runtime's world out of real files, the real clock and the NBD server.
 *
 * Invariants:
 * - Each request is answered once, whatever happens to it.
 * - The status that a command led to is sent before the command's answer.
 */
import { join } from 'node:path';
import { openSystemDisk } from '../device/open-disk.ts';
import type { BlockDevice, Log } from '../device/ports.ts';
import { SpaceHold } from '../device/space-hold.ts';
import { SystemClock } from '../device/system-clock.ts';
import { SystemRandom } from '../device/system-random.ts';
import { GroupRuntime } from '../group/group-runtime.ts';
import type {
  DiskOpening, RuntimeAlert, RuntimeBirth, RuntimeDeadlines, RuntimeMessage, RuntimeRequest, RuntimeSettings,
} from '../group/runtime-protocol.ts';
import type { RuntimeWorld } from '../group/runtime-world.ts';
import type { VolumeId } from '../model/identity.ts';
import { BrokenInvariant } from '../model/invariant.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { NbdServer } from '../nbd/server.ts';
import { BlockedDisks } from './blocked-disks.ts';
import type { BlockReason } from './blocked-disks.ts';

export const heartbeatMilliseconds = 1_000;
/** Clients come and go in bursts; their list is sent at most ten times a second. */
const clientsIntervalMilliseconds = 100;

type Answer = Result<unknown, Refusal>;

export class RuntimeService {
  readonly #send: (message: RuntimeMessage) => void;
  readonly #clock = new SystemClock();
  readonly #random = new SystemRandom();
  readonly #server: NbdServer;
  readonly #log: Log;
  readonly #witnessing: { readonly sequence: number; readonly answered: (error: string | undefined) => void }[] = [];
  #runtime: GroupRuntime | null = null;
  #groupName = '';
  /** Sent with each heartbeat. */
  readonly #blocked = new BlockedDisks();
  /** As they were set since the group came to life. */
  #deadlines: RuntimeDeadlines | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #clientsTimer: NodeJS.Timeout | null = null;

  constructor(send: (message: RuntimeMessage) => void) {
    this.#send = send;
    this.#log = { write: (severity, message, facts = {}) => send({ kind: 'log', severity, message, facts }) };
    this.#server = new NbdServer(this.#log, () => this.#clientsChanged());
  }

  async take(request: RuntimeRequest): Promise<void> {
    if (request.kind === 'witnessed') return this.#witnessed(request.sequence, request.error);
    let result: Answer;
    try {
      result = await this.#answer(request);
    } catch (error) {
      const reason = error instanceof BrokenInvariant ? error.message : String((error as Error).stack ?? error);
      result = failure(refusal('group.stopped', { kind: 'group', name: this.#groupName }, { reason }, 'Import the group again.'));
      this.#broken(reason);
    }
    this.#send({ kind: 'reply', number: request.number, result });
  }

  /** Lets everything go at once; for a thread that ends. */
  async end(): Promise<void> {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    if (this.#clientsTimer !== null) clearTimeout(this.#clientsTimer);
    this.#heartbeat = null;
    this.#clientsTimer = null;
    await this.#server.close();
  }

  async #answer(request: Exclude<RuntimeRequest, { readonly kind: 'witnessed' }>): Promise<Answer> {
    if (request.kind === 'birth') return this.#birth(request.birth, request.settings);
    const runtime = this.#runtime;
    if (runtime === null) return failure(refusal('group.not-imported', { kind: 'group', name: this.#groupName }, {},
      'Import the group first.'));
    switch (request.kind) {
      case 'execute': {
        const result = await runtime.execute(request.execution);
        if (!request.execution.dryRun && !runtime.ended) this.#sendStatus();
        return result;
      }
      case 'history': return runtime.history(request.question);
      case 'pastConfiguration': return runtime.pastConfiguration(request.sequence);
      case 'recognise': return runtime.recognise(request.volumeId as VolumeId);
      case 'queryMaximum': return runtime.queryMaximum(request.command);
      case 'diskArrived': return this.#thenStatus(await runtime.diskArrived(request.disk));
      case 'lookAtStamp': return runtime.lookAtStamp();
      case 'diskLeaves': return this.#thenStatus(await runtime.diskLeaves(request.diskId, request.dryRun));
      case 'diskVanished':
      case 'diskLooksShort':
      case 'diskReactivates':
      case 'diskMerges': return this.#thenStatus(await runtime.changeMember(request));
      case 'task': return this.#thenStatus(await runtime.askTask(request.question));
      case 'statistics': {
        const counted = runtime.counting.read(request.objects);
        return success({ ...counted, samples: [...counted.samples, ...this.#server.clientSamples(request.objects)] });
      }
      case 'resetStatistics':
        runtime.counting.setBack();
        return success(null);
      case 'disconnect': return success({ disconnected: await this.#server.disconnect(request.volumeId as VolumeId, request.connection) });
      case 'deadlines':
        this.#deadlines = request.deadlines;
        return success(null);
      case 'listen': {
        const listening = await this.#server.listenTcp(request.tcp);
        if (listening.ok) this.#sendTcpServed();
        return this.#thenStatus(listening);
      }
      case 'close':
        await runtime.close();
        await this.end();
        return success(null);
    }
  }

  async #birth(birth: RuntimeBirth, settings: RuntimeSettings): Promise<Answer> {
    const { command } = birth;
    if ('group' in command) this.#groupName = command.command === 'group.import' ? command.newName ?? command.group : command.group;
    const listening = await this.#listenUnix(settings);
    if (!listening.ok) return listening;
    const world = this.#world(settings);
    const born = birth.kind === 'init' ? await GroupRuntime.init(birth, world) : await GroupRuntime.importGroup(birth, world);
    if (!born.ok) {
      await this.end();
      return born;
    }
    this.#runtime = born.value;
    this.#groupName = born.value.configuration.name;
    if (settings.tcp !== null) await this.#listenTcp(settings);
    this.#heartbeat = setInterval(() => this.#send({ kind: 'heartbeat', ...this.#blocked.told() }), heartbeatMilliseconds);
    this.#sendStatus();
    return success(born.value.birthPlan);
  }

  #world(settings: RuntimeSettings): RuntimeWorld {
    const deadlines = (): RuntimeDeadlines => this.#deadlines ?? settings.deadlines;
    return {
      host: settings.host, clock: this.#clock, random: this.#random, log: this.#log, exports: this.#server,
      get mirrorDeadlineMilliseconds() { return deadlines().mirrorMilliseconds; },
      openDisk: (opening) => this.#openDisk(opening, settings.host.id, () => deadlines().diskMilliseconds),
      witness: (configuration) => {
        const { id: groupId, sequence } = configuration;
        return this.#witness({ kind: 'witness', groupId, sequence, configuration });
      },
      foresee: (configuration, sequence) => this.#witness({ kind: 'foresee', sequence, configuration }),
      status: (status) => this.#send({ kind: 'status', status }),
      alert: (alert) => this.#send({ kind: 'alert', alert }),
      broken: (message) => this.#broken(message),
    };
  }

  async #openDisk(opening: DiskOpening, hostId: string, deadlineMilliseconds: () => number): Promise<Result<BlockDevice, Refusal>> {
    const { hostName, location, diskId, readOnly } = opening;
    const blocked = (reason: BlockReason, isBlocked: boolean): void => {
      if (isBlocked) this.#blocked.began(hostName, reason, new Date().toISOString());
      else this.#blocked.ended(hostName, reason);
    };
    const opened = await openSystemDisk({
      location, readOnly, looks: false, hostId, clock: this.#clock, random: this.#random, deadlineMilliseconds,
      blocked: (isBlocked) => { blocked('calls', isBlocked); },
    });
    if (!opened.ok) return opened;
    const tell = (cleared: boolean): void => {
      blocked('space', !cleared);
      this.#send({
        kind: 'alert', alert: {
          severity: 'critical', code: 'space.host-full', subject: { kind: 'disk', name: hostName, id: diskId },
          message: `The file system under ${hostName} (${location}) is full; writes to it are held for a minute. Make room there.`,
          evidence: { location }, cleared,
        },
      });
    };
    return success(new SpaceHold(opened.value, this.#clock, { full: () => tell(false), ended: () => tell(true) }));
  }

  /** A socket of the wanted name may still belong to a group that was renamed: then this one gets a name of its own. */
  async #listenUnix(settings: RuntimeSettings): Promise<Result<string, Refusal>> {
    const wanted = await this.#server.listenUnix(join(settings.socketFolder, `${this.#groupName}.sock`));
    if (wanted.ok) return wanted;
    return this.#server.listenUnix(join(settings.socketFolder, `${this.#groupName}-${this.#random.guid().slice(0, 8)}.sock`));
  }

  /** Resolves when the host has answered that the note is durable; rejects with its reason when it could not be made. */
  #witness(message: RuntimeMessage & { readonly kind: 'witness' | 'foresee' }): Promise<void> {
    return new Promise((noted, refused) => {
      const answered = (error: string | undefined): void => (error === undefined ? noted() : refused(new Error(error)));
      this.#witnessing.push({ sequence: message.sequence, answered });
      this.#send(message);
    });
  }

  #witnessed(sequence: number, error: string | undefined): void {
    const at = this.#witnessing.findIndex((waiting) => waiting.sequence === sequence);
    if (at >= 0) this.#witnessing.splice(at, 1)[0]?.answered(error);
  }

  async #listenTcp(settings: RuntimeSettings): Promise<void> {
    const listening = await this.#server.listenTcp(settings.tcp);
    if (listening.ok) this.#sendTcpServed();
    else this.#send({ kind: 'alert', alert: { ...this.#tcpAlert(), evidence: listening.error.evidence, cleared: false } });
  }

  #sendTcpServed(): void {
    this.#send({ kind: 'alert', alert: { ...this.#tcpAlert(), cleared: true } });
  }

  #tcpAlert(): RuntimeAlert {
    const subject = { kind: 'group', name: this.#groupName, id: this.#runtime?.configuration.id ?? '' } as const;
    return { severity: 'error', code: 'group.tcp', subject, evidence: {}, cleared: true,
      message: `Disk group ${this.#groupName} is not served over TCP.` };
  }

  #thenStatus<Value>(result: Result<Value, Refusal>): Result<Value, Refusal> {
    this.#sendStatus();
    return result;
  }

  #sendStatus(): void {
    if (this.#runtime !== null) this.#send({ kind: 'status', status: this.#runtime.status() });
  }

  #clientsChanged(): void {
    this.#clientsTimer ??= setTimeout(() => {
      this.#clientsTimer = null;
      if (this.#runtime?.ended === false) this.#sendStatus();
    }, clientsIntervalMilliseconds);
  }

  #broken(message: string): void {
    this.#send({ kind: 'broken', message });
  }
}
