import { afterEach, describe, expect, it } from 'vitest';
import { setSabotages } from '../model/sabotage.ts';
import { diskStartBytes, failing, plexId, VolumeFixture } from './volume-fixture.ts';
import type { CopyOutcome } from './volume-definition.ts';
import type { VerifyWork } from './verify-work.ts';
import { VolumeStack } from './volume-stack.ts';

const sizeBytes = 2 * 1024 * 1024;
/** Where volume offset 0 lies on a disk of the fixture. */
const firstByte = diskStartBytes + sizeBytes / 2;

function mirror(plexes: number, choose?: (count: number) => number): { fixture: VolumeFixture; stack: VolumeStack } {
  const fixture = new VolumeFixture({ sizeBytes, plexes, choose });
  const stack = new VolumeStack(fixture.definition(), fixture);
  stack.start();
  fixture.write(stack.layer, 0, sizeBytes, 7);
  return { fixture, stack };
}

function verified(fixture: VolumeFixture, stack: VolumeStack, right: number | null = null): { outcome: CopyOutcome; work: VerifyWork } {
  let outcome: CopyOutcome | null = null;
  const { work } = stack.verify(right === null ? null : plexId(right), (ended) => { outcome = ended; });
  fixture.clock.runUntil(() => outcome !== null);
  return { outcome: outcome as unknown as CopyOutcome, work };
}

afterEach(() => { setSabotages([]); });

describe('comparing plexes', () => {
  it('finds nothing where they are equal', () => {
    const { fixture, stack } = mirror(3);
    const { outcome, work } = verified(fixture, stack);
    expect([outcome.kind, work.differences.ranges, work.differences.differingBytes]).toEqual(['done', [], 0]);
  });

  it('names the blocks that differ and who agrees, and changes nothing', () => {
    const { fixture, stack } = mirror(3);
    fixture.disk(1).content[firstByte + 5000] = 1;
    fixture.disk(1).content[firstByte + 8192] = 1;
    fixture.disk(2).content[firstByte + 500_000] = 9;
    const before = [0, 1, 2].map((plex) => fixture.disk(plex).content.slice());
    const { outcome, work } = verified(fixture, stack);
    expect(outcome.kind).toBe('done');
    expect(work.differences.ranges).toEqual([
      { offsetBytes: 4096, lengthBytes: 8192, agreeing: [[plexId(0), plexId(2)], [plexId(1)]] },
      { offsetBytes: 499_712, lengthBytes: 4096, agreeing: [[plexId(0), plexId(1)], [plexId(2)]] },
    ]);
    expect(work.differences.differingBytes).toBe(12_288);
    for (const plex of [0, 1, 2]) expect(Buffer.compare(fixture.disk(plex).content, before[plex] as Uint8Array)).toBe(0);
  });

  it('writes what differs anew from the plex that is named as right, and nothing else', () => {
    const { fixture, stack } = mirror(2);
    fixture.disk(0).content[firstByte + 4096] = 1;
    const writes = fixture.disk(0).counts.write;
    const { work } = verified(fixture, stack, 1);
    expect(work.repairedBytes).toBe(4096);
    expect(fixture.disk(0).counts.write).toBe(writes + 1);
    expect(verified(fixture, stack).work.differences.differingBytes).toBe(0);
    expect(fixture.read(stack.layer, 4096, 1)).toEqual(new Uint8Array([7]));
  });

  /** Bytes that a comparison under client writes calls different. */
  function differingUnderWrites(): number {
    let state = 1;
    const { fixture, stack } = mirror(2, (count) => {
      state = (state * 48_271) % 0x7fff_ffff;
      return state % count;
    });
    for (const disk of fixture.disks.values()) disk.completesLater = (operation) => operation === 'write';
    let outcome: CopyOutcome | null = null;
    const { work } = stack.verify(null, (ended) => { outcome = ended; });
    let written = 0;
    const writeOn = (): void => {
      if (outcome !== null) return;
      written += 1;
      const bytes = new Uint8Array(64 * 1024).fill(written & 255);
      if (stack.layer.write(bytes, 0, (written % 32) * 65_536, 65_536, writeOn)) fixture.clock.soon(writeOn);
    };
    for (let client = 0; client < 8; client += 1) writeOn();
    fixture.clock.runUntil(() => outcome !== null);
    expect((outcome as unknown as CopyOutcome).kind).toBe('done');
    expect(written).toBeGreaterThan(20);
    return work.differences.differingBytes;
  }

  it('raises no false alarm under writes that reach the plexes at different times', () => {
    expect(differingUnderWrites()).toBe(0);
  });

  it('would, and a repair would undo writes, without the lock', () => {
    setSabotages(['repair-without-lock']);
    expect(differingUnderWrites()).toBeGreaterThan(0);
  });

  it('fails when fewer than two plexes can be read', () => {
    const { fixture, stack } = mirror(2);
    fixture.disk(1).fault = failing('read');
    const { outcome } = verified(fixture, stack);
    expect(outcome).toMatchObject({ kind: 'failed', plexId: plexId(1) });
    expect(fixture.readFailures.length).toBeGreaterThan(0);
  });
});
