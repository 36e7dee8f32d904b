/** The bytes that earlier builds wrote stay readable: the golden files are never written again. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DiskId, GroupId, HostId } from '../model/identity.ts';
import { privateRegionBytes, privateRegionSmallBytes } from '../model/limits.ts';
import { decodeSlot } from './configuration-slot.ts';
import { decodeDiskHeader, encodeDiskHeader, type DiskHeader } from './disk-header.ts';
import { decodeTaskNote, encodeTaskNote, type TaskNote } from './klog.ts';
import { decodeTableOfContents, encodeTableOfContents, standardLayout } from './private-region-layout.ts';
import { sampleConfiguration } from './sample-configuration.test-double.ts';

/** Base64, lines of 100; a block of 4,096 bytes is stored without the zeros at its end. */
function golden(name: string, lengthBytes: number): Uint8Array {
  const text = readFileSync(new URL(`golden/${name}.base64`, import.meta.url), 'utf8');
  const bytes = new Uint8Array(lengthBytes);
  bytes.set(Buffer.from(text.replaceAll('\n', ''), 'base64'));
  return bytes;
}

const header: DiskHeader = {
  diskId: '6f1c1d0a-59a1-4c0e-9d8e-0f4f5b0d7a11' as DiskId, groupId: '0d9be0f2-9c8b-4a55-8a63-5c7f53f9ad01' as GroupId, groupName: 'Data',
  stamp: { id: 'a3a7c6de-7f5e-4a0b-bb0e-6f3d25c5a9f2' as HostId, name: 'alpha' }, serial: 3, failed: false,
  regionBytes: privateRegionBytes, writes: 17,
};

describe('golden files', () => {
  it('disk header, version 1', () => {
    expect(decodeDiskHeader(golden('disk-header-1', 4096), 'header A')).toEqual({ ok: true, value: header });
    expect(Buffer.from(encodeDiskHeader(header)).equals(golden('disk-header-1', 4096))).toBe(true);
  });

  const regions = [['large', privateRegionBytes], ['small', privateRegionSmallBytes]] as const;
  it.each(regions)('table of contents, version 1, %s region', (size, regionBytes) => {
    const bytes = golden(`table-of-contents-1-${size}`, 4096);
    expect(decodeTableOfContents(bytes, header.diskId, regionBytes)).toEqual({ ok: true, value: standardLayout(regionBytes) });
    expect(Buffer.from(encodeTableOfContents(standardLayout(regionBytes), header.diskId)).equals(bytes)).toBe(true);
  });

  it('task note, version 1', () => {
    const place = { diskId: header.diskId, groupId: header.groupId as GroupId, place: 5 };
    const note: TaskNote = {
      taskId: 'c1a6f7de-3d0e-4a65-9d55-10a2b7f0c6e4', sequence: 41, underWay: true, name: 'Attach plex', objectKind: 'plex',
      objectId: '8f1f7f43-58a5-4a7e-8a2b-4c0d9b1f2e35', objectName: 'V1-02', paused: true, slowMilliseconds: 250,
      startedAt: '2026-11-22T08:00:00.000Z', cause: 'The plex missed writes, and no map says which.',
    };
    expect(decodeTaskNote(golden('task-note-1', 4096), place)).toEqual({ ok: true, value: note });
    expect(Buffer.from(encodeTaskNote(note, place)).equals(golden('task-note-1', 4096))).toBe(true);
  });

  it('configuration slot, version 1 (what deflate writes may differ from build to build; what it reads may not)', () => {
    const sample = sampleConfiguration(2);
    const owner = sample.disks[0]?.id ?? ('' as DiskId);
    const slotBytes = standardLayout(privateRegionBytes).slots[0].lengthBytes;
    expect(decodeSlot(golden('configuration-slot-1', 8192), 0, slotBytes, owner)).toEqual({ ok: true, value: sample });
  });
});
