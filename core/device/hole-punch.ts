/**
 * Punched holes, by children, since Node has no call for it. Each costs a millisecond or two, so ranges that wait and
 * touch are put together, and at most two children run at a time. The order against overlapping writes is kept by the
 * layers above: a range that is being zeroed is written by nobody else.
 */
import { mebibyte } from '../model/limits.ts';
import type { FileCalls, Zeroed } from './file-calls.ts';

/** In one thread; each disk group has a thread of its own. */
export const childrenMaximum = 2;
export const punchBytesMaximum = 128 * mebibyte;
/** Ranges that wait for a child; the rest are told to be written instead. */
export const waitingPunchesMaximum = 1024;

interface WaitingPunch {
  startBytes: number;
  endBytes: number;
  readonly keepAllocated: boolean;
  readonly puncher: HolePuncher;
  readonly done: Zeroed[];
}

const waiting: WaitingPunch[] = [];
let children = 0;

export class HolePuncher {
  /** False once the file system has refused: zeros are written from then on. */
  works: boolean;
  private keepsSpace = true;
  private readonly calls: FileCalls;
  private readonly descriptor: number;

  constructor(calls: FileCalls, descriptor: number, works: boolean) {
    this.calls = calls;
    this.descriptor = descriptor;
    this.works = works;
  }

  /** Any outcome but `done` means that the range is unchanged or partly zero, and zeros have to be written. */
  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Zeroed): void {
    if (!this.works || (keepAllocated && !this.keepsSpace) || waiting.length >= waitingPunchesMaximum) {
      done('unsupported');
      return;
    }
    const endBytes = offsetBytes + lengthBytes;
    const neighbour = waiting.find((other) => other.puncher === this && other.keepAllocated === keepAllocated
      && other.startBytes <= endBytes && offsetBytes <= other.endBytes
      && Math.max(endBytes, other.endBytes) - Math.min(offsetBytes, other.startBytes) <= punchBytesMaximum);
    if (neighbour === undefined) {
      waiting.push({ startBytes: offsetBytes, endBytes, keepAllocated, puncher: this, done: [done] });
    } else {
      neighbour.startBytes = Math.min(neighbour.startBytes, offsetBytes);
      neighbour.endBytes = Math.max(neighbour.endBytes, endBytes);
      neighbour.done.push(done);
    }
    startChildren();
  }

  run(punch: WaitingPunch): void {
    const lengthBytes = punch.endBytes - punch.startBytes;
    this.calls.zeroRange(this.descriptor, punch.startBytes, lengthBytes, punch.keepAllocated, (outcome) => {
      children -= 1;
      if (outcome === 'unsupported') {
        if (punch.keepAllocated) this.keepsSpace = false;
        else this.works = false;
      }
      for (const done of punch.done) done(outcome);
      startChildren();
    });
  }
}

function startChildren(): void {
  while (children < childrenMaximum) {
    const punch = waiting.shift();
    if (punch === undefined) return;
    children += 1;
    punch.puncher.run(punch);
  }
}
