/**
 * How fast a copy may go beside client I/O. A group has one thread, so what a chunk takes there is taken from the clients of
 * all its volumes; and a chunk that waits for a disk takes the disk from them.
 *
 * - While nobody else has work a copy goes on at once, as fast as the disks are.
 * - While clients are busy all copies of the group together have a share of the time: after a chunk that took t, the next one
 *   begins t / share after it began. What a timer overslept is made up for, up to a bound.
 * - A bound on that period keeps a copy going, however slow its chunks are and however busy the clients.
 *
 * Clients are busy while calls come through the gate, and for a moment after. Clients of the group's other volumes show in the
 * turn of the event loop between two chunks, less what other copies did in it.
 */
import type { Clock } from '../device/ports.ts';
import type { Gate } from './gate.ts';

/** Of the group's thread, for all its copies together, while clients are busy. */
export const busyCopyShare = 0.2;
/** The same for chunks that waited for a disk: they leave the thread free, and clients have more in flight there than a copy. */
export const busyDiskShare = 0.5;
/** However slow a chunk is, the next one begins this long after it began, or as soon as it has ended. */
export const periodMillisecondsMaximum = 50;
/** What was overslept and may be made up for. */
export const creditMillisecondsMaximum = 10;
/** Clients count as busy for so long after a call: one client alone thinks between two. */
export const busyMilliseconds = 10;
/** A turn of the event loop in which others worked longer than this is one with busy clients. */
export const busyTurnMilliseconds = 0.5;
/** Weight of the newest chunk in the share that is shown. */
const newestChunkWeight = 0.1;

/** What the copies of one group, that is of one thread, know of each other. */
export class CopyLedger {
  /** Copies that have their turn and are not paused. */
  running = 0;
  /** Time that chunks of all copies have taken from the thread, since ever. */
  spentMilliseconds = 0;
}

export class CopyGovernor {
  ledger = new CopyLedger();
  /** The share of the time that chunks took lately, 0 to 1. */
  copyShare = 0;
  private readonly gate: Gate;
  private readonly clock: Clock;
  private callsSeen: number;
  private busyUntil = -Infinity;
  /** When the next chunk may begin, if clients are busy. */
  private due = -Infinity;
  private began = -Infinity;
  private ended = 0;
  private spentAtEnd = 0;

  constructor(gate: Gate, clock: Clock) {
    this.gate = gate;
    this.clock = clock;
    this.callsSeen = gate.clientCalls;
  }

  get clientsBusy(): boolean {
    return this.clock.nowMilliseconds() < this.busyUntil;
  }

  chunkBegins(): void {
    const now = this.clock.nowMilliseconds();
    const period = now - this.began;
    if (period > 0 && period < Infinity) {
      this.copyShare += newestChunkWeight * (Math.min(1, (this.ended - this.began) / period) - this.copyShare);
    }
    this.began = now;
  }

  /** `atOnce`: the chunk had the thread for itself; else it waited for a disk, and others had their turns meanwhile. */
  chunkEnded(atOnce: boolean): void {
    const now = this.clock.nowMilliseconds();
    const took = now - this.began;
    const share = atOnce ? busyCopyShare / Math.max(1, this.ledger.running) : busyDiskShare;
    const period = Math.min(took / share, Math.max(periodMillisecondsMaximum, took));
    // What was overslept counts, up to a bound; chunks that were taken while nobody was busy are no debt.
    this.due = Math.min(Math.max(this.due, this.began - creditMillisecondsMaximum), this.began) + period;
    if (atOnce) this.ledger.spentMilliseconds += took;
    this.ended = now;
    this.spentAtEnd = this.ledger.spentMilliseconds;
  }

  /** To be asked in the turn of the event loop that follows the chunk: how long the next one has to wait. */
  waitMilliseconds(): number {
    const now = this.clock.nowMilliseconds();
    const { clientCalls, inFlight } = this.gate;
    const othersWorked = now - this.ended - (this.ledger.spentMilliseconds - this.spentAtEnd);
    if (clientCalls !== this.callsSeen || inFlight > 0 || othersWorked > busyTurnMilliseconds) this.busyUntil = now + busyMilliseconds;
    this.callsSeen = clientCalls;
    return now < this.busyUntil ? Math.max(0, this.due - now) : 0;
  }
}
