import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { MemoryDisk } from './memory-disk.test-double.ts';
import type { IoError } from './ports.ts';
import { SpaceHold } from './space-hold.ts';

const full: IoError = { code: 'ENOSPC', message: 'full' };

function fixture(): { clock: FakeClock; disk: MemoryDisk; hold: SpaceHold; alerts: string[] } {
  const clock = new FakeClock();
  const disk = new MemoryDisk({ sizeBytes: 8192, soon: clock.soon });
  const alerts: string[] = [];
  const hold = new SpaceHold(disk, clock, { full: () => alerts.push('full'), ended: () => alerts.push('ended') });
  return { clock, disk, hold, alerts };
}

describe('a write without space', () => {
  it('is held, with one alert, and goes through when there is space again', () => {
    const { clock, disk, hold, alerts } = fixture();
    const answers: (IoError | null)[] = [];
    disk.fault = () => (clock.now < 5000 ? full : null);
    for (const at of [0, 100]) hold.write(new Uint8Array(100).fill(3), 0, at, 100, (error) => { answers.push(error); });
    hold.zero(4096, 100, true, (error) => { answers.push(error); });
    clock.runUntil(() => clock.now >= 4000);
    expect(answers).toEqual([]);
    expect(alerts).toEqual(['full']);
    clock.runAll();
    expect(answers).toEqual([null, null, null]);
    expect(alerts).toEqual(['full', 'ended']);
    expect(disk.content.subarray(0, 200)).toEqual(new Uint8Array(200).fill(3));
    expect(clock.now).toBe(5000);
  });

  it('fails with ENOSPC after a minute', () => {
    const { clock, disk, hold, alerts } = fixture();
    const answers: (IoError | null)[] = [];
    disk.fault = () => full;
    hold.write(new Uint8Array(100), 0, 0, 100, (error) => { answers.push(error); });
    clock.runAll();
    expect(answers).toEqual([full]);
    expect(clock.now).toBe(60_000);
    expect(alerts).toEqual(['full', 'ended']);
  });

  it('holds nothing else up: other errors and durable writes pass', () => {
    const { clock, disk, hold } = fixture();
    const answers: (string | undefined)[] = [];
    disk.fault = (operation) => (operation === 'writeDurable' ? full : { code: 'EIO', message: 'broken' });
    hold.write(new Uint8Array(1), 0, 0, 1, (error) => { answers.push(error?.code); });
    hold.writeDurable(new Uint8Array(1), 0, 0, 1, (error) => { answers.push(error?.code); });
    clock.runAll();
    expect(answers).toEqual(['EIO', 'ENOSPC']);
    disk.fault = () => null;
    expect(hold.write(new Uint8Array(1), 0, 0, 1, () => undefined)).toBe(true);
  });
});
