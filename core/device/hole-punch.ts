/**
 * Punched holes, by children, since Node has no call for it. Each costs a millisecond or two, so ranges that wait and
 * touch are put together, and at most two children run at a time. The order against overlapping writes is kept by the
 * layers above: a range that is being zeroed is written by nobody else.
 */
import { mebibyte } from '../model/limits.ts';
import type { FileCalls, ZeroOutcome, Zeroed } from './file-calls.ts';

/** In one thread, beside those of disks that do not answer; each disk group has a thread of its own. */
export const childrenMaximum = 2;
export const punchBytesMaximum = 128 * mebibyte;
/** Ranges that wait for a child; the rest are told to be written instead. */
export const waitingPunchesMaximum = 1024;

interface WaitingPunch {
  startBytes: number;
  endBytes: number;
  readonly keepAllocated: boolean;
  readonly puncher: HolePuncher;
  readonly waiters: Waiter[];
}

interface Child {
  counts: boolean;
}

interface Waiter {
  /** Nobody waits for it any more: it need not begin. */
  readonly isGivenUp: () => boolean;
  readonly done: Zeroed;
}

const waiting: WaitingPunch[] = [];
let children = 0;

export class HolePuncher {
  /** False once the file system has refused: zeros are written from then on. */
  works: boolean;
  private keepsSpace = true;
  private readonly running = new Set<Child>();
  private isBlocked = false;
  private readonly calls: FileCalls;
  private readonly descriptor: number;

  constructor(calls: FileCalls, descriptor: number, works: boolean) {
    this.calls = calls;
    this.descriptor = descriptor;
    this.works = works;
  }

  /** Any outcome but `done` means that the range is unchanged or partly zero, and zeros have to be written. */
  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, isGivenUp: () => boolean, done: Zeroed): void {
    if (!this.works || (keepAllocated && !this.keepsSpace) || waiting.length >= waitingPunchesMaximum) {
      done('unsupported');
      return;
    }
    const endBytes = offsetBytes + lengthBytes;
    const neighbour = waiting.find((other) => other.puncher === this && other.keepAllocated === keepAllocated
      && other.startBytes <= endBytes && offsetBytes <= other.endBytes
      && Math.max(endBytes, other.endBytes) - Math.min(offsetBytes, other.startBytes) <= punchBytesMaximum);
    if (neighbour === undefined) {
      waiting.push({ startBytes: offsetBytes, endBytes, keepAllocated, puncher: this, waiters: [{ isGivenUp, done }] });
    } else {
      neighbour.startBytes = Math.min(neighbour.startBytes, offsetBytes);
      neighbour.endBytes = Math.max(neighbour.endBytes, endBytes);
      neighbour.waiters.push({ isGivenUp, done });
    }
    startChildren();
  }

  /** The children of a disk that does not answer take no other disk's place, and it gets no more of them. */
  blocked(isBlocked: boolean): void {
    if (this.isBlocked === isBlocked) return;
    this.isBlocked = isBlocked;
    for (const child of this.running) uncount(child);
    startChildren();
  }

  get mayStart(): boolean {
    return !this.isBlocked;
  }

  run(punch: WaitingPunch): void {
    const end = (outcome: ZeroOutcome): void => { for (const { done } of punch.waiters) done(outcome); };
    if (punch.waiters.every(({ isGivenUp }) => isGivenUp())) {
      end('failed');
      return;
    }
    const lengthBytes = punch.endBytes - punch.startBytes;
    const child: Child = { counts: true };
    this.running.add(child);
    children += 1;
    this.calls.zeroRange(this.descriptor, punch.startBytes, lengthBytes, punch.keepAllocated, (outcome) => {
      this.running.delete(child);
      uncount(child);
      if (outcome === 'unsupported') {
        if (punch.keepAllocated) this.keepsSpace = false;
        else this.works = false;
      }
      end(outcome);
      startChildren();
    });
  }
}

/** Once: when it ends, or when its disk blocks. */
function uncount(child: Child): void {
  if (child.counts) children -= 1;
  child.counts = false;
}

function startChildren(): void {
  while (children < childrenMaximum) {
    const index = waiting.findIndex(({ puncher }) => puncher.mayStart);
    const [punch] = index < 0 ? [] : waiting.splice(index, 1);
    if (punch === undefined) return;
    punch.puncher.run(punch);
  }
}
