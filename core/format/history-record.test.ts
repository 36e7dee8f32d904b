import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyBackward, deltaBetween } from '../model/configuration-delta.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { CommitId, DiskId } from '../model/identity.ts';
import {
  decodeHistoryHeader, decodeHistoryRecord, encodeHistoryPayload, encodeHistoryRecord, encodedHistoryBytes, type HistoryRecord,
} from './history-record.ts';
import { openBlock, sealBlock } from './record-block.ts';
import { sampleConfiguration } from './sample-configuration.test-double.ts';

const before = sampleConfiguration(3);
const after: GroupConfiguration = {
  ...before, sequence: 43, commitId: 'commit-43' as CommitId,
  plexes: before.plexes.map((plex, index) => (index === 0 ? { ...plex, state: 'STALE' } : plex)),
};
const owner = before.disks[0]?.id ?? ('' as DiskId);
const record: HistoryRecord = {
  groupId: after.id, sequence: 43, commitId: after.commitId, at: '2030-01-01T00:00:00.000Z', actor: 'ada', command: 'vxvol -gData start V0',
  cause: '', previous: { sequence: 42, commitId: before.commitId }, delta: deltaBetween(before, after), whole: null,
};
const bytes = encodeHistoryRecord(encodeHistoryPayload(record), owner, 7);
const whole = encodeHistoryRecord(encodeHistoryPayload({ ...record, whole: after }), owner, 8);

/** As the other golden files: base64, lines of 100, without the zeros at the end. */
function golden(): Uint8Array {
  const text = readFileSync(new URL('golden/history-record-1.base64', import.meta.url), 'utf8');
  const found = new Uint8Array(4096);
  found.set(Buffer.from(text.replaceAll('\n', ''), 'base64'));
  return found;
}

describe('records of the history ring', () => {
  it('come back as they were written, and lead back to the configuration before', () => {
    for (const each of [bytes, whole]) expect(each.length % 4096).toBe(0);
    const read = decodeHistoryRecord(bytes, owner);
    expect(read).toEqual({ ok: true, value: record });
    expect(read.ok ? applyBackward(after, read.value.delta) : null).toEqual(before);
    expect(decodeHistoryRecord(whole, owner)).toEqual({ ok: true, value: { ...record, whole: after } });
    const header = decodeHistoryHeader(bytes, bytes.length);
    expect(header.ok ? [header.value.number, header.value.sequence, header.value.commitId] : []).toEqual([7, 43, 'commit-43']);
  });

  it('golden file, version 1', () => {
    expect(decodeHistoryRecord(golden(), owner)).toEqual({ ok: true, value: record });
  });

  it('a flipped bit is never accepted', () => {
    fc.assert(fc.property(fc.constantFrom(bytes, whole), fc.nat(), (source, at) => {
      const flipped = source.slice();
      const bit = at % (source.length * 8);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return !decodeHistoryRecord(flipped, owner).ok;
    }), { numRuns: 400 });
  });

  it('cut off, random or sealed nonsense is an error, never a throw', () => {
    fc.assert(fc.property(fc.nat(whole.length - 1), (length) =>
      !decodeHistoryRecord(whole.subarray(0, length), owner).ok), { numRuns: 100 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 9000 }), (random) => !decodeHistoryRecord(random, owner).ok), { numRuns: 100 });
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(3800), (random, at) => {
      const forged = bytes.slice();
      forged.set(random, 16 + at);
      forged.set(sealBlock(forged.slice(0, 4096)), 0);
      return Buffer.from(forged).equals(bytes) || typeof decodeHistoryRecord(forged, owner).ok === 'boolean';
    }), { numRuns: 300 });
  });

  it('say who they belong to, and what is of a newer release', () => {
    const other = decodeHistoryRecord(bytes, 'disk-9' as DiskId);
    expect(other.ok ? '' : other.error.reason).toBe('owner');
    const newer = decodeHistoryRecord(sealBlock(openBlock('PLEXUSHR', 2)), owner);
    expect(newer.ok ? '' : newer.error.reason).toBe('future-version');
  });

  it('a record that goes forward, or whose whole configuration is another commit, is not written and not read', () => {
    expect(() => encodeHistoryPayload({ ...record, previous: { sequence: 43, commitId: before.commitId } })).toThrow(/goes back/);
    expect(() => encodeHistoryPayload({ ...record, whole: before })).toThrow(/that of its record/);
    const lying = { ...encodeHistoryPayload({ ...record, whole: after }), commitId: 'another' as CommitId };
    const read = decodeHistoryRecord(encodeHistoryRecord(lying, owner, 1), owner);
    expect(read.ok ? '' : read.error.reason).toBe('content');
  });

  it('a change of state of one plex among a thousand mirrored volumes fits one block', () => {
    const large = sampleConfiguration(1000);
    const changed = { ...large, plexes: large.plexes.map((plex, index) => (index === 5 ? { ...plex, state: 'STALE' as const } : plex)) };
    const payload = encodeHistoryPayload({ ...record, delta: deltaBetween(large, changed) });
    expect(encodedHistoryBytes(payload.deflated.length)).toBe(4096);
  });
});
