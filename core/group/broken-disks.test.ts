/** Disks that fail while the engine reads or writes what is its own on them: each step has its error, and nothing is taken for granted. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../device/fake-clock.ts';
import { MemoryDisk, type DiskOperation } from '../device/memory-disk.test-double.ts';
import type { IoError } from '../device/ports.ts';
import { encodePayload } from '../format/configuration-slot.ts';
import type { DiskHeader } from '../format/disk-header.ts';
import { sampleConfiguration } from '../format/sample-configuration.test-double.ts';
import type { DiskId, GroupId } from '../model/identity.ts';
import { mebibyte, privateRegionBytes, privateRegionSmallBytes } from '../model/limits.ts';
import { inspectDisk } from './disk-reader.ts';
import { formatDisk, freeDisk } from './disk-writer.ts';
import { historyDisk } from './history-answers.ts';
import { restoreDisk, traceOfDisk } from './restore-disk.ts';

const broken: IoError = { code: 'EIO', message: 'broken' };
const configuration = sampleConfiguration(1);
const header: DiskHeader = {
  diskId: 'disk-1' as DiskId, groupId: configuration.id as GroupId, groupName: configuration.name, stamp: null, serial: 1, failed: false,
  regionBytes: privateRegionSmallBytes, writes: 1,
};

function newDisk(sizeBytes = 16 * mebibyte): MemoryDisk {
  const clock = new FakeClock();
  return new MemoryDisk({ sizeBytes, soon: (run) => { clock.soon(run); setImmediate(() => { clock.runAll(); }); } });
}

/** The call of that kind with this number, from 1 on, fails. */
function failAt(disk: MemoryDisk, kind: DiskOperation, number: number): void {
  let calls = 0;
  disk.fault = (operation) => {
    if (operation === kind) calls += 1;
    return operation === kind && calls === number ? broken : null;
  };
}

/** How the work ends for each call of the kind that fails, up to the first that it does not make. */
async function endsOf(kind: DiskOperation, work: (disk: MemoryDisk) => Promise<IoError | null>): Promise<(IoError | null)[]> {
  const ends: (IoError | null)[] = [];
  for (let number = 1; ; number += 1) {
    const disk = newDisk();
    const calls = disk.counts[kind];
    failAt(disk, kind, number);
    ends.push(await work(disk));
    if (disk.counts[kind] - calls < number) return ends;
  }
}

describe('what writes a private region', () => {
  it.each<readonly [DiskOperation, string, (disk: MemoryDisk) => Promise<IoError | null>]>([
    ['write', 'a new region', (disk) => formatDisk(disk, header)],
    ['flush', 'a new region', (disk) => formatDisk(disk, header)],
    ['writeDurable', 'a new region', (disk) => formatDisk(disk, header)],
    ['writeDurable', 'a disk that is let go', (disk) => freeDisk(disk, header)],
    ['write', 'a restored region', (disk) => restoreDisk(disk, header, encodePayload(configuration))],
    ['flush', 'a restored region', (disk) => restoreDisk(disk, header, encodePayload(configuration))],
    ['writeDurable', 'a restored region', (disk) => restoreDisk(disk, header, encodePayload(configuration))],
  ])('tells the error of each %s of %s', async (kind, _what, work) => {
    const ends = await endsOf(kind, work);
    expect(ends.length).toBeGreaterThan(1);
    expect(ends.slice(0, -1).every((end) => end === broken)).toBe(true);
    expect(ends.at(-1)).toBeNull();
  });
});

describe('a disk that has lost its headers', () => {
  async function withoutHeaders(): Promise<MemoryDisk> {
    const disk = newDisk();
    expect(await restoreDisk(disk, header, encodePayload(configuration))).toBeNull();
    disk.content.fill(0, 0, 4096);
    return disk;
  }

  it('is known by its table of contents, else by a slot, else not at all', async () => {
    const disk = await withoutHeaders();
    expect(await traceOfDisk(disk)).toBe('disk-1');
    failAt(disk, 'read', 1);
    expect(await traceOfDisk(disk)).toBe('disk-1');
    disk.fault = () => broken;
    expect(await traceOfDisk(disk)).toBe('');
    expect(await traceOfDisk(newDisk(privateRegionBytes + mebibyte))).toBe('');
  });
});

describe('a disk that is looked at', () => {
  it('is read as far as it can be: no single failure is taken for an empty disk', async () => {
    const disk = newDisk();
    expect(await restoreDisk(disk, header, encodePayload(configuration))).toBeNull();
    const whole = await inspectDisk(disk);
    expect(whole.ok && [whole.value.header?.diskId, whole.value.damage]).toEqual(['disk-1', []]);
    let hits = 0;
    for (let number = 1; number <= 8; number += 1) {
      failAt(disk, 'read', number);
      const inspected = await inspectDisk(disk);
      if (!inspected.ok) hits += 1;
      else if (inspected.value.damage.length > 0) hits += 1;
      expect(inspected.ok ? inspected.value.header?.diskId : inspected.error).toEqual(inspected.ok ? 'disk-1' : broken);
    }
    expect(hits).toBeGreaterThan(5);
  });

  it('has a history that can be read with a header, and with or without its table of contents', async () => {
    const disk = newDisk();
    expect(await historyDisk(disk)).toBeNull();
    expect(await restoreDisk(disk, header, encodePayload(configuration))).toBeNull();
    const sound = await historyDisk(disk);
    failAt(disk, 'read', 3);
    expect(await historyDisk(disk)).toEqual(sound);
    expect(sound?.diskId).toBe('disk-1');
  });
});
