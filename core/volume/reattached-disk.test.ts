/** A disk that goes and comes back as another opening, with writes of the volume on it that nobody has flushed. */
import { describe, expect, it } from 'vitest';
import { MemoryDisk } from '../device/memory-disk.test-double.ts';
import type { IoError } from '../device/ports.ts';
import type { CopyOutcome } from './volume-definition.ts';
import { diskId, diskStartBytes, plexId, VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

const sizeBytes = 64 * 1024;

function volume(plexes: number): { fixture: VolumeFixture; stack: VolumeStack; flush: () => IoError | null } {
  const fixture = new VolumeFixture({ sizeBytes, plexes });
  const stack = new VolumeStack(fixture.definition(), fixture);
  stack.start();
  return { fixture, stack, flush: () => fixture.finish((done) => stack.layer.flush(done)) };
}

/** The new opening shows what the old one did; whether that is on the medium nobody knows. */
function attachAnew(fixture: VolumeFixture, plex: number): MemoryDisk {
  const disk = new MemoryDisk({ sizeBytes: sizeBytes * 2 + diskStartBytes, soon: fixture.clock.soon });
  disk.content.set(fixture.disk(plex).content);
  fixture.disk(plex).close();
  fixture.disks.set(diskId(plex), disk);
  return disk;
}

describe('after a disk with unflushed writes was attached anew', () => {
  it('a flush of a mirror marks its plex stale before it succeeds', () => {
    const { fixture, stack, flush } = volume(2);
    fixture.write(stack.layer, 0, 100, 1);
    attachAnew(fixture, 1);
    expect(flush()).toBeNull();
    expect(fixture.marked).toMatchObject([{ plexId: plexId(1), diskId: diskId(1), error: { code: 'EIO' } }]);
    expect(fixture.disk(0).unflushedWrites).toBe(0);
    expect(flush()).toBeNull();
    expect(fixture.marked).toHaveLength(1);
  });

  it('a flush of the only plex fails once, for all who flushed before the answer', () => {
    const { fixture, stack, flush } = volume(1);
    fixture.write(stack.layer, 0, 100, 1);
    const disk = attachAnew(fixture, 0);
    fixture.write(stack.layer, 4096, 100, 2);
    const answers: (string | null)[] = [];
    for (let count = 0; count < 2; count += 1) {
      expect(stack.layer.flush((error) => { answers.push(error?.code ?? null); })).toBe(false);
    }
    fixture.clock.runAll();
    expect(answers).toEqual(['EIO', 'EIO']);
    expect(disk.counts.flush).toBe(0);
    expect(flush()).toBeNull();
    expect(disk.unflushedWrites).toBe(0);
  });

  it('a write that the old opening completes late counts as lost too', () => {
    const { fixture, stack, flush } = volume(1);
    flush();
    fixture.disk(0).completesLater = () => true;
    let written = false;
    stack.layer.write(new Uint8Array(100), 0, 0, 100, () => { written = true; });
    attachAnew(fixture, 0);
    fixture.clock.runUntil(() => written);
    expect(flush()?.code).toBe('EIO');
    expect(flush()).toBeNull();
  });

  it('a copy onto it ends well and brings its plex back', () => {
    const { fixture, stack, flush } = volume(2);
    fixture.write(stack.layer, 0, 100, 1);
    fixture.missing.add(diskId(1));
    fixture.write(stack.layer, 4096, 100, 2);
    expect(fixture.marked.map((failure) => failure.plexId)).toEqual([plexId(1)]);
    const disk = attachAnew(fixture, 1);
    fixture.missing.clear();
    fixture.finish((done) => { stack.reconfigure(fixture.definition({ states: ['ACTIVE', 'STALE'] }), done); return false; });
    let outcome: CopyOutcome | null = null;
    stack.attach(plexId(1), (ended) => { outcome = ended; });
    fixture.clock.runUntil(() => outcome !== null);
    expect(outcome).toEqual({ kind: 'done' });
    expect(disk.unflushedWrites).toBe(0);
    expect(flush()).toBeNull();
    expect(fixture.marked).toHaveLength(1);
  });

  it('what was flushed before it went is not doubted', () => {
    const { fixture, stack, flush } = volume(2);
    fixture.write(stack.layer, 0, 100, 1);
    expect(flush()).toBeNull();
    attachAnew(fixture, 1);
    expect(flush()).toBeNull();
    fixture.write(stack.layer, 0, 100, 2);
    expect(flush()).toBeNull();
    expect(fixture.marked).toEqual([]);
  });
});

describe('while a disk with unflushed writes is missing', () => {
  it('a flush of a mirror marks its plex stale', () => {
    const { fixture, stack, flush } = volume(2);
    fixture.write(stack.layer, 0, 100, 1);
    fixture.missing.add(diskId(1));
    expect(flush()).toBeNull();
    expect(fixture.marked.map((failure) => failure.plexId)).toEqual([plexId(1)]);
  });

  it('each flush of the only plex fails; without such writes none does', () => {
    const { fixture, stack, flush } = volume(1);
    fixture.write(stack.layer, 0, 100, 1);
    expect(flush()).toBeNull();
    fixture.missing.add(diskId(0));
    expect(flush()).toBeNull();
    fixture.missing.clear();
    fixture.write(stack.layer, 0, 100, 2);
    fixture.missing.add(diskId(0));
    expect([flush()?.code, flush()?.code]).toEqual(['EIO', 'EIO']);
  });
});

it('a flush that fails on every plex leaves them unequal, for each may have lost another part', () => {
  const { fixture, stack, flush } = volume(2);
  fixture.write(stack.layer, 0, sizeBytes, 1);
  for (const plex of [0, 1]) attachAnew(fixture, plex);
  fixture.disk(0).content.fill(9);
  expect(flush()?.code).toBe('EIO');
  expect(fixture.marked).toEqual([]);
  const first = fixture.read(stack.layer, 0, 100);
  for (let turn = 0; turn < 3; turn += 1) expect(fixture.read(stack.layer, 0, 100)).toEqual(first);
});

describe('a disk that is missing when the volume starts', () => {
  const without = (plexes: number): IoError | null => {
    const fixture = new VolumeFixture({ sizeBytes, plexes });
    fixture.disks.delete(diskId(plexes - 1));
    const stack = new VolumeStack(fixture.definition(), fixture);
    stack.start();
    return fixture.finish((done) => stack.layer.flush(done));
  };

  it('lets no flush of an only copy succeed: bytes of an earlier process may wait there', () => {
    expect(without(1)?.code).toBe('EIO');
  });

  it('has missed nothing of a mirror that has written nothing', () => {
    expect(without(2)).toBeNull();
  });
});
