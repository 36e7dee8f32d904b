/** Calls to logs, each with the deadline of a mirror: a disk that does not answer must not hold up those that do. */
import { CallAges, type AgedCall } from '../device/call-ages.ts';
import type { BlockDevice, Done, IoError } from '../device/ports.ts';
import { deadlineCheckMilliseconds } from './mirror-watch.ts';
import type { VolumeOwner } from './volume-definition.ts';

const late: IoError = { code: 'ETIMEDOUT', message: 'the disk of a log did not answer in time' };

class LogCall implements AgedCall {
  beganAtCheck = 0;
  readonly finish: Done;
  private readonly device: BlockDevice;
  private readonly mayExpire: () => boolean;
  private readonly done: Done;
  private readonly ages: CallAges<LogCall>;

  constructor(ages: CallAges<LogCall>, device: BlockDevice, mayExpire: () => boolean, done: Done) {
    this.ages = ages;
    this.device = device;
    this.mayExpire = mayExpire;
    this.done = done;
    this.finish = (error) => {
      ages.remove(this);
      done(error);
    };
  }

  expire(): void {
    if (!this.mayExpire() || this.device.giveUp?.(this.finish) !== true) return;
    this.ages.remove(this);
    this.done(late);
  }
}

/** By the completion rule. `mayExpire` says, at the deadline, whether others can do without it. Buffers are given away. */
export class LogCalls {
  private readonly ages: CallAges<LogCall>;

  constructor(owner: VolumeOwner) {
    this.ages = new CallAges(owner.clock, () => {
      for (const call of this.ages.olderThan(owner.mirrorDeadlineMilliseconds)) call.expire();
    }, deadlineCheckMilliseconds);
  }

  write(device: BlockDevice, bytes: Uint8Array, offsetBytes: number, mayExpire: () => boolean, done: Done): boolean {
    const call = new LogCall(this.ages, device, mayExpire, done);
    return this.issued(call, device.writeDurable(bytes, 0, offsetBytes, bytes.length, call.finish));
  }

  read(device: BlockDevice, buffer: Uint8Array, offsetBytes: number, mayExpire: () => boolean, done: Done): boolean {
    const call = new LogCall(this.ages, device, mayExpire, done);
    return this.issued(call, device.read(buffer, 0, offsetBytes, buffer.length, call.finish));
  }

  private issued(call: LogCall, complete: boolean): boolean {
    if (!complete) this.ages.add(call);
    return complete;
  }
}
