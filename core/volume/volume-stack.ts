/**
 * The I/O path of one started volume: gate -> overlap order -> intent mark -> recovery -> mirror -> plexes -> disks
 * (docs/decisions/0001, 0007). Built from a definition, changed only by `reconfigure`, with the gate drained.
 *
 * - `layer` is the gate: the same object for life.
 * - A plex that has left (it missed something) stays out while definitions still call it ACTIVE, for such a definition is
 *   older than the failure. It comes back by way of a definition that says otherwise, or by `attach`.
 * - The gate opens after the logs were read. With a map, a recovery makes equal what the intent map names, else everything.
 */
import type { Done, IoError } from '../device/ports.ts';
import type { PlexRecord } from '../model/configuration.ts';
import type { DiskId, PlexId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { sabotaged } from '../model/sabotage.ts';
import { ChunkedCopyJob } from './copy-job.ts';
import type { CopyWork } from './copy-job.ts';
import type { DiskUse } from './disk-use.ts';
import { Gate } from './gate.ts';
import type { Abilities, Layer } from './layer.ts';
import { MirrorMember } from './mirror-member.ts';
import { MapKeeper } from './map-keeper.ts';
import { Mirror } from './mirror.ts';
import { OverlapLayer } from './overlap.ts';
import { PlexAttachWork } from './plex-attach.ts';
import { PlexLayer } from './plex-layer.ts';
import { RangeCopy } from './range-copy.ts';
import { RangeOrder } from './range-order.ts';
import { ReadRepair } from './read-repair.ts';
import { RecoveryWork } from './recovery-work.ts';
import { RecoveryLayer } from './recovery.ts';
import { recoveryRegionBytes } from './unequal-regions.ts';
import { VerifyWork } from './verify-work.ts';
import type { CopyExtent, CopyJob, CopyOutcome, VolumeDefinition, VolumeOwner } from './volume-definition.ts';
import type { PlexPart } from './volume-maps.ts';

/** How often `stop` waits another drain; every call to a disk ends sooner by the disk's own deadline. */
const stopDrainsMaximum = 12;

export class VolumeStack {
  readonly layer: Layer;
  private readonly owner: VolumeOwner;
  private readonly gate: Gate;
  private readonly order = new RangeOrder();
  private readonly mirror: Mirror;
  private readonly copy: RangeCopy;
  private readonly recovery: RecoveryLayer;
  private readonly repair: ReadRepair;
  private readonly maps: MapKeeper;
  private readonly uses = new Map<DiskId, DiskUse>();
  private readonly members = new Map<PlexId, MirrorMember>();
  private readonly attaching = new Set<PlexId>();
  private readonly jobs = new Set<CopyJob>();
  private definition: VolumeDefinition;
  private started = false;
  /** Null when the logs have been read; what waits for that until then. */
  private opening: (() => void)[] | null = [];
  private recoveryBegun = false;

  constructor(definition: VolumeDefinition, owner: VolumeOwner) {
    this.owner = owner;
    this.definition = definition;
    this.mirror = new Mirror(owner, {
      becameUnequal: (offsetBytes, lengthBytes) => { this.becameUnequal(offsetBytes, lengthBytes); },
      plexLeft: (member) => { this.maps.plexLeft(member.plexId); },
      plexCameBack: () => { this.becameUnequal(0, this.definition.volume.lengthBytes); },
      rewriting: (offsetBytes, lengthBytes) => { this.maps.rewriting(offsetBytes, lengthBytes); },
      readRepairable: (member, offsetBytes, lengthBytes) => { this.repair.request(member, offsetBytes, lengthBytes); },
    });
    this.copy = new RangeCopy(this.mirror);
    this.recovery = new RecoveryLayer(this.mirror, this.order, this.copy);
    this.maps = new MapKeeper({ owner, mirror: this.mirror, order: this.order, recovery: this.recovery });
    this.gate = new Gate(new OverlapLayer(this.recovery, this.order, this.maps.layer), owner.clock,
      owner.counters.volume(definition.volume.id));
    this.repair = new ReadRepair(this.gate, this.order, this.copy, owner.log);
    this.layer = this.gate;
    this.build(definition);
    // No client may read a region of a volume in SYNC that is not equal, not even before `recover` is called.
    if (definition.volume.state === 'SYNC') this.beginRecovery();
  }

  /** See `Gate.peek`. */
  peek(buffer: Uint8Array, offsetBytes: number, done: Done): boolean {
    return this.gate.peek(buffer, offsetBytes, done);
  }

  /** Reads the logs, if there are any, and opens the gate; then calls `opened`, at once where there was nothing to read. */
  start(opened: () => void = () => undefined): void {
    if (this.started) return;
    this.started = true;
    this.maps.open(this.definition, () => {
      if (this.definition.logs.length > 0 && this.recoveryBegun) this.narrowRecovery();
      const waiting = this.opening ?? [];
      this.opening = null;
      this.gate.release();
      opened();
      for (const run of waiting) run();
    });
  }

  /** What is published, ahead of a `reconfigure`: the places of maps. */
  learn(definition: VolumeDefinition): void {
    if (this.opening === null) this.maps.learn(definition, (plexId) => this.partIn(plexId));
  }

  /** Some disks are back: logs that can be are written anew, and marks that were denied are asked for again. */
  disksAreBack(definition: VolumeDefinition): void {
    if (this.opening !== null) return;
    this.maps.revive(definition);
    if (this.mirror.marks.pending) this.mirror.marks.settle(() => undefined);
  }

  /** Plexes are known to differ, though none of them is marked. */
  get isUnequal(): boolean {
    return this.recovery.regions.count > 0;
  }

  /** What is to be made equal. */
  get unequalExtent(): CopyExtent {
    const { regions } = this.recovery;
    return { regions: regions.count, bytes: regions.markedBytes(0), ofBytes: this.definition.volume.lengthBytes };
  }

  /** What a plex lacks by its map; null when no map says so. */
  missedExtent(plexId: PlexId): CopyExtent | null {
    return this.maps.missedExtent(plexId, this.definition.volume.lengthBytes);
  }

  /** Changes plexes, length or policy with the gate drained. `ETIMEDOUT` after 5 s: nothing has changed. */
  reconfigure(definition: VolumeDefinition, done: Done): void {
    if (this.gate.isStopped) {
      this.owner.clock.soon(() => { done({ code: 'ESHUTDOWN', message: 'the volume is stopped' }); });
      return;
    }
    this.whenOpened(() => {
      this.gate.pause((error) => {
        if (error !== null) {
          done(error);
          return;
        }
        this.build(definition);
        this.maps.follow(definition, () => {
          this.gate.release();
          done(null);
        });
      });
    });
  }

  /** Closes the gate until `release`, drains it, and flushes all plexes. On an error nothing has changed. */
  hold(done: Done): void {
    this.gate.pause((error) => {
      if (error !== null) {
        done(error);
        return;
      }
      const flushed = (flushError: IoError | null): void => {
        if (flushError !== null) this.gate.release();
        done(flushError);
      };
      if (sabotaged('break-without-flush') || this.recovery.flush(flushed)) flushed(null);
    });
  }

  release(): void {
    this.gate.release();
  }

  /** Of the plexes and logs that the path is built of. */
  get partIds(): readonly string[] {
    return [...this.definition.plexes, ...this.definition.logs].map(({ id }) => id);
  }

  /**
   * Read-writeback. `volume`: all that a crash may have left different, or what an earlier, cancelled run has left of it; to be
   * called before `start` or after `opened`. `marked`: what is known to differ.
   */
  recover(ended: (outcome: CopyOutcome) => void, what: 'volume' | 'marked' = 'volume'): CopyJob {
    if (what === 'volume' && !this.recoveryBegun) this.beginRecovery();
    const plex = this.definition.plexes[0];
    invariant(plex !== undefined, 'a volume has a plex');
    return this.run(new RecoveryWork(this.recovery, plex.id), (outcome) => {
      if (outcome.kind === 'done') this.recoveryBegun = false;
      ended(outcome);
    });
  }

  /**
   * Fills a plex (STALE or TEMPRMSD) from the ACTIVE ones; clients write it from this call on. After `done` it goes on
   * being written, and is read once a definition calls it ACTIVE. After any other outcome it is written no more.
   */
  attach(plexId: PlexId, ended: (outcome: CopyOutcome) => void): CopyJob {
    this.attaching.add(plexId);
    this.members.delete(plexId);
    this.forgetWrites(plexId);
    this.build(this.definition);
    const member = this.members.get(plexId);
    invariant(member !== undefined && !member.readable, 'only a plex of the volume that is not ACTIVE is attached');
    const work = new PlexAttachWork(member, this.definition.volume.lengthBytes, this.order, this.copy, this.maps.catchUp(member));
    return this.run(work, (outcome) => {
      if (outcome.kind !== 'done' && !(outcome.kind === 'cancelled' && sabotaged('abort-leaves-plex-written'))) {
        this.attaching.delete(plexId);
        this.mirror.detach(member);
      }
      ended(outcome);
    });
  }

  /** Compares the plexes beside client I/O; what differs is written anew from `rightPlexId`, when it is given. */
  verify(rightPlexId: PlexId | null, ended: (outcome: CopyOutcome) => void): { readonly job: CopyJob; readonly work: VerifyWork } {
    const { mirror, order, copy, recovery: { regions: unequal } } = this;
    const work = new VerifyWork({ mirror, order, copy, unequal, sizeBytes: this.definition.volume.lengthBytes, rightPlexId });
    return { job: this.run(work, ended), work };
  }

  /** For good: waiting calls get ESHUTDOWN, those in flight end, jobs are cancelled, all plexes are flushed. */
  stop(done: Done): void {
    this.gate.stop();
    for (const job of [...this.jobs]) job.cancel();
    const ended = (error: IoError | null): void => {
      const answer = error ?? this.unequalError();
      this.maps.close(error === null, () => { done(answer); });
    };
    const drained = (error: IoError | null): void => {
      if (error !== null || this.recovery.flush(ended)) ended(error);
    };
    this.whenOpened(() => { this.drainThen(stopDrainsMaximum, drained); });
  }

  private whenOpened(run: () => void): void {
    if (this.started && this.opening !== null) this.opening.push(run);
    else run();
  }

  private drainThen(times: number, done: Done): void {
    this.gate.drain((error) => {
      if (error !== null && times > 1) this.drainThen(times - 1, done);
      else done(error);
    });
  }

  /** An error left plexes unequal, and no recovery put it right: the volume must not be called clean. */
  private unequalError(): IoError | null {
    if (this.recovery.regions.count === 0 || this.recoveryBegun) return null;
    return { code: 'EIO', message: 'after a failed write the plexes of the volume may differ' };
  }

  private beginRecovery(): void {
    this.recoveryBegun = true;
    this.recovery.regions.markAll();
    // A crash from now on must find marked what a running volume is to make equal.
    if (this.opening === null) this.maps.markAll();
  }

  /** The logs have been read: only what they call marked may differ. */
  private narrowRecovery(): void {
    const { regions } = this.recovery;
    regions.clearAll();
    const unequal = this.maps.unequalRanges(0, this.definition.volume.lengthBytes);
    for (const range of unequal) regions.markRange(range.startBytes, range.lengthBytes);
  }

  private becameUnequal(offsetBytes: number, lengthBytes: number): void {
    if (this.mirror.writers.length < 2) return;
    for (const range of this.maps.unequalRanges(offsetBytes, lengthBytes)) {
      this.recovery.regions.markRange(range.startBytes, range.lengthBytes);
    }
    this.owner.clock.soon(() => { this.owner.plexesDiffer(); });
  }

  private partIn(plexId: PlexId): PlexPart {
    const member = this.members.get(plexId);
    if (member === undefined) return 'none';
    if (member.condition !== 'live') return 'out';
    return member.readable ? 'read' : 'none';
  }

  private run(work: CopyWork, ended: (outcome: CopyOutcome) => void): CopyJob {
    const job = new ChunkedCopyJob(work, this.gate, this.owner.clock, (outcome) => {
      this.jobs.delete(job);
      ended(outcome);
    });
    this.jobs.add(job);
    return job;
  }

  private build(definition: VolumeDefinition): void {
    this.definition = definition;
    this.maps.learn(definition, (plexId) => this.partIn(plexId));
    const present = new Set<PlexId>();
    for (const plex of definition.plexes) {
      const part = this.partOf(plex);
      if (part === 'none') continue;
      present.add(plex.id);
      this.place(plex, part === 'read and written');
    }
    for (const plexId of [...this.members.keys()]) if (!present.has(plexId)) this.members.delete(plexId);
    const members = [...this.members.values()];
    const abilities: Abilities = {
      sizeBytes: definition.volume.lengthBytes,
      readOnly: definition.volume.readOnly || members.some((member) => member.layer.abilities.readOnly),
      fastZero: members.every((member) => member.layer.abilities.fastZero),
    };
    this.mirror.configure(members, definition.volume.readPolicy, abilities);
    this.recovery.inner = this.withoutMirror() ?? this.mirror;
    const { mapRegionBytes } = definition.volume;
    this.recovery.regions.resize(abilities.sizeBytes, Math.min(mapRegionBytes || recoveryRegionBytes, recoveryRegionBytes));
    this.maps.resize(definition);
    this.gate.abilities = abilities;
  }

  private place(plex: PlexRecord, readable: boolean): void {
    const { plexes, subdisks, disks, volume } = this.definition;
    const parts = { plex, subdisks, disks, lengthBytes: volume.lengthBytes, onlyPlex: plexes.length === 1, uses: this.uses };
    const layer = new PlexLayer(parts, this.owner);
    const striped = plex.layout === 'striped';
    const known = this.members.get(plex.id);
    if (known === undefined) {
      this.members.set(plex.id, new MirrorMember(plex.id, layer, striped, readable));
      return;
    }
    known.layer = layer;
    known.striped = striped;
    known.readable = readable;
  }

  /** Every byte of the plex is about to be written: what its disks lost meanwhile no longer matters, but to other plexes. */
  private forgetWrites(plexId: PlexId): void {
    const { subdisks } = this.definition;
    const others = new Set(subdisks.filter((subdisk) => this.members.has(subdisk.plexId)).map((subdisk) => subdisk.diskId));
    for (const { plexId: owner, diskId } of subdisks) {
      if (owner === plexId && !others.has(diskId)) this.uses.get(diskId)?.startOver(null);
    }
  }

  private partOf(plex: PlexRecord): 'read and written' | 'written' | 'none' {
    if (plex.state === 'ACTIVE' || plex.state === 'CLEAN') {
      this.attaching.delete(plex.id);
      return 'read and written';
    }
    if (plex.state === 'TEMPRMSD' || this.attaching.has(plex.id) || sabotaged('read-from-stale-plex')) return 'written';
    return 'none';
  }

  /** A volume of one plex pays nothing for the mirror. */
  private withoutMirror(): Layer | null {
    const only = this.mirror.readers[0];
    return this.definition.plexes.length === 1 && this.mirror.readers.length === 1 && only !== undefined ? only.layer : null;
  }
}
