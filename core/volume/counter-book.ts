/**
 * The counters of a group's objects, by id. They outlive I/O paths, which are built anew at each change of a volume, and
 * stopped volumes. What the configuration no longer names is forgotten by `keepOnly`.
 *
 * - A volume counts what its clients ask; plexes and subdisks also what copies read and write.
 * - A disk counts what all subdisks on it ever counted while they lay there.
 */
import { IoCounters } from '../device/io-counters.ts';
import type { CountedKind, IoSample } from '../model/io-statistics.ts';
import type { DiskId, PlexId, SubdiskId, VolumeId } from '../model/identity.ts';

export class CounterBook {
  private readonly counters = new Map<string, IoCounters>();

  volume(volumeId: VolumeId): IoCounters {
    return this.find('volume', volumeId);
  }

  plex(plexId: PlexId): IoCounters {
    return this.find('plex', plexId);
  }

  subdisk(subdiskId: SubdiskId, diskId: DiskId): IoCounters {
    const counters = this.find('subdisk', subdiskId);
    counters.belongsTo(this.find('disk', diskId));
    return counters;
  }

  /** Of all objects, or of these, that have done anything. */
  samples(wanted: ReadonlySet<string> | null): readonly IoSample[] {
    const found = wanted === null ? [...this.counters.values()] : [...wanted].flatMap((id) => this.counters.get(id) ?? []);
    return found.filter((counters) => !counters.isUntouched).map((counters) => counters.sample());
  }

  setBack(): void {
    for (const counters of this.counters.values()) counters.setBack();
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.counters.keys()) if (!ids.has(id)) this.counters.delete(id);
  }

  private find(kind: CountedKind, id: string): IoCounters {
    const known = this.counters.get(id);
    if (known !== undefined) return known;
    const counters = new IoCounters(kind, id);
    this.counters.set(id, counters);
    return counters;
  }
}
