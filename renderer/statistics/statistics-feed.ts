/**
 * The counters of one host, as rates over time. Whoever shows some says so (`watch`); the feed asks the host for all that is
 * shown together, once a second, and for nothing when nothing is. It starts again by itself after a lost connection.
 *
 * A reading names only what has changed. So `now` holds the newest counters of everything, `base` those at the last point.
 */
import type { GroupStatistics, IoSample, StatisticsWish } from '../../core/model/io-statistics.ts';
import type { Bridge } from '../link/bridge.ts';
import { ratesBetween } from './rates.ts';
import type { Rates } from './rates.ts';

export const readingIntervalMilliseconds = 1000;
/** Points kept for each object: five minutes. */
export const pointsMaximum = 300;
/** A reading that follows the one before it sooner makes no point of its own. */
const pointMillisecondsMinimum = 500;

export interface Point extends Rates {
  /** Wall clock of the host, milliseconds since 1970. */
  readonly atMilliseconds: number;
}

interface GroupReadings {
  since: string;
  baseElapsedMilliseconds: number;
  base: ReadonlyMap<string, IoSample>;
  readonly now: Map<string, IoSample>;
  readonly points: Map<string, readonly Point[]>;
  /** The first reading of what is watched now says where counting stands, and makes no point. */
  begins: boolean;
}

function newReadings(): GroupReadings {
  return { since: '', baseElapsedMilliseconds: 0, base: new Map(), now: new Map(), points: new Map(), begins: true };
}

interface Watcher {
  readonly wish: StatisticsWish;
  heard(): void;
}

const noPoints: readonly Point[] = [];
/** What a host watches for a console that has asked for nothing. */
const nothingAsked = '[]';

export class StatisticsFeed {
  readonly #call: Bridge['call'];
  readonly #watchers = new Set<Watcher>();
  readonly #groups = new Map<string, GroupReadings>();
  #asked = nothingAsked;
  #scheduled = false;

  constructor(call: Bridge['call']) {
    this.#call = call;
  }

  /** `heard` is called at each reading of the group. Ends with what it answers. */
  watch(wish: StatisticsWish, heard: () => void): () => void {
    const watcher: Watcher = { wish, heard };
    this.#watchers.add(watcher);
    this.#askSoon();
    return () => {
      this.#watchers.delete(watcher);
      this.#askSoon();
    };
  }

  /** Oldest first; the same value until the next point. */
  pointsOf(groupId: string, objectId: string): readonly Point[] {
    return this.#groups.get(groupId)?.points.get(objectId) ?? noPoints;
  }

  /** The connection is there, for the first time or again: the host knows nothing of what was watched before. */
  connected(): void {
    this.#asked = nothingAsked;
    this.#askSoon();
  }

  take(reading: GroupStatistics): void {
    const group = this.#groups.get(reading.groupId);
    if (group === undefined) return;
    if (reading.since !== group.since) group.now.clear();
    const begins = group.begins || reading.since !== group.since;
    for (const sample of reading.samples) group.now.set(sample.id, sample);
    const elapsed = reading.elapsedMilliseconds - group.baseElapsedMilliseconds;
    if (!begins && elapsed < pointMillisecondsMinimum) return;
    if (!begins) this.#addPoints(group, reading, elapsed);
    group.begins = false;
    group.since = reading.since;
    group.base = new Map(group.now);
    group.baseElapsedMilliseconds = reading.elapsedMilliseconds;
    for (const { wish, heard } of this.#watchers) if (wish.group === reading.groupId) heard();
  }

  #addPoints(group: GroupReadings, reading: GroupStatistics, elapsedMilliseconds: number): void {
    const atMilliseconds = Date.parse(reading.at);
    for (const id of this.#watchedIn(reading.groupId, group)) {
      const rates = ratesBetween(group.base.get(id), group.now.get(id), elapsedMilliseconds);
      group.points.set(id, [...(group.points.get(id) ?? []).slice(1 - pointsMaximum), { atMilliseconds, ...rates }]);
    }
  }

  #watchedIn(groupId: string, group: GroupReadings): ReadonlySet<string> {
    const wishes = [...this.#watchers].filter(({ wish }) => wish.group === groupId);
    const named = wishes.flatMap(({ wish }) => wish.objects);
    return new Set(wishes.some(({ wish }) => wish.objects.length === 0) ? [...named, ...group.now.keys()] : named);
  }

  #askSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#ask();
    });
  }

  #ask(): void {
    const wanted = this.#wanted();
    const asked = JSON.stringify(wanted);
    if (asked === this.#asked) return;
    this.#asked = asked;
    const groups = new Set(wanted.map(({ group }) => group));
    for (const id of this.#groups.keys()) if (!groups.has(id)) this.#groups.delete(id);
    for (const id of groups) {
      const known = this.#groups.get(id);
      if (known !== undefined) known.begins = true;
      else this.#groups.set(id, newReadings());
    }
    void this.#call('statistics.watch', { wanted, intervalMilliseconds: readingIntervalMilliseconds });
  }

  /** Everything that somebody shows, each group once. */
  #wanted(): { group: string; objects: string[] }[] {
    const groups = new Map<string, Set<string> | 'all'>();
    for (const { wish: { group, objects } } of this.#watchers) {
      const present = groups.get(group);
      if (objects.length === 0 || present === 'all') groups.set(group, 'all');
      else groups.set(group, new Set([...(present ?? []), ...objects]));
    }
    return [...groups].map(([group, objects]) => ({ group, objects: objects === 'all' ? [] : [...objects].sort() }));
  }
}
