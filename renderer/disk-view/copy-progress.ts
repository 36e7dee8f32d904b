/** Which plexes are being copied onto, and how far: read off the running tasks. */
import type { PlexView, SubdiskView, TaskView } from '../../core/model/views.ts';
import { formatShare } from '../state/formats.ts';
import type { ObjectTables } from '../state/object-store.ts';

export interface CopyProgress {
  readonly task: TaskView;
  /** 0 to 1 of the whole volume. */
  readonly share: number;
  readonly percent: string;
}

/** By the id of the plex, or of the volume where all of its plexes are made equal. */
export type Copies = ReadonlyMap<string, CopyProgress>;

export function copiesUnderWay(tasks: ObjectTables['task']): Copies {
  const found = new Map<string, CopyProgress>();
  for (const task of tasks.values()) {
    const { subject: { kind, id }, copies, endedAt, doneBytes, totalBytes } = task;
    if (endedAt !== '' || copies === 'none' || id === undefined || (kind !== 'plex' && kind !== 'volume')) continue;
    found.set(id, { task, share: totalBytes === 0 ? 0 : Math.min(1, doneBytes / totalBytes), percent: formatShare(doneBytes, totalBytes) });
  }
  return found;
}

export function copyOf(subdisk: SubdiskView, copies: Copies): CopyProgress | null {
  return copies.size === 0 ? null : copies.get(subdisk.plexId) ?? copies.get(subdisk.volumeId) ?? null;
}

/** A copy goes from the beginning of the volume to its end, so each subdisk has a share of its own. */
export function settledShare(subdisk: SubdiskView, plex: PlexView | undefined, share: number): number {
  if (plex === undefined || subdisk.lengthBytes === 0) return share;
  const columnBytes = plex.lengthBytes / Math.max(1, plex.columns);
  return Math.min(1, Math.max(0, (share * columnBytes - subdisk.plexOffsetBytes) / subdisk.lengthBytes));
}
