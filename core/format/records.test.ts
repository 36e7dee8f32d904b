import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { DiskId, GroupId, HostId } from '../model/identity.ts';
import { privateRegionBytes, privateRegionSmallBytes } from '../model/limits.ts';
import { setSabotages } from '../model/sabotage.ts';
import { decodeSlot, encodePayload, encodeSlot } from './configuration-slot.ts';
import { decodeDiskHeader, encodeDiskHeader, type DiskHeader } from './disk-header.ts';
import { decodeTableOfContents, encodeTableOfContents, standardLayout } from './private-region-layout.ts';
import { decodeTaskNote, encodeTaskNote, type NotePlace, type TaskNote } from './klog.ts';
import { openBlock, sealBlock } from './record-block.ts';
import { sampleConfiguration } from './sample-configuration.test-double.ts';

afterEach(() => { setSabotages([]); });

const header: DiskHeader = {
  diskId: 'disk-1' as DiskId, groupId: 'group-1' as GroupId, groupName: 'Data', stamp: { id: 'host-1' as HostId, name: 'alpha' },
  serial: 3, failed: false,
  regionBytes: privateRegionBytes, writes: 17,
};
const configuration = sampleConfiguration(3);
const owner = configuration.disks[0]?.id ?? ('' as DiskId);
const slotBytes = standardLayout(privateRegionBytes).slots[0].lengthBytes;
const slot = encodeSlot(encodePayload(configuration), owner, slotBytes) ?? new Uint8Array();

const note: TaskNote = {
  taskId: 'task-1', sequence: 9, underWay: true, name: 'Resynchronise', objectKind: 'volume', objectId: 'volume-1', objectName: 'V1',
  paused: true, slowMilliseconds: 20, startedAt: '2030-01-01T00:00:00.000Z', cause: 'The volume was in use at an unclean stop.',
};
const notePlace: NotePlace = { diskId: 'disk-1' as DiskId, groupId: 'group-1' as GroupId, place: 31 };

interface RecordUnderTest { readonly name: string; readonly bytes: Uint8Array; decode(bytes: Uint8Array): { readonly ok: boolean } }
const records: readonly RecordUnderTest[] = [
  { name: 'header', bytes: encodeDiskHeader(header), decode: (bytes) => decodeDiskHeader(bytes, 'header A') },
  {
    name: 'table of contents', bytes: encodeTableOfContents(standardLayout(privateRegionBytes), header.diskId),
    decode: (bytes) => decodeTableOfContents(bytes, header.diskId, privateRegionBytes),
  },
  { name: 'slot', bytes: slot, decode: (bytes) => decodeSlot(bytes, 0, slotBytes, owner) },
  { name: 'task note', bytes: encodeTaskNote(note, notePlace), decode: (bytes) => decodeTaskNote(bytes, notePlace) },
];

