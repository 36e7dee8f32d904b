import { afterEach, describe, expect, it } from 'vitest';
import { IoCounters } from '../device/io-counters.ts';
import { FakeClock } from '../device/fake-clock.ts';
import type { Done } from '../device/ports.ts';
import { setSabotages } from '../model/sabotage.ts';
import { busyCopyShare, busyMilliseconds, busyTurnMilliseconds, CopyLedger, periodMillisecondsMaximum } from './copy-governor.ts';
import { ChunkedCopyJob, type CopyWork } from './copy-job.ts';
import { Gate } from './gate.ts';
import type { Layer } from './layer.ts';
import type { Copied } from './range-copy.ts';
import type { CopyOutcome } from './volume-definition.ts';

afterEach(() => { setSabotages([]); });

const instant: Layer = {
  abilities: { sizeBytes: 1 << 30, readOnly: false, fastZero: true },
  read: () => true, write: () => true, zero: () => true, trim: () => true, flush: () => true,
};

/** Chunks of 1 MiB, each of which takes `chunkMilliseconds` of the thread, or waits for the test to end it. */
class TestWork implements CopyWork {
  readonly endsAtFailure = true;
  readonly totalBytes: number;
  chunkMilliseconds = 1;
  readonly begunAt: number[] = [];
  heldChunk: Copied | null = null;
  heldConclusion: Copied | null = null;
  holdsChunks = false;
  holdsConclusion = false;
  private readonly clock: FakeClock;

  constructor(clock: FakeClock, chunks: number) {
    this.clock = clock;
    this.totalBytes = chunks << 20;
  }

  chunk(): { readonly lengthBytes: number; readonly needed: boolean } {
    return { lengthBytes: 1 << 20, needed: true };
  }

  perform(_position: number, _length: number, done: Copied): void {
    this.begunAt.push(this.clock.now);
    if (this.holdsChunks) {
      this.heldChunk = done;
      return;
    }
    this.clock.now += this.chunkMilliseconds;
    done(null);
  }

  conclude(done: Copied): void {
    if (this.holdsConclusion) this.heldConclusion = done;
    else done(null);
  }
}

function world(chunks = 1000) {
  const clock = new FakeClock();
  const gate = new Gate(instant, clock, new IoCounters('volume', 'volume'));
  gate.release();
  const work = new TestWork(clock, chunks);
  const outcomes: CopyOutcome[] = [];
  const job = new ChunkedCopyJob(work, gate, clock, (outcome) => { outcomes.push(outcome); });
  return { clock, gate, work, job, outcomes };
}

/** A client that calls every `everyMilliseconds`, as long as the clock runs. */
function client(clock: FakeClock, gate: Gate, everyMilliseconds: number): void {
  const call = (): void => {
    gate.read(new Uint8Array(8), 0, 0, 8, () => undefined);
    clock.after(everyMilliseconds, call);
  };
  call();
}

function chunksWithin(milliseconds: number, chunkMilliseconds: number, prepare: (parts: ReturnType<typeof world>) => void): number {
  const parts = world();
  parts.work.chunkMilliseconds = chunkMilliseconds;
  prepare(parts);
  parts.clock.runUntil(() => parts.clock.now >= milliseconds);
  return parts.work.begunAt.length;
}

