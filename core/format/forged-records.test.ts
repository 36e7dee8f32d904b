/** Records that are whole and sealed, and say what no release writes: each is told from damage, and none is believed. */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CommitId, DiskId, GroupId, HostId } from '../model/identity.ts';
import { mebibyte, privateRegionBytes, privateRegionSmallBytes } from '../model/limits.ts';
import { decodeSlot, encodePayload, encodeSlot } from './configuration-slot.ts';
import { decodeDiskHeader, encodeDiskHeader, stampNameBytesMaximum, type DiskHeader } from './disk-header.ts';
import type { FormatError } from './format-error.ts';
import { decodeHistoryRecord, encodeHistoryRecord } from './history-record.ts';
import { causeBytesMaximum, decodeTaskNote, encodeTaskNote, type NotePlace, type TaskNote } from './klog.ts';
import { idBytes } from './map-sector.ts';
import { encodeTableOfContents, headerBOffsetsBytes, standardLayout, tableOfContentsOwner } from './private-region-layout.ts';
import { checkBlock, openBlock, recordBlockBytes, sealBlock } from './record-block.ts';
import { sampleConfiguration } from './sample-configuration.test-double.ts';
import type { Result } from '../model/result.ts';

const diskId = 'disk-1' as DiskId;
const groupId = 'group-1' as GroupId;
const nobody = '' as HostId;

function errorOf(read: Result<unknown, FormatError>): readonly [string, string] | null {
  return read.ok ? null : [read.error.reason, read.error.detail];
}

/** With a byte that no field owns, under a right checksum. */
function withReservedByte(bytes: Uint8Array): Uint8Array {
  const forged = bytes.slice();
  forged[recordBlockBytes - 1] = 1;
  return sealBlock(forged);
}

describe('a disk header', () => {
  const header: DiskHeader = {
    diskId, groupId, groupName: 'Data', stamp: { id: 'host-1' as HostId, name: 'alpha' }, serial: 3, failed: false,
    regionBytes: privateRegionBytes, writes: 17,
  };

  it.each<readonly [string, Partial<DiskHeader>]>([
    ['the disk has no id', { diskId: '' as DiskId }],
    ['the group has an id or a name, not both', { groupId: '' }],
    ['the group has an id or a name, not both', { groupName: '' }],
    ['a host name without a host', { stamp: { id: nobody, name: 'alpha' } }],
    ['a free disk bears a stamp', { groupId: '', groupName: '' }],
    ['no such size of a private region', { regionBytes: mebibyte }],
  ])('is not believed: %s', (detail, change) => {
    expect(errorOf(decodeDiskHeader(encodeDiskHeader({ ...header, ...change }), 'header A'))).toEqual(['content', detail]);
  });

  it('cuts the name of a host between two characters', () => {
    const name = 'ä'.repeat(stampNameBytesMaximum);
    const read = decodeDiskHeader(encodeDiskHeader({ ...header, stamp: { id: 'host-1' as HostId, name } }), 'header A');
    expect(read.ok ? read.value.stamp?.name : '').toBe('ä'.repeat(Math.floor(stampNameBytesMaximum / 2)));
  });
});

describe('a block', () => {
  it('of a version that never was is no newer release', () => {
    expect(errorOf(checkBlock(sealBlock(openBlock('PLEXUSDH', 0)), 'PLEXUSDH', 1, 'header A')))
      .toEqual(['content', 'version 0 never existed']);
  });
});

describe('a record of the history', () => {
  const previous = { sequence: 41, commitId: 'commit-41' };
  const content = { at: '2030-01-01T00:00:00.000Z', actor: '', command: '', cause: '', previous, delta: [], whole: null };
  const read = (deflated: Uint8Array) => decodeHistoryRecord(
    encodeHistoryRecord({ groupId, sequence: 42, commitId: 'commit-42' as CommitId, deflated }, diskId, 1), diskId,
  );
  const about = (change: Readonly<Record<string, unknown>>) => read(deflateSync(JSON.stringify({ ...content, ...change })));

  it('is believed as it is written', () => {
    expect(errorOf(about({}))).toBeNull();
  });

  it.each([
    ['nothing', new Uint8Array(), 'a payload of 0 bytes does not fit the ring'],
    ['what is not deflated', new Uint8Array(40).fill(7), 'the payload is malformed'],
    ['no JSON', deflateSync('{'), 'the payload is malformed'],
    ['another shape', deflateSync('{}'), 'the payload is malformed'],
  ])('is not believed with %s in it', (_what, deflated, detail) => {
    expect(errorOf(read(deflated))).toEqual(['content', detail]);
  });

  it('is not believed where it leads forward, or changes a field that no configuration has', () => {
    expect(errorOf(about({ previous: { ...previous, sequence: 42 } }))).toEqual(['content', 'it goes forward']);
    const delta = [{ kind: 'value', field: 'colour', before: 1, after: 2 }];
    expect(errorOf(about({ delta }))).toEqual(['content', 'the payload is malformed']);
  });
});

