/**
 * One plex: splits a request at the borders of subdisks and stripe units and hands the parts to the disks. Errors come
 * up as `DiskError`, naming the disk. With one part that completes at once it makes no garbage.
 */
import { CountedCall } from '../device/io-counters.ts';
import type { IoCounters, OperationCounters } from '../device/io-counters.ts';
import type { BlockDevice, Clock, Done, IoError } from '../device/ports.ts';
import type { Piece, PlexMap } from '../geometry/plex-map.ts';
import { buildPlexMap, newPiece, pieceAt } from '../geometry/plex-map.ts';
import type { DiskRecord, PlexRecord, SubdiskRecord } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { CounterBook } from './counter-book.ts';
import type { DiskError } from './disk-use.ts';
import { DiskUse } from './disk-use.ts';
import { Join, spareObjectsMaximum, unset } from './join.ts';
import type { Abilities, Layer } from './layer.ts';

type PieceOperation = 'read' | 'write' | 'zero' | 'zero keeping space';

const nothing = new Uint8Array(0);

export interface PlexParts {
  readonly plex: PlexRecord;
  readonly subdisks: readonly SubdiskRecord[];
  readonly disks: readonly DiskRecord[];
  readonly lengthBytes: number;
  /** Nothing but this plex holds the volume's bytes: a disk of it that is missing from the start may hold unflushed ones. */
  readonly onlyPlex: boolean;
  /** Shared by all plexes that the volume ever has; filled on demand. */
  readonly uses: Map<DiskId, DiskUse>;
}

export interface DeviceSource {
  readonly clock: Clock;
  readonly counters: CounterBook;
  device(diskId: DiskId): BlockDevice | null;
}

export class PlexLayer implements Layer {
  readonly abilities: Abilities;
  private readonly map: PlexMap;
  private readonly piece = newPiece();
  private readonly source: DeviceSource;
  /** In the order of `PlexMap.diskIds`. */
  private readonly uses: readonly DiskUse[];
  private readonly diskNames: ReadonlyMap<DiskId, string>;
  private readonly counters: IoCounters;
  /** In the order of `PlexMap.subdisks`. */
  private readonly subdiskCounters: readonly IoCounters[];
  private readonly joins: Join[] = [];
  private readonly calls: PlexCall[] = [];
  private readonly completions: PieceCompletion[] = [];
  /** Pieces that were not complete at once. */
  private readonly inFlight = new Set<PieceCompletion>();

