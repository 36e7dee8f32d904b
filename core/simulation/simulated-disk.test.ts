import { describe, expect, it } from 'vitest';
import type { BlockDevice } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { SimulatedDisk } from './simulated-disk.ts';

function synchronousDisk(): { readonly clock: SimulatedClock; readonly disk: SimulatedDisk; readonly device: BlockDevice } {
  const clock = new SimulatedClock();
  const disk = new SimulatedDisk('disk0', mebibyte, clock, new SeededRandom(1));
  disk.faults.synchronousChance = 1;
  return { clock, disk, device: disk.open(false) };
}

function readByte(device: BlockDevice, offsetBytes: number): number {
  const buffer = new Uint8Array(512);
  expect(device.read(buffer, 0, offsetBytes, 512, () => undefined)).toBe(true);
  return buffer[0] ?? -1;
}

const sector = (value: number): Uint8Array => new Uint8Array(512).fill(value);
const ignore = (): void => undefined;

describe('a simulated disk', () => {
  it('keeps flushed writes over a power cut', () => {
    const { disk, device } = synchronousDisk();
    device.write(sector(7), 0, 4096, 512, ignore);
    device.flush(ignore);
    disk.crash(true);
    expect(readByte(device, 4096)).toBe(7);
  });

  it('may lose an unflushed write in a power cut, and never in the death of the host', () => {
    const survivors = new Set<number>();
    for (let seed = 0; seed < 20; seed += 1) {
      const disk = new SimulatedDisk('disk0', mebibyte, new SimulatedClock(), new SeededRandom(seed));
      disk.faults.synchronousChance = 1;
      const device = disk.open(false);
      device.write(sector(7), 0, 0, 512, ignore);
      disk.crash(false);
      expect(readByte(device, 0)).toBe(7);
      disk.crash(true);
      survivors.add(readByte(device, 0));
    }
    expect(survivors).toEqual(new Set([0, 7]));
  });

  it("makes the engine's own records durable at once", () => {
    const { disk, device } = synchronousDisk();
    device.writeDurable(sector(9), 0, 0, 512, ignore);
    disk.crash(true);
    expect(readByte(device, 0)).toBe(9);
  });

  it('lets no older write overtake a durable one', () => {
    const { disk, device } = synchronousDisk();
    device.write(sector(1), 0, 0, 512, ignore);
    device.writeDurable(sector(2), 0, 0, 512, ignore);
    device.flush(ignore);
    disk.crash(true);
    expect(readByte(device, 0)).toBe(2);
  });

  it('forgets for good what a failed flush should have kept', async () => {
    const { clock, disk, device } = synchronousDisk();
    device.write(sector(7), 0, 0, 512, ignore);
    disk.faults.flushErrorChance = 1;
    expect(device.flush(ignore)).toBe(false);
    await clock.runUntil(() => false, 1);
    disk.faults.flushErrorChance = 0;
    expect(device.flush(ignore)).toBe(true);
    disk.crash(true);
    expect(readByte(device, 0)).toBe(0);
  });

  it('loses everything after a lying flush, which is why it must be noticed', () => {
    const lost = Array.from({ length: 20 }, (_unused, seed) => {
      const disk = new SimulatedDisk('disk0', mebibyte, new SimulatedClock(), new SeededRandom(seed));
      disk.faults.synchronousChance = 1;
      disk.faults.lyingFlush = true;
      const device = disk.open(false);
      device.write(sector(7), 0, 0, 512, ignore);
      device.flush(ignore);
      disk.crash(true);
      return readByte(device, 0) === 0;
    });
    expect(lost).toContain(true);
  });

  it('flushes again after an opening was let go whose flush never ended', async () => {
    const clock = new SimulatedClock();
    const disk = new SimulatedDisk('disk0', mebibyte, clock, new SeededRandom(1));
    disk.mayHang = true;
    disk.faults.synchronousChance = 0;
    const before = disk.open(false);
    before.flush(ignore);
    before.close();
    let flushed = false;
    disk.open(false).flush(() => { flushed = true; });
    expect(await clock.runUntil(() => flushed, 1000)).toBe(true);
  });
});