describe('a note of a task', () => {
  const place: NotePlace = { diskId, groupId, place: 3 };
  const note: TaskNote = {
    taskId: 'task-1', sequence: 9, underWay: true, name: 'Resynchronise', objectKind: 'volume', objectId: 'volume-1', objectName: 'V1',
    paused: false, slowMilliseconds: 0, startedAt: '2030-01-01T00:00:00.000Z', cause: '',
  };

  it('of another place, or with bytes that no field owns, is not believed', () => {
    const bytes = encodeTaskNote(note, place);
    expect(errorOf(decodeTaskNote(bytes, { ...place, place: 4 }))).toEqual(['owner', 'written for another place of the log']);
    expect(errorOf(decodeTaskNote(withReservedByte(bytes), place))?.[0]).toBe('reserved');
  });

  it('is cut where a text is too long, between two characters', () => {
    const long = { ...note, objectName: 'ö'.repeat(100), cause: 'ü'.repeat(1000) };
    const read = decodeTaskNote(encodeTaskNote(long, place), place);
    expect(read.ok ? [read.value.objectName, read.value.cause] : []).toEqual(['ö'.repeat(31), 'ü'.repeat((causeBytesMaximum - 1) / 2)]);
  });
});

describe('a table of contents', () => {
  it('says whose it is also without a header; damaged, it says nothing', () => {
    const bytes = encodeTableOfContents(standardLayout(privateRegionSmallBytes), diskId);
    expect(tableOfContentsOwner(bytes)).toBe(diskId);
    bytes[40] = 1;
    expect(tableOfContentsOwner(bytes)).toBeNull();
  });

  it('a second header may stand where either size of the region would put it, as far as the disk reaches', () => {
    expect(headerBOffsetsBytes(2 * 1024 * mebibyte)).toEqual([privateRegionBytes - 4096, privateRegionSmallBytes - 4096]);
    expect(headerBOffsetsBytes(64 * mebibyte)).toEqual([privateRegionSmallBytes - 4096, privateRegionBytes - 4096]);
    expect(headerBOffsetsBytes(16 * mebibyte)).toEqual([privateRegionSmallBytes - 4096]);
  });
});

describe('a slot', () => {
  const configuration = sampleConfiguration(2);
  const { id, sequence, commitId } = configuration;
  const read = (deflated: Uint8Array) =>
    decodeSlot(encodeSlot({ groupId: id, sequence, commitId, deflated }, diskId, mebibyte) ?? new Uint8Array(), 1, mebibyte, diskId);

  it.each([
    ['what is not deflated', new Uint8Array(40).fill(7), 'the payload cannot be inflated'],
    ['no JSON', deflateSync('{'), 'the configuration is malformed at its outermost part'],
    ['another shape', deflateSync(JSON.stringify({ ...configuration, name: 17 })), 'the configuration is malformed at name'],
    ['another commit', deflateSync(JSON.stringify({ ...configuration, sequence: 7 })), 'header and payload name different commits'],
  ])('is not believed with %s in it', (_what, deflated, detail) => {
    expect(errorOf(read(deflated))).toEqual(['content', detail]);
  });

  it('holds no configuration that is larger than it', () => {
    expect(encodeSlot(encodePayload(configuration), diskId, recordBlockBytes)).toBeNull();
  });
});

describe('the id of a map', () => {
  it('is the sixteen bytes of its GUID; another text stands with its first sixteen bytes', () => {
    expect(Buffer.from(idBytes('00112233-4455-6677-8899-aabbccddeeff')).toString('hex')).toBe('00112233445566778899aabbccddeeff');
    expect(Buffer.from(idBytes('absence 7')).toString('latin1')).toBe('absence 7'.padEnd(16, '\0'));
  });
});