  constructor(parts: PlexParts, source: DeviceSource) {
    this.source = source;
    this.map = buildPlexMap(parts.plex, parts.subdisks);
    this.uses = this.map.diskIds.map((diskId) => useOf(parts.uses, diskId, parts.onlyPlex || source.device(diskId) !== null));
    this.counters = source.counters.plex(parts.plex.id);
    this.subdiskCounters = this.map.subdisks.map(({ id, diskId }) => source.counters.subdisk(id, diskId));
    this.diskNames = new Map(parts.disks.map((disk) => [disk.id, disk.name]));
    const devices = this.uses.map((use) => source.device(use.diskId));
    this.abilities = {
      sizeBytes: parts.lengthBytes,
      readOnly: devices.some((device) => device?.readOnly === true),
      fastZero: devices.every((device) => device?.punchesHoles === true),
    };
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.issue('read', buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.issue('write', buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    return this.issue(keepAllocated ? 'zero keeping space' : 'zero', nothing, 0, offsetBytes, lengthBytes, done);
  }

  /** Zeros, not a hint passed on: what a disk returns after a discard may differ from plex to plex and change. */
  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.issue('zero', nothing, 0, offsetBytes, lengthBytes, done);
  }

  /** Flushes the disks that the volume has written since it last flushed them. */
  flush(done: Done): boolean {
    if (sabotaged('skip-flush')) return true;
    const join = Join.begin(this.joins, done);
    for (const use of this.uses) {
      if (use.written !== use.flushed && !this.flushDisk(use, done, join.part)) join.add();
    }
    return join.end();
  }

  isOn(diskId: DiskId): boolean {
    return this.uses.some((use) => use.diskId === diskId);
  }

  /** Whether every disk that the range touches is there. */
  reaches(offsetBytes: number, lengthBytes: number): boolean {
    const { piece } = this;
    for (let at = 0; at < lengthBytes; at += piece.lengthBytes) {
      pieceAt(this.map, offsetBytes + at, lengthBytes - at, piece);
      if (this.source.device((this.uses[piece.disk] as DiskUse).diskId) === null) return false;
    }
    return true;
  }

  /**
   * Gives up the call that was given this `done`, as far as its disks can: those parts end with ETIMEDOUT, marked as late.
   * May call back from within.
   */
  expire(done: Done): void {
    for (const piece of [...this.inFlight]) if (piece.call === done) this.giveUp(piece);
  }

  /** Gives up all that is in flight: the plex takes no part any more, and nobody is to wait for it. */
  expireAll(): void {
    for (const piece of [...this.inFlight]) this.giveUp(piece);
  }

  /** Something that was given up may still land on a disk of the plex. */
  get hasLateCalls(): boolean {
    return this.uses.some((use) => (this.source.device(use.diskId)?.lateCalls ?? 0) > 0);
  }

  /** What an error without a disk's name in it means: the first disk stands for the plex. */
  tag(error: IoError): DiskError {
    return 'diskId' in error ? (error as DiskError) : { ...error, diskId: (this.uses[0] as DiskUse).diskId, missing: false };
  }

  private issue(
    operation: PieceOperation, buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done,
  ): boolean {
    const { clock } = this.source;
    const call = this.calls.pop() ?? new PlexCall(this);
    call.done = done;
    call.countFrom(countersOf(this.counters, operation), lengthBytes, clock, -1);
    if (!this.issuePieces(operation, buffer, bufferStart, offsetBytes, lengthBytes, call)) {
      call.countLater(clock);
      return false;
    }
    call.countAtOnce(clock);
    this.release(call);
    return true;
  }

  /** Called by a call that completes late. */
  ended(call: PlexCall, error: IoError | null): void {
    const { done } = call;
    call.countEnd(error, this.source.clock);
    this.release(call);
    done(error);
  }

  private release(call: PlexCall): void {
    call.done = unset;
    if (this.calls.length < spareObjectsMaximum) this.calls.push(call);
  }

  private issuePieces(
    operation: PieceOperation, buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, call: PlexCall,
  ): boolean {
    const { map, piece } = this;
    pieceAt(map, offsetBytes, lengthBytes, piece);
    if (piece.lengthBytes === lengthBytes) return this.issuePiece(operation, piece, buffer, bufferStart, call.done, call.finish);
    const join = Join.begin(this.joins, call.finish);
    let at = 0;
    for (;;) {
      const pieceBytes = piece.lengthBytes;
      if (!this.issuePiece(operation, piece, buffer, bufferStart + at, call.done, join.part)) join.add();
      at += pieceBytes;
      if (at === lengthBytes) return join.end();
      pieceAt(map, offsetBytes + at, lengthBytes - at, piece);
    }
  }

  private issuePiece(
    operation: PieceOperation, piece: Piece, buffer: Uint8Array, bufferStart: number, call: Done, done: Done,
  ): boolean {
    const { diskOffsetBytes, lengthBytes } = piece;
    const use = this.uses[piece.disk] as DiskUse;
    const device = this.source.device(use.diskId);
    if (device === null) return this.missing(use, done);
    const completion = this.completions.pop() ?? new PieceCompletion(this);
    completion.call = call;
    completion.done = done;
    completion.use = use;
    completion.device = device;
    completion.flushCovers = -1;
    completion.changes = operation !== 'read';
    const counters = countersOf(this.subdiskCounters[piece.subdisk] as IoCounters, operation);
    completion.countFrom(counters, lengthBytes, this.source.clock, -1);
    let complete: boolean;
    if (operation === 'read') complete = device.read(buffer, bufferStart, diskOffsetBytes, lengthBytes, completion.finish);
    else if (operation === 'write') complete = device.write(buffer, bufferStart, diskOffsetBytes, lengthBytes, completion.finish);
    else complete = device.zero(diskOffsetBytes, lengthBytes, operation === 'zero keeping space', completion.finish);
    if (!complete) {
      completion.countLater(this.source.clock);
      this.inFlight.add(completion);
      return false;
    }
    completion.countAtOnce(this.source.clock);
    if (operation !== 'read') use.wrote(device);
    completion.device = null;
    this.completions.push(completion);
    return true;
  }

  /** Called by a piece that completes late. */
  pieceEnded(completion: PieceCompletion, error: IoError | null): void {
    const { done, use, device, changes, flushCovers } = completion;
    this.inFlight.delete(completion);
    completion.countEnd(error, this.source.clock);
    completion.call = unset;
    completion.done = unset;
    completion.device = null;
    if (this.completions.length < spareObjectsMaximum) this.completions.push(completion);
    if (changes) {
      if (error === null && device !== null) use.wrote(device);
      else use.failedToWrite();
    } else if (flushCovers >= 0) {
      if (error === null) use.flushedUpTo(flushCovers);
      else if (sabotaged('retry-failed-flush') && device !== null) {
        if (device.flush(done)) done(null);
        return;
      }
    }
    done(error === null ? null : this.named(error, use.diskId, false));
  }

  private giveUp(piece: PieceCompletion): void {
    if (!this.inFlight.has(piece) || piece.device?.giveUp?.(piece.finish) !== true) return;
    this.pieceEnded(piece, late);
  }

  private flushDisk(use: DiskUse, call: Done, done: Done): boolean {
    const device = this.source.device(use.diskId);
    // A disk of a mirror that was missing from the start, and that was written nothing, has missed nothing.
    if (device === null) return use.owesNothing || this.missing(use, done);
    if (!use.isCoveredBy(device)) return this.lost(use, device, done);
    const completion = this.completions.pop() ?? new PieceCompletion(this);
    const covers = use.written;
    completion.call = call;
    completion.done = done;
    completion.use = use;
    completion.device = device;
    completion.flushCovers = covers;
    completion.changes = false;
    completion.countNothing();
    if (!device.flush(completion.finish)) {
      this.inFlight.add(completion);
      return false;
    }
    use.flushedUpTo(covers);
    completion.device = null;
    this.completions.push(completion);
    return true;
  }

  /** Told to every flush until the first of them has its answer: none of them may count the writes as flushed. */
  private lost(use: DiskUse, device: BlockDevice, done: Done): boolean {
    const message = 'the disk was attached anew; what was written to it before and not flushed may be lost';
    const error: DiskError = { ...this.named({ code: 'EIO', message }, use.diskId, false), lost: true };
    this.source.clock.soon(() => {
      use.startOver(device);
      done(error);
    });
    return false;
  }

  private missing(use: DiskUse, done: Done): boolean {
    const error = this.named({ code: 'EIO', message: 'the disk is missing' }, use.diskId, true);
    this.source.clock.soon(() => { done(error); });
    return false;
  }

  private named(error: IoError, diskId: DiskId, missing: boolean): DiskError {
    const message = `${this.diskNames.get(diskId) ?? diskId}: ${error.message}`;
    return error === late ? { code: late.code, message, diskId, missing, late: true } : { code: error.code, message, diskId, missing };
  }
}

const late: IoError = { code: 'ETIMEDOUT', message: 'the disk did not answer in time, and the volume goes on without it' };
const unusedDisk = new DiskUse('' as DiskId, false);

function countersOf(counters: IoCounters, operation: PieceOperation): OperationCounters {
  if (operation === 'read') return counters.read;
  return operation === 'write' ? counters.write : counters.zero;
}

/** One data call of the plex, whole. */
class PlexCall extends CountedCall {
  done: Done = unset;
  readonly finish: Done;

  constructor(owner: PlexLayer) {
    super();
    this.finish = (error) => { owner.ended(this, error); };
  }
}

class PieceCompletion extends CountedCall {
  /** What the whole call was given, by which it may be given up. */
  call: Done = unset;
  done: Done = unset;
  use: DiskUse = unusedDisk;
  device: BlockDevice | null = null;
  changes = false;
  /** Of a flush: what it covers of the disk's writes; else -1. */
  flushCovers = -1;
  readonly finish: Done;

  constructor(owner: PlexLayer) {
    super();
    this.finish = (error) => { owner.pieceEnded(this, error); };
  }
}

function useOf(uses: Map<DiskId, DiskUse>, diskId: DiskId, present: boolean): DiskUse {
  const known = uses.get(diskId);
  if (known !== undefined) return known;
  const use = new DiskUse(diskId, present);
  uses.set(diskId, use);
  return use;
}