describe('the governor', () => {
  it('leaves a copy all of the time while no client has work', () => {
    expect(chunksWithin(200, 1, () => undefined)).toBe(200);
  });

  it.each([[1], [2], [5]])('gives copies their share beside busy clients, chunks of %d ms', (chunkMilliseconds) => {
    const chunks = chunksWithin(1000, chunkMilliseconds, ({ clock, gate }) => { client(clock, gate, 0.25); });
    expect(chunks * chunkMilliseconds).toBeGreaterThanOrEqual(busyCopyShare * 900);
    expect(chunks * chunkMilliseconds).toBeLessThanOrEqual(busyCopyShare * 1000 + busyMilliseconds + 2 * chunkMilliseconds);
  });

  it('counts one client that thinks between its calls as busy, and one that calls now and then as mostly idle', () => {
    const alone = chunksWithin(1000, 1, ({ clock, gate }) => { client(clock, gate, 3); });
    expect(alone).toBeLessThanOrEqual(busyCopyShare * 1000 + busyMilliseconds + 2);
    expect(chunksWithin(1000, 1, ({ clock, gate }) => { client(clock, gate, 200); })).toBeGreaterThan(900);
  });

  it('keeps a copy going however slow its chunks are', () => {
    const chunks = chunksWithin(2000, 40, ({ clock, gate }) => { client(clock, gate, 0.25); });
    expect(chunks).toBeGreaterThanOrEqual(Math.floor(2000 / periodMillisecondsMaximum) - 1);
  });

  it('yields to clients of other volumes, which only the turn of the event loop tells of', () => {
    const others = ({ clock }: { readonly clock: FakeClock }): void => {
      const soon = clock.soon.bind(clock);
      Object.assign(clock, { soon: (run: () => void) => { soon(() => { clock.now += busyTurnMilliseconds * 2; run(); }); } });
    };
    expect(chunksWithin(1000, 1, others)).toBeLessThanOrEqual(busyCopyShare * 1000 + busyMilliseconds + 2);
  });

  it('does not take another copy for a client; beside clients they share', () => {
    const together = (busy: boolean): number => {
      const clock = new FakeClock();
      const ledger = new CopyLedger();
      const works = [0, 1].map(() => {
        const gate = new Gate(instant, clock, new IoCounters('volume', 'volume'));
        gate.release();
        const work = new TestWork(clock, 1000);
        const job = new ChunkedCopyJob(work, gate, clock, () => undefined);
        job.shareWith(ledger);
        ledger.running += 1;
        if (busy) client(clock, gate, 0.25);
        return work;
      });
      clock.runUntil(() => clock.now >= 1000);
      return works.reduce((sum, work) => sum + work.begunAt.length, 0);
    };
    expect(together(false)).toBeGreaterThanOrEqual(998);
    expect(together(true)).toBeLessThanOrEqual(busyCopyShare * 1000 + 2 * busyMilliseconds + 4);
    expect(together(true)).toBeGreaterThan(busyCopyShare * 800);
  });

  it('waits as long as somebody asked for after each chunk', () => {
    expect(chunksWithin(1000, 1, ({ job }) => { job.slowMilliseconds = 99; })).toBeLessThanOrEqual(11);
  });

  it('tells what it costs', () => {
    const { clock, gate, job } = world();
    clock.runUntil(() => clock.now >= 200);
    expect(job.copyShare).toBeGreaterThan(0.95);
    client(clock, gate, 0.25);
    clock.runUntil(() => clock.now >= 900);
    expect(job.clientsBusy).toBe(true);
    expect(job.copyShare).toBeLessThan(0.3);
  });
});

/** Brings a job into a phase; `goOn` lets what is held end. */
const phases: readonly (readonly [string, (parts: ReturnType<typeof world>) => { readonly goOn: () => void }])[] = [
  ['before its first chunk', () => ({ goOn: () => undefined })],
  ['with a chunk in flight', ({ clock, work }) => {
    work.holdsChunks = true;
    clock.runUntil(() => work.heldChunk !== null);
    return { goOn: () => { work.holdsChunks = false; work.heldChunk?.(null); } };
  }],
  ['between two chunks', ({ clock, work }) => {
    clock.runUntil(() => work.begunAt.length === 2);
    return { goOn: () => undefined };
  }],
  ['while it yields to clients', ({ clock, gate, work }) => {
    work.chunkMilliseconds = 5;
    gate.read(new Uint8Array(8), 0, 0, 8, () => undefined);
    clock.runUntil(() => work.begunAt.length === 1);
    clock.step();
    return { goOn: () => undefined };
  }],
  ['at a closed gate', ({ clock, gate, work }) => {
    clock.runUntil(() => work.begunAt.length === 1);
    gate.hold();
    clock.runAll();
    return { goOn: () => { gate.release(); } };
  }],
];

