import type { Log } from '../device/ports.ts';
import type { Gate } from './gate.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { RangeCopy } from './range-copy.ts';
import type { RangeOrder } from './range-order.ts';
import { RangeLock } from './range-order.ts';

/** Repairs at one time and volume; further failed reads are repaired when they fail again. */
export const repairsMaximum = 16;

/** Writes good data back to where a plex could not be read, so that the disk can put a spare sector in its place. */
export class ReadRepair {
  private readonly gate: Gate;
  private readonly order: RangeOrder;
  private readonly copy: RangeCopy;
  private readonly log: Log;
  private inFlight = 0;

  constructor(gate: Gate, order: RangeOrder, copy: RangeCopy, log: Log) {
    this.gate = gate;
    this.order = order;
    this.copy = copy;
    this.log = log;
  }

  request(member: MirrorMember, offsetBytes: number, lengthBytes: number): void {
    if (this.inFlight >= repairsMaximum || member.condition !== 'live' || !this.gate.tryEnter()) return;
    this.inFlight += 1;
    const lock = new RangeLock(this.order, offsetBytes, lengthBytes, () => {
      this.copy.fill(member, offsetBytes, lengthBytes, (failure) => {
        lock.release();
        this.inFlight -= 1;
        if (failure !== null) {
          this.log.write('warning', 'a plex could not be repaired', { plex: member.plexId, reason: failure.error.message });
        }
        this.gate.leave();
      });
    });
    lock.acquire();
  }
}
