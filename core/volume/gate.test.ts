import { describe, expect, it } from 'vitest';
import { IoCounters } from '../device/io-counters.ts';
import type { IoError } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import { Gate, heldCallsMaximum, zeroPieceBytes } from './gate.ts';
import type { Layer } from './layer.ts';
import { VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

const sizeBytes = 8192;

/** A gate over a layer whose calls end when the test says so. */
function fixture(bytes = sizeBytes): { world: VolumeFixture; gate: Gate; calls: string[]; end: (error?: IoError) => void } {
  const world = new VolumeFixture({ sizeBytes });
  const calls: string[] = [];
  const outstanding: ((error: IoError | null) => void)[] = [];
  const later = (name: string, done: (error: IoError | null) => void): boolean => {
    calls.push(name);
    outstanding.push(done);
    return false;
  };
  const inner: Layer = {
    abilities: { sizeBytes: bytes, readOnly: false, fastZero: true },
    read: (_buffer, _start, offsetBytes, _length, done) => later(`read ${offsetBytes}`, done),
    write: (_buffer, _start, offsetBytes, _length, done) => later(`write ${offsetBytes}`, done),
    zero: (offsetBytes, lengthBytes, _keep, done) => later(`zero ${offsetBytes} ${lengthBytes}`, done),
    trim: (offsetBytes, lengthBytes, done) => later(`trim ${offsetBytes} ${lengthBytes}`, done),
    flush: (done) => later('flush', done),
  };
  const gate = new Gate(inner, world.clock, new IoCounters('volume', 'volume'));
  return { world, gate, calls, end: (error) => { outstanding.shift()?.(error ?? null); } };
}

const buffer = new Uint8Array(100);
const ignore = (): void => undefined;

describe('a gate', () => {
  it('holds calls while it is closed and lets them in in their order', () => {
    const { gate, calls } = fixture();
    gate.write(buffer, 0, 1, 100, ignore);
    gate.read(buffer, 0, 2, 100, ignore);
    gate.flush(ignore);
    expect(calls).toEqual([]);
    gate.release();
    expect(calls).toEqual(['write 1', 'read 2', 'flush']);
    gate.hold();
    gate.hold();
    gate.trim(0, 100, ignore);
    gate.release();
    expect(calls).toHaveLength(3);
    gate.release();
    expect(calls[3]).toBe('trim 0 100');
  });

  it('holds no more than its bound', () => {
    const { world, gate } = fixture();
    for (let count = 0; count < heldCallsMaximum; count += 1) gate.flush(ignore);
    expect(world.finish((done) => gate.flush(done))?.code).toBe('EIO');
  });

  const outside = [[-1, 10], [0, sizeBytes + 1], [sizeBytes, 1], [10, -1], [Number.NaN, 1], [0, 101]] as const;

  it.each(outside)('refuses %d + %d', (offsetBytes, lengthBytes) => {
    const { world, gate, calls } = fixture();
    gate.release();
    expect(world.finish((done) => gate.write(buffer, 0, offsetBytes, lengthBytes, done))?.code).toBe('EINVAL');
    expect(world.finish((done) => gate.read(buffer, 0, offsetBytes, lengthBytes, done))?.code).toBe('EINVAL');
    expect(calls).toEqual([]);
  });

  it('lets nothing change a volume that is read-only', () => {
    const world = new VolumeFixture({ sizeBytes });
    const stack = new VolumeStack(world.definition({ volume: { readOnly: true } }), world);
    stack.start();
    expect(world.write(stack.layer, 0, 10, 1)?.code).toBe('EPERM');
    expect(world.finish((done) => stack.layer.zero(0, 10, true, done))?.code).toBe('EPERM');
    expect(world.finish((done) => stack.layer.trim(0, 10, done))?.code).toBe('EPERM');
    expect(world.read(stack.layer, 0, 10)).toEqual(new Uint8Array(10));
  });

  it('is drained when all data calls have ended, not waiting for a flush', () => {
    const { world, gate, end } = fixture();
    gate.release();
    gate.write(buffer, 0, 0, 100, ignore);
    gate.read(buffer, 0, 0, 100, ignore);
    gate.flush(ignore);
    let drained = false;
    gate.pause(() => { drained = true; });
    end();
    expect(drained).toBe(false);
    end();
    expect(drained).toBe(true);
    expect(gate.isOpen).toBe(false);
    gate.release();
    expect(world.clock.now).toBe(0);
  });

  it('gives a drain up after 5 s and is open as before', () => {
    const { world, gate, calls, end } = fixture();
    gate.release();
    gate.write(buffer, 0, 0, 100, ignore);
    const answers: (string | undefined)[] = [];
    gate.pause((error) => { answers.push(error?.code); });
    gate.write(buffer, 0, 200, 100, ignore);
    world.clock.runAll();
    expect(answers).toEqual(['ETIMEDOUT']);
    expect(world.clock.now).toBe(5000);
    expect(calls).toEqual(['write 0', 'write 200']);
    end();
    expect(answers).toHaveLength(1);
  });

  it('lets a long trim in piece by piece, so that it can be drained in between', () => {
    const { gate, calls, end } = fixture(2 * zeroPieceBytes + mebibyte);
    gate.release();
    const answers: (IoError | null)[] = [];
    gate.trim(0, 2 * zeroPieceBytes + mebibyte, (error) => { answers.push(error); });
    expect(calls).toHaveLength(1);
    let drained = false;
    gate.pause(() => { drained = true; });
    end();
    expect(drained).toBe(true);
    expect(calls).toHaveLength(1);
    gate.release();
    end();
    end();
    expect(calls).toEqual([
      `trim 0 ${zeroPieceBytes}`, `trim ${zeroPieceBytes} ${zeroPieceBytes}`, `trim ${2 * zeroPieceBytes} ${mebibyte}`,
    ]);
    expect(answers).toEqual([null]);
  });

  it('lets an empty call pass within the volume only, and refuses what lies outside of it or of the buffer', () => {
    const { gate, calls, world } = fixture();
    gate.release();
    for (const offsetBytes of [0, sizeBytes]) expect(gate.read(buffer, 0, offsetBytes, 0, ignore)).toBe(true);
    const codeOf = (offsetBytes: number, lengthBytes: number): string | undefined =>
      world.finish((done) => gate.read(buffer, 0, offsetBytes, lengthBytes, done))?.code;
    expect([codeOf(-1, 0), codeOf(sizeBytes + 1, 0), codeOf(sizeBytes, 1), codeOf(0, buffer.length + 1)]).toEqual(Array(4).fill('EINVAL'));
    expect(calls).toEqual([]);
  });

  it('lets no look at the data in while it is closed, and counts one that it lets in as in flight', () => {
    const { gate, world, end } = fixture();
    expect(world.finish((done) => gate.peek(buffer, 0, done))?.code).toBe('ESHUTDOWN');
    gate.release();
    let seen: IoError | null | undefined;
    expect(gate.peek(buffer, 0, (error) => { seen = error; })).toBe(false);
    let drained = false;
    gate.hold();
    gate.drain(() => { drained = true; });
    expect(drained).toBe(false);
    end();
    world.clock.runUntil(() => drained);
    expect(seen).toBeNull();
  });

  it('cuts long zeros like long trims', () => {
    const { gate, calls, end } = fixture(4 * zeroPieceBytes);
    gate.release();
    let ended = false;
    gate.zero(0, 2 * zeroPieceBytes + 512, false, () => { ended = true; });
    while (!ended) end();
    expect(calls).toEqual([
      `zero 0 ${zeroPieceBytes}`, `zero ${zeroPieceBytes} ${zeroPieceBytes}`, `zero ${2 * zeroPieceBytes} 512`,
    ]);
  });
});