describe('records of the private region', () => {
  it('come back as they were written', () => {
    expect(decodeDiskHeader(encodeDiskHeader(header), 'header A')).toEqual({ ok: true, value: header });
    const free: DiskHeader = { ...header, groupId: '', groupName: '', stamp: null, failed: true };
    expect(decodeDiskHeader(encodeDiskHeader(free), 'header B')).toEqual({ ok: true, value: free });
    expect(decodeTaskNote(encodeTaskNote(note, notePlace), notePlace)).toEqual({ ok: true, value: note });
    expect(decodeSlot(slot, 1, slotBytes, owner)).toEqual({ ok: true, value: configuration });
    for (const regionBytes of [privateRegionBytes, privateRegionSmallBytes]) {
      const layout = standardLayout(regionBytes);
      expect(decodeTableOfContents(encodeTableOfContents(layout, header.diskId), header.diskId, regionBytes)).toEqual({ ok: true,
        value: layout });
    }
  });

  it.each(records)('$name: a flipped bit is never accepted', ({ bytes, decode }) => {
    fc.assert(fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return !decode(flipped).ok;
    }), { numRuns: 400 });
  });

  it.each(records)('$name: cut off or random bytes are an error, never a throw', ({ bytes, decode }) => {
    fc.assert(fc.property(fc.nat(bytes.length - 1), (length) => !decode(bytes.subarray(0, length)).ok), { numRuns: 100 });
    fc.assert(fc.property(fc.uint8Array({ minLength: 0, maxLength: 9000 }), (random) => !decode(random).ok), { numRuns: 100 });
  });

  it.each(records)('$name: random bytes behind a right magic and checksum are an error, never a throw', ({ bytes, decode }) => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(600), (random, at) => {
      const forged = bytes.slice();
      const before = Buffer.from(forged);
      forged.set(random, 16 + at);
      const sealed = forged.slice();
      sealed.set(sealBlock(sealed.slice(0, 4096)), 0);
      return Buffer.from(sealed).equals(before) || typeof decode(sealed).ok === 'boolean';
    }), { numRuns: 300 });
  });

  it('say who they belong to: another disk or group is an owner error', () => {
    const other = decodeSlot(slot, 0, slotBytes, 'disk-9' as DiskId);
    expect(other.ok ? '' : other.error.reason).toBe('owner');
    const toc = decodeTableOfContents(encodeTableOfContents(standardLayout(privateRegionBytes), header.diskId), 'disk-9' as DiskId,
      privateRegionBytes);
    expect(toc.ok ? '' : toc.error.reason).toBe('owner');
  });

  it('tell a newer release from damage', () => {
    for (const [magic, decode] of [
      ['PLEXUSDH', (bytes: Uint8Array) => decodeDiskHeader(bytes, 'header A')],
      ['PLEXUSCS', (bytes: Uint8Array) => decodeSlot(bytes, 0, slotBytes, owner)],
    ] as const) {
      const newer = decode(sealBlock(openBlock(magic, 2)));
      expect(newer.ok ? '' : newer.error.reason).toBe('future-version');
      const damaged = sealBlock(openBlock(magic, 1));
      damaged[8] = 2;
      const flipped = decode(damaged);
      expect(flipped.ok ? '' : flipped.error.reason).toBe('checksum');
    }
  });

  it('a configuration whose records contradict each other is not written and not read', () => {
    const first = configuration.subdisks[0];
    const twice = { ...configuration,
      subdisks: configuration.subdisks.map((subdisk) => ({ ...subdisk, diskOffsetBytes: first?.diskOffsetBytes ?? 0 })) };
    expect(() => encodePayload(twice)).toThrow(/sound/);
    const { id: groupId, sequence, commitId } = twice;
    const sealed = (content: typeof configuration) =>
      encodeSlot({ groupId, sequence, commitId, deflated: deflateSync(JSON.stringify(content)) }, owner, slotBytes) ?? new Uint8Array();
    const read = decodeSlot(sealed(twice), 0, slotBytes, owner);
    expect(read.ok ? '' : read.error.reason).toBe('content');
    expect(decodeSlot(sealed(configuration), 0, slotBytes, owner).ok).toBe(true);
  });

  it('1,000 mirrored volumes fit the large region and 300 the small one', () => {
    const thousand = encodePayload(sampleConfiguration(1000));
    expect(encodeSlot(thousand, owner, slotBytes)).not.toBeNull();
    expect(thousand.deflated.length).toBeLessThan(slotBytes / 4);
    const small = standardLayout(privateRegionSmallBytes).slots[0].lengthBytes;
    expect(encodeSlot(encodePayload(sampleConfiguration(300)), owner, small)).not.toBeNull();
  });

  it('the fuzz would see a checksum that is ignored', () => {
    setSabotages(['checksum-ignored']);
    const bytes = encodeDiskHeader(header);
    bytes[32] = (bytes[32] ?? 0) ^ 1;
    expect(decodeDiskHeader(bytes, 'header A').ok).toBe(true);
  });
});