describe('a copy', () => {
  it.each(phases)('that is paused %s stands still, and goes on to its end', (_name, bring) => {
    const parts = world(4);
    const { goOn } = bring(parts);
    parts.job.pause();
    goOn();
    parts.clock.runAll();
    const begun = parts.work.begunAt.length;
    expect(begun).toBeLessThan(4);
    expect(parts.outcomes).toEqual([]);
    parts.job.resume();
    parts.clock.runAll();
    expect(parts.work.begunAt.length).toBe(4);
    expect(parts.outcomes).toEqual([{ kind: 'done' }]);
    expect([parts.job.doneBytes, parts.job.totalBytes]).toEqual([4 << 20, 4 << 20]);
  });

  it.each(phases)('that is aborted %s copies no more, and ends as cancelled, paused or not', (_name, bring) => {
    for (const paused of [false, true]) {
      const parts = world(4);
      const { goOn } = bring(parts);
      const begun = parts.work.begunAt.length;
      if (paused) parts.job.pause();
      parts.job.cancel();
      goOn();
      parts.clock.runAll();
      expect(parts.work.begunAt.length).toBe(begun);
      expect(parts.outcomes).toEqual([{ kind: 'cancelled' }]);
    }
  });

  it('is paused too late, and aborted in time, while it makes its result durable', () => {
    for (const [ask, kind] of [['pause', 'done'], ['cancel', 'cancelled']] as const) {
      const { clock, job, outcomes, work } = world(2);
      work.holdsConclusion = true;
      clock.runUntil(() => work.heldConclusion !== null);
      job[ask]();
      work.heldConclusion?.(null);
      clock.runAll();
      expect(outcomes).toEqual([{ kind }]);
    }
  });

  it('waits at a closed gate once, however often it is paused and resumed there', () => {
    const { clock, gate, job, outcomes, work } = world(3);
    gate.hold();
    for (let times = 0; times < 5; times += 1) {
      job.pause();
      job.resume();
      clock.runAll();
    }
    expect(work.begunAt).toEqual([]);
    gate.release();
    clock.runAll();
    expect(work.begunAt.length).toBe(3);
    expect(outcomes).toEqual([{ kind: 'done' }]);
  });

  it('ends when its gate is closed for good', () => {
    const { clock, gate, outcomes } = world(3);
    gate.stop();
    clock.runAll();
    expect(outcomes).toEqual([{ kind: 'cancelled' }]);
  });

  it('holds up a drain no longer than its chunk', () => {
    const { clock, gate, work } = world(3);
    work.holdsChunks = true;
    clock.runUntil(() => work.heldChunk !== null);
    const drained: (string | null)[] = [];
    const done: Done = (error) => { drained.push(error?.code ?? null); };
    gate.pause(done);
    expect(drained).toEqual([]);
    work.heldChunk?.(null);
    expect(drained).toEqual([null]);
  });

  it('does not count what needs no copy', () => {
    const clock = new FakeClock();
    const gate = new Gate(instant, clock, new IoCounters('volume', 'volume'));
    gate.release();
    const work = new TestWork(clock, 10);
    const sparse = Object.assign(work, {
      chunk: (position: number) => ({ lengthBytes: 1 << 20, needed: (position >> 20) % 5 === 0 }),
      neededBytes: (position: number) => [0, 5].filter((region) => region >= position >> 20).length << 20,
    });
    const job = new ChunkedCopyJob(sparse, gate, clock, () => undefined);
    expect(job.totalBytes).toBe(2 << 20);
    clock.runAll();
    expect([job.doneBytes, job.totalBytes, work.begunAt.length]).toEqual([2 << 20, 2 << 20, 2]);
  });
});
