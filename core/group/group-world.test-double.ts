/**
 * A host in memory for tests: disks that outlive it, a virtual clock, exports that are a map. `crash` forgets the runtime
 * as a killed process would: its timers never fire again, its disks keep what was written.
 */
import { MemoryDisk } from '../device/memory-disk.test-double.ts';
import type { BlockDevice, Clock, Done, IoError } from '../device/ports.ts';
import type { Command, GroupImport, VolumeMake } from '../model/command.ts';
import type { GroupConfiguration, HostStamp } from '../model/configuration.ts';
import type { GroupId, HostId, PlexId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { mebibyte } from '../model/limits.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import type { Layer } from '../volume/layer.ts';
import { inspectDisk } from './disk-reader.ts';
import { highestForeseen } from './foreseen-sequences.ts';
import { GroupRuntime } from './group-runtime.ts';
import type { DiskOpening, ExecutionResult, RuntimeAlert, RuntimeStatus } from './runtime-protocol.ts';
import type { ExportedVolume, RuntimeWorld } from './runtime-world.ts';

interface VirtualTimer { readonly at: number; readonly order: number; run: (() => void) | null }

/** The first second of 2030. */
const epochMilliseconds = 1_893_456_000_000;

/** Time passes only while a test waits, and only when nothing else is left to happen. */
export class VirtualClock {
  now = 0;
  #timers: VirtualTimer[] = [];
  #order = 0;

  forLife(isOver: () => boolean): Clock {
    const after = (delay: number, run: () => void) => {
      this.#order += 1;
      const timer: VirtualTimer = { at: this.now + Math.max(0, delay), order: this.#order, run: () => { if (!isOver()) run(); } };
      this.#timers.push(timer);
      return { cancel: () => { timer.run = null; } };
    };
    return {
      nowMilliseconds: () => this.now,
      timestamp: () => new Date(epochMilliseconds + this.now).toISOString(),
      after,
      soon: (run) => { after(0, run); },
    };
  }

  /** For the world itself, which outlives every life of the host. */
  soon(run: () => void, delayMilliseconds = 0): void {
    this.#order += 1;
    this.#timers.push({ at: this.now + delayMilliseconds, order: this.#order, run });
  }

  runNext(): boolean {
    this.#timers = this.#timers.filter((timer) => timer.run !== null).sort((one, other) => one.at - other.at || one.order - other.order);
    const timer = this.#timers.shift();
    if (timer === undefined) return false;
    this.now = timer.at;
    timer.run?.();
    return true;
  }
}

/** Every promise that the last event of the clock settled has been followed to its end: all else that is late goes through the clock. */
function drainPromises(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve); });
}

export const testDiskBytes = 24 * mebibyte;

export class TestHost {
  readonly clock = new VirtualClock();
  readonly disks = new Map<string, MemoryDisk>();
  readonly absent = new Set<string>();
  /** What the host tells of these: they lie in another file than before. */
  readonly inAnotherFile = new Set<string>();
  readonly exported = new Map<string, ExportedVolume>();
  readonly alerts: RuntimeAlert[] = [];
  readonly logs: string[] = [];
  readonly broken: string[] = [];
  readonly host: HostStamp;
  status: RuntimeStatus | null = null;
  /** What was noted durably; survives a crash. */
  witnessSequence = 0;
  foreseenSequence = 0;
  witnessFails = false;
  foreseeFails = false;
  witnessTries = 0;
  #life = 0;
  #guids = 0;

  constructor(name = 'alpha', disks: Map<string, MemoryDisk> = new Map()) {
    this.host = { id: `host-${name}` as HostId, name };
    this.disks = disks;
  }

  addDisk(name: string, sizeBytes = testDiskBytes): MemoryDisk {
    const disk = new MemoryDisk({ sizeBytes, soon: (run) => { this.clock.soon(run); } });
    this.disks.set(name, disk);
    return disk;
  }

  disk(name: string): MemoryDisk {
    const disk = this.disks.get(name);
    invariant(disk !== undefined, `there is a disk ${name}`);
    return disk;
  }

  opening(name: string): DiskOpening {
    return {
      attachment: name, diskId: '', hostName: name, location: `/images/${name}`, readOnly: false, enclosure: '', site: '',
      inAnotherFile: this.inAnotherFile.has(name),
    };
  }

  openings(): DiskOpening[] {
    return [...this.disks.keys()].filter((name) => !this.absent.has(name)).map((name) => this.opening(name));
  }

