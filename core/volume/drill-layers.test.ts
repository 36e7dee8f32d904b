import { describe, expect, it } from 'vitest';
import { DelayLayer } from './delay-layer.ts';
import { ErrorLayer } from './error-layer.ts';
import type { Layer } from './layer.ts';
import { PauseLayer, pausedCallsMaximum } from './pause-layer.ts';
import type { TraceRecord } from './trace-layer.ts';
import { TraceLayer } from './trace-layer.ts';
import { failing, VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

function fixture(): { world: VolumeFixture; volume: Layer } {
  const world = new VolumeFixture({ sizeBytes: 8192 });
  const stack = new VolumeStack(world.definition(), world);
  stack.start();
  return { world, volume: stack.layer };
}

describe('layers for drills', () => {
  it('error: fails what its rule names, and nothing reaches the disk', () => {
    const { world, volume } = fixture();
    const layer = new ErrorLayer(volume, world.clock);
    layer.rule = (operation, offsetBytes) => (offsetBytes < 4096 ? failing('write', 'flush')(operation) : null);
    expect(world.write(layer, 0, 10, 1)?.message).toBe('no write');
    expect(world.finish((done) => layer.flush(done))?.message).toBe('no flush');
    expect(world.disk(0).counts).toMatchObject({ write: 0, flush: 0 });
    expect(world.write(layer, 4096, 10, 1)).toBeNull();
  });

  it('delay: holds each call for as long as it is told', () => {
    const { world, volume } = fixture();
    const layer = new DelayLayer(volume, world.clock, 250);
    world.write(layer, 0, 10, 1);
    expect(world.clock.now).toBe(250);
    layer.delayMilliseconds = 0;
    expect(layer.write(new Uint8Array(10), 0, 0, 10, () => undefined)).toBe(true);
  });

  it('pause: holds calls and lets them go in their order, up to its bound', () => {
    const { world, volume } = fixture();
    const layer = new PauseLayer(volume, world.clock);
    layer.pause();
    const ended: number[] = [];
    for (const value of [1, 2]) layer.write(new Uint8Array(10).fill(value), 0, 0, 10, () => { ended.push(value); });
    world.clock.runAll();
    expect(ended).toEqual([]);
    for (let count = 2; count < pausedCallsMaximum; count += 1) layer.flush(() => undefined);
    expect(world.finish((done) => layer.flush(done))?.code).toBe('EIO');
    layer.resume();
    expect(ended).toEqual([1, 2]);
    expect(world.read(layer, 0, 10)).toEqual(new Uint8Array(10).fill(2));
  });

  it('trace: tells of each call when it ends, with its time and error', () => {
    const { world, volume } = fixture();
    const records: TraceRecord[] = [];
    const layer = new TraceLayer(new DelayLayer(volume, world.clock, 7), world.clock, (record) => { records.push(record); });
    world.write(layer, 100, 10, 1);
    world.disk(0).fault = failing('read');
    world.read(layer, 0, 5);
    expect(records).toMatchObject([
      { operation: 'write', offsetBytes: 100, lengthBytes: 10, tookMilliseconds: 7, error: null },
      { operation: 'read', offsetBytes: 0, lengthBytes: 5, tookMilliseconds: 7, error: { code: 'EIO' } },
    ]);
  });
});
