/**
 * Notices by itself that disks go and come back, and that a group was taken over: looks every 30 s, soon after a disk of a group had
 * errors, and soon after something changed in a folder from which a disk is missing. Looking is cheap: folders are searched only when
 * they have changed.
 */
import { statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import type { RuntimeStatus } from '../group/runtime-protocol.ts';
import type { DiskCommandWorld } from './command-outcome.ts';
import { announceDisk, announceRefused } from './disk-attaching.ts';
import { noticeVanished } from './disk-presence.ts';

export const lookIntervalMilliseconds = 30_000;
const soonMilliseconds = 250;
/** Folders watched at one time; disks missing from others are found by the next look. */
export const watchedFoldersMaximum = 64;

export interface DiskWatchWorld extends DiskCommandWorld {
  /** One thing at a time on the host. */
  inTurn<Value>(work: () => Promise<Value>): Promise<Value>;
}

export class DiskWatch {
  readonly #world: DiskWatchWorld;
  readonly #timer: NodeJS.Timeout;
  readonly #watchers = new Map<string, FSWatcher>();
  /** What each folder was like when it was searched last. */
  readonly #searched = new Map<string, string>();
  #soon: NodeJS.Timeout | null = null;
  #looking = false;
  #closed = false;

  constructor(world: DiskWatchWorld) {
    this.#world = world;
    this.#timer = setInterval(() => this.#look(), lookIntervalMilliseconds).unref();
  }

  /** Errors of a disk are often the first sign that it is gone. */
  groupChanged(before: RuntimeStatus | null, after: RuntimeStatus | null): void {
    if (before === null || after === null) return;
    const troubles = ({ errorsByDiskId, failedDiskIds, missingByDiskId, configuration }: RuntimeStatus): string => JSON.stringify([
      errorsByDiskId, failedDiskIds, Object.keys(missingByDiskId), configuration.disks.map((disk) => disk.failing)]);
    if (troubles(before) !== troubles(after)) this.lookSoon();
  }

  lookSoon(): void {
    if (this.#closed) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.#look();
    }, soonMilliseconds).unref();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    if (this.#soon !== null) clearTimeout(this.#soon);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #look(): void {
    if (this.#looking || this.#closed) return;
    this.#looking = true;
    void this.#world.inTurn(() => this.#lookOnce()).finally(() => { this.#looking = false; });
  }

  async #lookOnce(): Promise<void> {
    if (this.#closed) return;
    const { disks } = this.#world;
    await this.#lookAtStamps();
    await noticeVanished(this.#world);
    await announceRefused(this.#world);
    if (this.#somethingMayBeBack()) {
      const came = await disks.attachListed();
      for (const attachment of came) await announceDisk(this.#world, attachment);
      if (came.length > 0) this.#world.refreshViews();
    }
    this.#watchFolders();
  }

  /** A host on another machine is noticed by what it wrote: at the next commit, or here. */
  async #lookAtStamps(): Promise<void> {
    await Promise.all(this.#world.groups.all().map(({ link }) => link.request({ kind: 'lookAtStamp' })));
  }

  #missingFolders(): readonly string[] {
    return [...new Set(this.#world.disks.absent().map(({ entry }) => entry.location)
      .filter((location) => !/^[a-z+]+:\/\//i.test(location)).map((location) => dirname(location)))];
  }

  /** A disk that is missing is where it was, or its folder has changed; one at an address is tried each time. */
  #somethingMayBeBack(): boolean {
    let changed = this.#world.disks.absent().some(({ entry }) => /^[a-z+]+:\/\//i.test(entry.location));
    const folders = this.#missingFolders();
    for (const folder of [...this.#searched.keys()].filter((known) => !folders.includes(known))) this.#searched.delete(folder);
    for (const folder of folders) {
      const now = stateOf(folder);
      if (now !== '' && this.#searched.get(folder) !== now) changed = true;
      this.#searched.set(folder, now);
    }
    return changed;
  }

  #watchFolders(): void {
    const wanted = this.#missingFolders().filter((folder) => stateOf(folder) !== '').slice(0, watchedFoldersMaximum);
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.includes(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#watchFolder(folder);
  }

  /** What cannot be watched is looked at every 30 s. */
  #watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.lookSoon());
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {
      this.#watchers.delete(folder);
    }
  }
}

/** Changes when a file comes to the folder or leaves it; empty when there is no such folder. */
function stateOf(folder: string): string {
  try {
    const { mtimeNs, ino } = statSync(folder, { bigint: true });
    return `${ino} ${mtimeNs}`;
  } catch {
    return '';
  }
}
