/**
 * The I/O path of one started volume: gate -> overlap order -> recovery -> mirror -> plexes -> disks
 * (docs/decisions/0001). Built from a definition, changed only by `reconfigure`, with the gate drained.
 *
 * - `layer` is the gate: the same object for life.
 * - A plex that has left (it missed something) stays out while definitions still call it ACTIVE, for such a definition is
 *   older than the failure. It comes back by way of a definition that says otherwise, or by `attach`.
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
import { Mirror } from './mirror.ts';
import { OverlapLayer } from './overlap.ts';
import { PlexAttachWork } from './plex-attach.ts';
import { PlexLayer } from './plex-layer.ts';
import { RangeCopy } from './range-copy.ts';
import { RangeOrder } from './range-order.ts';
import { ReadRepair } from './read-repair.ts';
import { RecoveryWork } from './recovery-work.ts';
import { RecoveryLayer } from './recovery.ts';
import type { CopyJob, CopyOutcome, VolumeDefinition, VolumeOwner } from './volume-definition.ts';

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
  private readonly uses = new Map<DiskId, DiskUse>();
  private readonly members = new Map<PlexId, MirrorMember>();
  private readonly attaching = new Set<PlexId>();
  private readonly jobs = new Set<CopyJob>();
  private definition: VolumeDefinition;
  private started = false;
  private recoveryBegun = false;

  constructor(definition: VolumeDefinition, owner: VolumeOwner) {
    this.owner = owner;
    this.definition = definition;
    this.mirror = new Mirror(owner, {
      becameUnequal: (offsetBytes, lengthBytes) => {
        if (this.mirror.writers.length > 1) this.recovery.regions.markRange(offsetBytes, lengthBytes);
      },
      readRepairable: (member, offsetBytes, lengthBytes) => { this.repair.request(member, offsetBytes, lengthBytes); },
    });
    this.copy = new RangeCopy(this.mirror);
    this.recovery = new RecoveryLayer(this.mirror, this.order, this.copy);
    this.gate = new Gate(new OverlapLayer(this.recovery, this.order), owner.clock);
    this.repair = new ReadRepair(this.gate, this.order, this.copy, owner.log);
    this.layer = this.gate;
    this.build(definition);
    // No client may read a region of a volume in SYNC that is not equal, not even before `recover` is called.
    if (definition.volume.state === 'SYNC') this.beginRecovery();
  }

  /** Opens the gate. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.gate.release();
  }

  /** Changes plexes, length or policy with the gate drained. `ETIMEDOUT` after 5 s: nothing has changed. */
  reconfigure(definition: VolumeDefinition, done: Done): void {
    if (this.gate.isStopped) {
      this.owner.clock.soon(() => { done({ code: 'ESHUTDOWN', message: 'the volume is stopped' }); });
      return;
    }
    this.gate.pause((error) => {
      if (error !== null) {
        done(error);
        return;
      }
      this.build(definition);
      this.gate.release();
      done(null);
    });
  }

  /** Read-writeback of the whole volume, or of what an earlier, cancelled run has left. To be called before `start`. */
  recover(ended: (outcome: CopyOutcome) => void): CopyJob {
    if (!this.recoveryBegun || this.recovery.regions.count === 0) this.beginRecovery();
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
    const work = new PlexAttachWork(member, this.definition.volume.lengthBytes, this.order, this.copy);
    return this.run(work, (outcome) => {
      if (outcome.kind !== 'done') {
        this.attaching.delete(plexId);
        this.mirror.detach(member);
      }
      ended(outcome);
    });
  }

  /** For good: waiting calls get ESHUTDOWN, those in flight end, jobs are cancelled, all plexes are flushed. */
  stop(done: Done): void {
    this.gate.stop();
    for (const job of [...this.jobs]) job.cancel();
    this.drainThen(stopDrainsMaximum, (error) => {
      if (error !== null) {
        done(error);
        return;
      }
      const flushed = (flushError: IoError | null): void => { done(flushError ?? this.unequalError()); };
      if (this.recovery.flush(flushed)) flushed(null);
    });
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
    this.recovery.regions.resize(abilities.sizeBytes);
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
