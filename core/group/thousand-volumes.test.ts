import { expect, it } from 'vitest';
import { sampleConfiguration } from '../format/sample-configuration.test-double.ts';
import { encodePayload, encodeSlot } from '../format/configuration-slot.ts';
import { encodeDiskHeader } from '../format/disk-header.ts';
import { encodeTableOfContents, headerBOffsetBytes, standardLayout,
  tableOfContentsOffsetBytes } from '../format/private-region-layout.ts';
import type { BlockDevice, Done } from '../device/ports.ts';
import { privateRegionBytesOf } from '../model/disk-layout.ts';
import { mebibyte } from '../model/limits.ts';
import { success } from '../model/result.ts';
import { GroupRuntime } from './group-runtime.ts';
import { TestHost } from './group-world.test-double.ts';

/** A disk of any size of which only the private region is there; everything else reads as zeros. */
class RegionOnly implements BlockDevice {
  readonly readOnly = false;
  readonly punchesHoles = true;
  readonly sizeBytes: number;
  readonly region: Uint8Array;
  durableWrites = 0;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
    this.region = new Uint8Array(privateRegionBytesOf(sizeBytes));
  }

  read(buffer: Uint8Array, start: number, offset: number, length: number, _done: Done): boolean {
    buffer.fill(0, start, start + length);
    if (offset < this.region.length) buffer.set(this.region.subarray(offset, Math.min(this.region.length, offset + length)), start);
    return true;
  }

  write(): boolean { return true; }
  zero(): boolean { return true; }
  flush(): boolean { return true; }
  close(): void { return undefined; }

  writeDurable(buffer: Uint8Array, start: number, offset: number, length: number, _done: Done): boolean {
    this.durableWrites += 1;
    this.region.set(buffer.subarray(start, start + length), offset);
    return true;
  }
}

it('1,000 volumes start with one commit, and nothing a volume touches the disk', async () => {
  const host = new TestHost();
  const sample = sampleConfiguration(1000);
  const clean = {
    ...sample, stamp: host.host, volumes: sample.volumes.map((volume) => ({ ...volume, state: 'CLEAN' as const })),
    plexes: sample.plexes.map((plex) => ({ ...plex, state: 'CLEAN' as const })),
  };
  const disks = clean.disks.map((record) => {
    const device = new RegionOnly(record.sizeBytes);
    const regionBytes = device.region.length;
    const header = encodeDiskHeader({ diskId: record.id, groupId: clean.id, groupName: 'Data',
      stamp: host.host, serial: 1, failed: false, regionBytes,
      writes: 1 });
    const slot = standardLayout(regionBytes).slots[0];
    device.region.set(header, 0);
    device.region.set(header, headerBOffsetBytes(regionBytes));
    device.region.set(encodeTableOfContents(standardLayout(regionBytes), record.id), tableOfContentsOffsetBytes);
    device.region.set(encodeSlot(encodePayload(clean), record.id, slot.lengthBytes) ?? new Uint8Array(), slot.offsetBytes);
    return { name: record.name, device };
  });
  const world = { ...host.world(),
    openDisk: (opening: { readonly hostName: string }) =>
      Promise.resolve(success(disks.find((disk) => disk.name === opening.hostName)?.device as BlockDevice)) };
  const runtime = await host.settle(GroupRuntime.importGroup({
    kind: 'import', command: { command: 'group.import', group: 'Data', clearStamp: false, force: false }, groupId: clean.id,
      witnessSequence: 42,
      foreseenSequence: 44,
    disks: disks.map((disk) => host.opening(disk.name)),
  }, world));
  expect(runtime.ok).toBe(true);
  expect(host.exported.size).toBe(1000);
  expect(disks.map((disk) => disk.device.durableWrites)).toEqual([1, 1]);
  expect(runtime.ok && runtime.value.configuration.volumes.every((volume) => volume.state === 'ACTIVE'
    && volume.lengthBytes === mebibyte)).toBe(true);
}, 60_000);
