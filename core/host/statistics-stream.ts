/**
 * The counters that one client watches, sent at its interval while it is connected. Nothing is counted or timed for nobody:
 * without a watcher there is no timer.
 *
 * - A frame names the samples that have changed since the frame before it; what was never named has done nothing.
 * - Each group is asked anew only when it has answered: one that is blocked holds up no other, and nothing piles up.
 * - A client that does not take its frames misses readings; as counters only rise, it loses none of what they count.
 */
import { countedOperations } from '../model/io-statistics.ts';
import type { GroupStatistics, IoSample, StatisticsWish } from '../model/io-statistics.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { clientBufferBytesMaximum } from './event-stream.ts';
import type { FrameTransport } from './event-stream.ts';

export interface StatisticsWatch {
  readonly wanted: readonly StatisticsWish[];
  readonly intervalMilliseconds: number;
}

/** Null: the group is not imported now. */
export type ReadGroupStatistics = (wish: StatisticsWish) => Promise<Result<GroupStatistics, Refusal> | null>;

interface Watched {
  readonly wish: StatisticsWish;
  asking: boolean;
  /** Whose counters the sent ones are: they begin anew at an import and when they are set back. */
  since: string;
  readonly sent: Map<string, IoSample>;
}

export class StatisticsStream {
  readonly #read: ReadGroupStatistics;
  readonly #transport: FrameTransport;
  #watched: readonly Watched[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(read: ReadGroupStatistics, transport: FrameTransport) {
    this.#read = read;
    this.#transport = transport;
  }

  /** In place of what was watched before; nothing wanted ends it. */
  watch({ wanted, intervalMilliseconds }: StatisticsWatch): void {
    this.end();
    this.#watched = wanted.map((wish) => ({ wish, asking: false, since: '', sent: new Map() }));
    if (wanted.length === 0) return;
    this.#timer = setInterval(() => this.#askAll(), intervalMilliseconds);
    this.#askAll();
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#watched = [];
  }

  #askAll(): void {
    for (const watched of this.#watched) if (!watched.asking) void this.#ask(watched);
  }

  async #ask(watched: Watched): Promise<void> {
    if (this.#transport.bufferedBytes > clientBufferBytesMaximum) return;
    watched.asking = true;
    const answer = await this.#read(watched.wish);
    watched.asking = false;
    if (answer?.ok !== true || !this.#watched.includes(watched)) return;
    if (answer.value.since !== watched.since) watched.sent.clear();
    watched.since = answer.value.since;
    const samples = answer.value.samples.filter((sample) => hasChanged(watched.sent.get(sample.id), sample));
    for (const sample of samples) watched.sent.set(sample.id, sample);
    this.#transport.send({ statistics: { ...answer.value, samples } });
  }
}

function hasChanged(before: IoSample | undefined, after: IoSample): boolean {
  if (before === undefined) return true;
  return countedOperations.some((operation) =>
    before[operation].completed !== after[operation].completed || before[operation].failed !== after[operation].failed);
}