  world(): RuntimeWorld {
    this.#life += 1;
    const life = this.#life;
    return {
      host: this.host,
      clock: this.clock.forLife(() => this.#life !== life),
      random: {
        guid: () => { this.#guids += 1; return `${this.host.name}-${String(this.#guids).padStart(8, '0')}`; },
        fraction: () => 0.5,
      },
      mirrorDeadlineMilliseconds: 5000,
      log: { write: (severity, message) => { this.logs.push(`${severity}: ${message}`); } },
      exports: {
        publish: (volume) => { this.exported.set(volume.volumeId, volume); },
        clients: () => [],
        retract: (volumeId) => { this.exported.delete(volumeId); return Promise.resolve(); },
        uri: (volumeId) => ({ uri: `nbd:${volumeId}`, guidUri: `nbd:${volumeId}`, tcpUri: '' }),
      },
      openDisk: (opening) => Promise.resolve(this.#open(opening, () => this.#life !== life)),
      witness: (configuration) => {
        this.witnessTries += 1;
        if (this.witnessFails) return Promise.reject(new Error('no space left'));
        this.witnessSequence = Math.max(this.witnessSequence, configuration.sequence);
        return Promise.resolve();
      },
      foresee: (_configuration, sequence) => {
        if (this.foreseeFails) return Promise.reject(new Error('no space left'));
        this.foreseenSequence = Math.max(this.foreseenSequence, sequence);
        return Promise.resolve();
      },
      status: (status) => { this.status = status; },
      alert: (alert) => { this.alerts.push(alert); },
      broken: (message) => { this.broken.push(message); },
    };
  }

  /** The process dies: nothing that it had under way happens any more. */
  crash(): void {
    this.#life += 1;
    this.exported.clear();
  }

  #open(opening: DiskOpening, isOver: () => boolean): Result<BlockDevice, Refusal> {
    const disk = this.disks.get(opening.attachment);
    if (disk === undefined || this.absent.has(opening.attachment)) {
      return failure(refusal('disk.gone', { kind: 'disk', name: opening.hostName }, {}, 'Attach it.'));
    }
    return success(new Opened(disk, isOver, () => this.absent.has(opening.attachment), (run) => { this.clock.soon(run); }));
  }

  /** Runs the world until `work` is over. */
  async settle<Value>(work: Promise<Value>): Promise<Value> {
    let over = false;
    const mark = (): void => { over = true; };
    work.then(mark, mark);
    await this.until(() => over);
    return work;
  }

  async until(condition: () => boolean): Promise<void> {
    await drainPromises();
    while (!condition()) {
      invariant(this.clock.runNext(), 'what a test waits for comes about while something is left to happen');
      await drainPromises();
    }
  }

  /** Time passes; nothing else. */
  async pass(milliseconds: number): Promise<void> {
    let over = false;
    this.clock.soon(() => { over = true; }, milliseconds);
    await this.until(() => over);
  }

  async init(group: string, ...names: string[]): Promise<GroupRuntime> {
    const born = await this.settle(GroupRuntime.init({
      kind: 'init', command: { command: 'group.init', group, disks: names, force: false }, disks: names.map((name) => this.opening(name)),
    }, this.world()));
    invariant(born.ok, `the group is made: ${born.ok ? '' : JSON.stringify(born.error)}`);
    return born.value;
  }

  async import(groupId: GroupId, options: Partial<GroupImport> = {}): Promise<Result<GroupRuntime, Refusal>> {
    const command: GroupImport = { command: 'group.import', group: 'Data', clearStamp: false, force: false, ...options };
    const { witnessSequence } = this;
    const foreseenSequence = highestForeseen(witnessSequence, this.foreseenSequence);
    return this.settle(GroupRuntime.importGroup(
      { kind: 'import', command, disks: this.openings(), groupId, witnessSequence, foreseenSequence }, this.world(),
    ));
  }

  async run(runtime: GroupRuntime, command: Command, openings: string[] = []): Promise<ExecutionResult> {
    return this.settle(runtime.execute({ command, dryRun: false, actor: 'test', disks: openings.map((name) => this.opening(name)) }));
  }

  layer(name: string): Layer {
    const volume = [...this.exported.values()].find((candidate) => candidate.description === name);
    invariant(volume !== undefined, `volume ${name} is exported`);
    return volume.layer;
  }

  async write(name: string, offsetBytes: number, byte: number, lengthBytes = 4096): Promise<IoError | null> {
    const layer = this.layer(name);
    return this.settle(call((done) => layer.write(new Uint8Array(lengthBytes).fill(byte), 0, offsetBytes, lengthBytes, done)));
  }

  async flush(name: string): Promise<IoError | null> {
    const layer = this.layer(name);
    return this.settle(call((done) => layer.flush(done)));
  }

  /** The byte at the offset, or the error's code. */
  async read(name: string, offsetBytes: number): Promise<number | string> {
    const layer = this.layer(name);
    const buffer = new Uint8Array(512);
    const error = await this.settle(call((done) => layer.read(buffer, 0, offsetBytes, 512, done)));
    return error === null ? buffer[0] ?? -1 : error.code;
  }

  /** What the plex holds, as its disks have it. */
  plexBytes({ subdisks, disks }: GroupConfiguration, plexId: PlexId): Buffer {
    const parts = subdisks.filter((subdisk) => subdisk.plexId === plexId).map((subdisk) => {
      const location = disks.find((disk) => disk.id === subdisk.diskId)?.lastAccess ?? '';
      return this.disk(location.split('/').at(-1) ?? '').look(subdisk.diskOffsetBytes, subdisk.lengthBytes);
    });
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? Buffer.from(only.buffer) : Buffer.concat(parts);
  }

  async inspect(name: string) {
    const inspected = await this.settle(inspectDisk(this.disk(name)));
    invariant(inspected.ok, `disk ${name} can be read`);
    return inspected.value;
  }
}

function call(operation: (done: Done) => boolean): Promise<IoError | null> {
  return new Promise((resolve) => { if (operation(resolve)) resolve(null); });
}

/** One life's view of a disk: dead after the life, and failing while the disk is unplugged. */
class Opened implements BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  readonly punchesHoles = true;
  readonly #disk: MemoryDisk;
  readonly #isOver: () => boolean;
  readonly #isGone: () => boolean;
  readonly #soon: (run: () => void) => void;
  readonly #ends = new Map<Done, Done>();

  constructor(disk: MemoryDisk, isOver: () => boolean, isGone: () => boolean, soon: (run: () => void) => void) {
    this.#soon = soon;
    this.#disk = disk;
    this.#isOver = isOver;
    this.#isGone = isGone;
    this.sizeBytes = disk.sizeBytes;
    this.readOnly = disk.readOnly;
  }

  #pass(done: Done, operation: (done: Done) => boolean): boolean {
    if (this.#isOver()) return false;
    if (this.#isGone()) {
      this.#soon(() => { done({ code: 'EIO', message: 'unplugged' }); });
      return false;
    }
    const ended: Done = (error) => {
      this.#ends.delete(done);
      if (!this.#isOver()) done(error);
    };
    const complete = operation(ended);
    if (!complete) this.#ends.set(done, ended);
    return complete;
  }

  giveUp(done: Done): boolean {
    return !this.#isOver() && this.#disk.giveUp(this.#ends.get(done) ?? done);
  }

  get lateCalls(): number {
    return this.#disk.lateCalls;
  }

  read(buffer: Uint8Array, start: number, offset: number, length: number, done: Done): boolean {
    return this.#pass(done, (ended) => this.#disk.read(buffer, start, offset, length, ended));
  }

  write(buffer: Uint8Array, start: number, offset: number, length: number, done: Done): boolean {
    return this.#pass(done, (ended) => this.#disk.write(buffer, start, offset, length, ended));
  }

  zero(offset: number, length: number, keep: boolean, done: Done): boolean {
    return this.#pass(done, (ended) => this.#disk.zero(offset, length, keep, ended));
  }

  flush(done: Done): boolean {
    return this.#pass(done, (ended) => this.#disk.flush(ended));
  }

  writeDurable(buffer: Uint8Array, start: number, offset: number, length: number, done: Done): boolean {
    return this.#pass(done, (ended) => this.#disk.writeDurable(buffer, start, offset, length, ended));
  }

  close(): void {
    this.#disk.closed = false;
  }
}

export function makeMirror(volume: string, mirrors = 2, sizeBytes = 4 * mebibyte): VolumeMake {
  return {
    command: 'volume.make', group: 'Data', volume, sizeBytes, type: mirrors > 1 ? 'mirror' : 'spanned', mirrors, disks: [],
    excludedDisks: [], zeroed: true,
  };
}
