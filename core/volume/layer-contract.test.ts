import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IoCounters } from '../device/io-counters.ts';
import type { IoError } from '../device/ports.ts';
import { Gate } from './gate.ts';
import type { Layer } from './layer.ts';
import { OverlapLayer } from './overlap.ts';
import { PlexLayer } from './plex-layer.ts';
import { RangeOrder } from './range-order.ts';
import { failing, VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

const sizeBytes = 64 * 1024;

function plex(fixture: VolumeFixture): PlexLayer {
  const definition = fixture.definition();
  const [record] = definition.plexes;
  if (record === undefined) throw new Error('no plex');
  return new PlexLayer({ ...definition, plex: record, lengthBytes: sizeBytes, onlyPlex: true, uses: new Map() }, fixture);
}

function stack(fixture: VolumeFixture): Layer {
  const built = new VolumeStack(fixture.definition(), fixture);
  built.start();
  return built.layer;
}

const gated = (fixture: VolumeFixture): Layer => {
  const gate = new Gate(plex(fixture), fixture.clock, new IoCounters('volume', 'volume'));
  gate.release();
  return gate;
};

const layers: readonly (readonly [string, { plexes?: number; columns?: number }, (fixture: VolumeFixture) => Layer])[] = [
  ['concatenated plex', {}, plex],
  ['striped plex', { columns: 4 }, plex],
  ['overlap', {}, (fixture) => new OverlapLayer(plex(fixture), new RangeOrder())],
  ['gate', {}, gated],
  ['volume of one plex', {}, stack],
  ['mirror', { plexes: 2 }, stack],
  ['mirrored stripe', { plexes: 3, columns: 2 }, stack],
];

interface Step {
  readonly kind: 'read' | 'write' | 'zero' | 'trim' | 'flush';
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(fc.record({
  kind: fc.constantFrom('read', 'write', 'zero', 'trim', 'flush'),
  offsetBytes: fc.nat(sizeBytes - 1),
  lengthBytes: fc.integer({ min: 1, max: 20_000 }),
}).map((step) => ({ ...step, lengthBytes: Math.min(step.lengthBytes, sizeBytes - step.offsetBytes) })), { maxLength: 30 });

/** Issues the step, checks the completion rule, waits for the end. */
function perform(fixture: VolumeFixture, layer: Layer, step: Step, buffer: Uint8Array): IoError | null {
  const answers: (IoError | null)[] = [];
  let within = true;
  const done = (error: IoError | null): void => {
    expect(within, 'done was called from within the call').toBe(false);
    answers.push(error);
  };
  const complete = issue(layer, step, buffer, done);
  within = false;
  if (!complete) fixture.clock.runUntil(() => answers.length > 0);
  fixture.clock.runAll();
  expect(answers).toHaveLength(complete ? 0 : 1);
  return answers[0] ?? null;
}

function issue(layer: Layer, step: Step, buffer: Uint8Array, done: (error: IoError | null) => void): boolean {
  const { offsetBytes, lengthBytes } = step;
  switch (step.kind) {
    case 'read': return layer.read(buffer, 5, offsetBytes, lengthBytes, done);
    case 'write': return layer.write(buffer, 5, offsetBytes, lengthBytes, done);
    case 'zero': return layer.zero(offsetBytes, lengthBytes, offsetBytes % 2 === 0, done);
    case 'trim': return layer.trim(offsetBytes, lengthBytes, done);
    case 'flush': return layer.flush(done);
  }
}

describe.each(layers)('%s', (_name, shape, make) => {
  it('does what a plain array does, at once or later, and completes each call exactly once', () => {
    fc.assert(fc.property(steps, fc.infiniteStream(fc.boolean()), fc.infiniteStream(fc.nat()), (script, later, choices) => {
      const fixture = new VolumeFixture({ sizeBytes, ...shape, choose: (count) => (choices.next().value as number) % count });
      for (const disk of fixture.disks.values()) disk.completesLater = () => later.next().value as boolean;
      const layer = make(fixture);
      const model = new Uint8Array(sizeBytes);
      script.forEach((step, index) => {
        const buffer = new Uint8Array(step.lengthBytes + 5).fill(index + 1);
        expect(perform(fixture, layer, step, buffer)).toBeNull();
        if (step.kind === 'write') model.fill(index + 1, step.offsetBytes, step.offsetBytes + step.lengthBytes);
        if (step.kind === 'zero' || step.kind === 'trim') model.fill(0, step.offsetBytes, step.offsetBytes + step.lengthBytes);
        if (step.kind === 'read') {
          expect(Buffer.compare(buffer.subarray(5), model.subarray(step.offsetBytes, step.offsetBytes + step.lengthBytes))).toBe(0);
        }
      });
    }), { numRuns: 40 });
  });

  it('passes an error of every disk on, once and later', () => {
    for (const kind of ['read', 'write', 'zero', 'trim', 'flush'] as const) {
      const fixture = new VolumeFixture({ sizeBytes, ...shape });
      const layer = make(fixture);
      perform(fixture, layer, { kind: 'write', offsetBytes: 0, lengthBytes: sizeBytes }, new Uint8Array(sizeBytes + 5));
      for (const disk of fixture.disks.values()) disk.fault = failing(kind === 'trim' ? 'zero' : kind);
      const error = perform(fixture, layer, { kind, offsetBytes: 100, lengthBytes: 40_000 }, new Uint8Array(40_005));
      expect(error?.code, kind).toBe('EIO');
    }
  });

  it('flushes every disk that was written, and those only', () => {
    const fixture = new VolumeFixture({ sizeBytes, ...shape });
    const layer = make(fixture);
    const buffer = new Uint8Array(sizeBytes + 5);
    perform(fixture, layer, { kind: 'flush', offsetBytes: 0, lengthBytes: 0 }, buffer);
    perform(fixture, layer, { kind: 'write', offsetBytes: 0, lengthBytes: 100 }, buffer);
    perform(fixture, layer, { kind: 'flush', offsetBytes: 0, lengthBytes: 0 }, buffer);
    perform(fixture, layer, { kind: 'flush', offsetBytes: 0, lengthBytes: 0 }, buffer);
    for (const disk of fixture.disks.values()) {
      expect(disk.unflushedWrites).toBe(0);
      expect(disk.counts.flush).toBe(disk.counts.write > 0 ? 2 : 1);
    }
  });
});
