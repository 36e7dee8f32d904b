/**
 * Members that are away: since when and why, told once when they go; and, when one has come back and its plexes have caught up, one
 * sentence of what that took. Bounded by the members of the group.
 */
import type { Clock } from '../device/ports.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { formatDuration } from '../model/duration-text.ts';
import type { DiskId, PlexId } from '../model/identity.ts';
import { formatSize } from '../model/size-text.ts';
import type { TaskView } from '../model/views.ts';
import { diskMissing, diskReturned, diskSubject, cleared } from './runtime-alerts.ts';
import type { MissingDisk, RuntimeAlert } from './runtime-protocol.ts';
import { indexOf } from './volume-definitions.ts';

interface Away {
  readonly since: string;
  readonly sinceMilliseconds: number;
  readonly reason: string;
}

interface Returned {
  readonly awayMilliseconds: number;
  /** Not yet up to date. */
  readonly waiting: Set<PlexId>;
  readonly told: string[];
}

export interface MissingDisksWorld {
  readonly clock: Clock;
  alert(alert: RuntimeAlert): void;
  tasks(): readonly TaskView[];
}

export class MissingDisks {
  readonly #world: MissingDisksWorld;
  readonly #away = new Map<DiskId, Away>();
  readonly #returned = new Map<DiskId, Returned>();

  constructor(world: MissingDisksWorld) {
    this.#world = world;
  }

  /** Says so once, until it comes back. `reason`: the end of a sentence that begins with the disk. */
  gone(configuration: GroupConfiguration, diskId: DiskId, reason: string): void {
    if (this.#away.has(diskId) || !configuration.disks.some((disk) => disk.id === diskId)) return;
    const { clock } = this.#world;
    this.#returned.delete(diskId);
    this.#away.set(diskId, { since: clock.timestamp(), sinceMilliseconds: clock.nowMilliseconds(), reason });
    this.#world.alert(diskMissing(configuration, diskId, reason));
  }

  /** A member again. `distrusted`: why its plexes are copied whole; empty when their maps are believed. */
  back(configuration: GroupConfiguration, diskId: DiskId, distrusted: string): void {
    const away = this.#away.get(diskId);
    this.#away.delete(diskId);
    this.#world.alert(cleared('disk.missing', diskSubject(configuration, diskId)));
    const awayMilliseconds = away === undefined ? 0 : this.#world.clock.nowMilliseconds() - away.sinceMilliseconds;
    const on = new Set(configuration.subdisks.filter((subdisk) => subdisk.diskId === diskId).map((subdisk) => subdisk.plexId));
    const waiting = new Set(configuration.plexes.filter((plex) => on.has(plex.id) && plex.state === 'STALE').map((plex) => plex.id));
    const told = distrusted === '' ? [] : [`Its content was not believed: ${distrusted}.`];
    this.#returned.set(diskId, { awayMilliseconds, waiting, told });
    if (waiting.size === 0) this.#tell(configuration, diskId, ['nothing had been written that it lacks']);
  }

  /** The group's configuration has changed: plexes of disks that came back may be up to date now. */
  published(configuration: GroupConfiguration): void {
    for (const diskId of this.#away.keys()) if (!configuration.disks.some((disk) => disk.id === diskId)) this.#left(configuration, diskId);
    for (const [diskId, returned] of this.#returned) {
      for (const plexId of returned.waiting) this.#look(configuration, plexId, returned);
      if (returned.waiting.size === 0) this.#tell(configuration, diskId, returned.told);
    }
  }

  views(): Readonly<Record<string, MissingDisk>> {
    return Object.fromEntries([...this.#away].map(([diskId, { since, reason }]) => [diskId, { since, reason }]));
  }

  #left(configuration: GroupConfiguration, diskId: DiskId): void {
    this.#away.delete(diskId);
    this.#world.alert(cleared('disk.missing', diskSubject(configuration, diskId)));
  }

  #look(configuration: GroupConfiguration, plexId: PlexId, { waiting, told }: Returned): void {
    const plex = indexOf(configuration).plexById.get(plexId);
    if (plex?.state === 'STALE') return;
    waiting.delete(plexId);
    if (plex === undefined || (plex.state !== 'ACTIVE' && plex.state !== 'CLEAN')) return;
    const task = this.#world.tasks().findLast(({ subject }) => subject.id === plexId);
    const regionBytes = indexOf(configuration).volumeById.get(plex.volumeId)?.mapRegionBytes ?? 0;
    told.push(task === undefined ? `${plex.name} is up to date` : copiedWords(plex.name, task, regionBytes));
  }

  #tell(configuration: GroupConfiguration, diskId: DiskId, told: readonly string[]): void {
    const returned = this.#returned.get(diskId);
    this.#returned.delete(diskId);
    if (returned === undefined) return;
    this.#world.alert(diskReturned(configuration, diskId, formatDuration(returned.awayMilliseconds), told));
  }
}

/** `37 MiB in 148 regions were copied to Volume1-02` */
function copiedWords(plex: string, task: TaskView, regionBytes: number): string {
  const size = formatSize(task.doneBytes);
  if (task.copies !== 'changed regions' || regionBytes === 0) return `${size}, all of it, were copied to ${plex}`;
  const regions = Math.ceil(task.doneBytes / regionBytes);
  return `${size} in ${regions} ${regions === 1 ? 'region' : 'regions'} were copied to ${plex}`;
}
