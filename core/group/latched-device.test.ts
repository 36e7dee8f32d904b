import { describe, expect, it } from 'vitest';
import { FakeClock } from '../device/fake-clock.ts';
import { MemoryDisk } from '../device/memory-disk.test-double.ts';
import type { IoError } from '../device/ports.ts';
import { SpaceHold } from '../device/space-hold.ts';
import { LatchedDevice } from './member-disks.ts';

/** A disk that finds out by itself that it has failed, as by a flush that nobody asked for. */
class TellingDisk extends MemoryDisk {
  failed: (error: IoError) => void = () => undefined;

  watchFailure(failed: (error: IoError) => void): void {
    this.failed = failed;
  }
}

describe('a device that tells of its own failure', () => {
  it('fails its disk at once, through the hold for space, and no flush reaches it any more', () => {
    const clock = new FakeClock();
    const disk = new TellingDisk({ sizeBytes: 4096, soon: clock.soon });
    const device = new LatchedDevice(new SpaceHold(disk, clock, { full: () => undefined, ended: () => undefined }), clock);
    const told: IoError[] = [];
    device.flushFailed = (error) => {
      told.push(error);
      return Promise.resolve();
    };
    const failure: IoError = { code: 'EIO', message: 'the pages are gone' };
    disk.failed(failure);
    expect(told).toEqual([failure]);
    expect(device.flush(() => undefined)).toBe(false);
    expect(disk.counts.flush).toBe(0);
    expect(told).toHaveLength(1);
  });
});
