import { describe, expect, test } from 'vitest';
import type { HostFrame } from './contract.ts';
import { clientBufferBytesMaximum, EventStream } from './event-stream.ts';
import type { FrameTransport } from './event-stream.ts';
import { ObjectStore } from './object-store.ts';
import { testAlert } from './test-session-host.ts';

class RecordingTransport implements FrameTransport {
  readonly frames: HostFrame[] = [];
  bufferedBytes = 0;
  drained: (() => void)[] = [];

  send(frame: HostFrame): void {
    this.frames.push(frame);
  }

  whenDrained(run: () => void): void {
    this.drained.push(run);
  }

  close(): void {
    this.frames.length = 0;
  }

  kinds(): string[] {
    return this.frames.map((frame) => Object.keys(frame)[0]!);
  }
}

function storeWithChanges(count: number): ObjectStore {
  const store = new ObjectStore('run-1');
  for (let index = 1; index <= count; index++) store.replace('a', [testAlert('1', index)]);
  return store;
}

describe('event stream', () => {
  test('a client that comes back gets what it missed and no snapshot', () => {
    const store = storeWithChanges(5);
    const transport = new RecordingTransport();
    const stream = new EventStream(store, transport);
    expect(stream.canResume({ hostRun: 'run-1', afterSequence: 3 })).toBe(true);
    stream.begin({ hostRun: 'run-1', afterSequence: 3 });
    store.replace('a', []);
    expect(transport.frames.map((frame) => ('change' in frame ? frame.change.sequence : 0))).toEqual([4, 5, 6]);
  });

  test('a client of an earlier run of the host gets a snapshot', () => {
    const transport = new RecordingTransport();
    const stream = new EventStream(storeWithChanges(5), transport);
    expect(stream.canResume({ hostRun: 'run-0', afterSequence: 3 })).toBe(false);
    stream.begin({ hostRun: 'run-0', afterSequence: 3 });
    expect(transport.kinds()).toEqual(['snapshot']);
  });

  test('a client that cannot keep up is not buffered for and gets a fresh snapshot once it has drained', () => {
    const store = storeWithChanges(1);
    const transport = new RecordingTransport();
    new EventStream(store, transport).begin({ hostRun: '', afterSequence: 0 });
    transport.bufferedBytes = clientBufferBytesMaximum + 1;
    store.replace('a', [testAlert('1', 2)]);
    store.replace('a', [testAlert('1', 3)]);
    expect(transport.kinds()).toEqual(['snapshot']);
    transport.bufferedBytes = 0;
    for (const run of transport.drained) run();
    expect(transport.frames.at(-1)).toEqual({ snapshot: { sequence: 3, objects: [testAlert('1', 3)] } });
    store.replace('a', [testAlert('1', 4)]);
    expect(transport.kinds()).toEqual(['snapshot', 'snapshot', 'change']);
  });

  test('nothing is sent after the end', () => {
    const store = storeWithChanges(1);
    const transport = new RecordingTransport();
    const stream = new EventStream(store, transport);
    stream.begin({ hostRun: '', afterSequence: 0 });
    stream.end();
    store.replace('a', []);
    expect(transport.kinds()).toEqual(['snapshot']);
  });
});
