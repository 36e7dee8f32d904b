/** What the group has counted of I/O since it was imported, or since somebody set the counters back. */
import type { Clock } from '../device/ports.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { GroupStatistics } from '../model/io-statistics.ts';
import { CounterBook } from '../volume/counter-book.ts';

export class GroupCounting {
  readonly book = new CounterBook();
  readonly #clock: Clock;
  readonly #configuration: () => GroupConfiguration;
  #since: string;
  #sinceMilliseconds: number;

  constructor(clock: Clock, configuration: () => GroupConfiguration) {
    this.#clock = clock;
    this.#configuration = configuration;
    this.#since = clock.timestamp();
    this.#sinceMilliseconds = clock.nowMilliseconds();
  }

  /** `objects`: ids; none means all. */
  read(objects: readonly string[]): GroupStatistics {
    const { id, name, disks, volumes, plexes, subdisks } = this.#configuration();
    this.book.keepOnly(new Set([...disks, ...volumes, ...plexes, ...subdisks].map((record): string => record.id)));
    return {
      groupId: id, groupName: name, at: this.#clock.timestamp(), since: this.#since,
      elapsedMilliseconds: this.#clock.nowMilliseconds() - this.#sinceMilliseconds,
      samples: this.book.samples(objects.length === 0 ? null : new Set(objects)),
    };
  }

  setBack(): void {
    this.book.setBack();
    this.#since = this.#clock.timestamp();
    this.#sinceMilliseconds = this.#clock.nowMilliseconds();
  }
}
