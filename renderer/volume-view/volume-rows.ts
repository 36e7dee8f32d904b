/**
 * Volumes as rows that can be drawn one by one: a row for each volume; below an expanded one a row for each mirror, with a
 * cell for each column, and one for its logs. Where columns hold several subdisks, further rows hold the next of each column.
 */
import type { LogView, PlexView, SubdiskView, VolumeView } from '../../core/model/views.ts';
import type { ObjectTables } from '../state/object-store.ts';

export type VolumeRow =
  | { readonly kind: 'volume'; readonly key: string; readonly volume: VolumeView; readonly expanded: boolean }
  | {
      readonly kind: 'mirror'; readonly key: string; readonly volume: VolumeView; readonly plex: PlexView;
      /** Which subdisk of each column: the first row of a mirror is 0 and bears its name. */
      readonly piece: number;
      /** One for each column; null where a column has no subdisk left. */
      readonly cells: readonly (SubdiskView | null)[];
    }
  | { readonly kind: 'logs'; readonly key: string; readonly volume: VolumeView; readonly cells: readonly LogView[] };

export interface VolumeParts {
  readonly subdisksByPlex: ReadonlyMap<string, readonly SubdiskView[]>;
  readonly logsByVolume: ReadonlyMap<string, readonly LogView[]>;
}

/** One pass over the tables. */
export function indexParts({ subdisk, log }: Pick<ObjectTables, 'subdisk' | 'log'>): VolumeParts {
  return {
    subdisksByPlex: gathered(subdisk.values(), ({ plexId }) => plexId), logsByVolume: gathered(log.values(), ({ volumeId }) => volumeId),
  };
}

function gathered<View>(views: Iterable<View>, key: (view: View) => string): ReadonlyMap<string, readonly View[]> {
  const found = new Map<string, View[]>();
  for (const view of views) {
    const list = found.get(key(view));
    if (list === undefined) found.set(key(view), [view]);
    else list.push(view);
  }
  return found;
}

export function volumeRows(
  volumes: readonly VolumeView[], plexes: ObjectTables['plex'], parts: VolumeParts, isExpanded: (volumeId: string) => boolean,
): readonly VolumeRow[] {
  return volumes.flatMap((volume): VolumeRow[] => {
    const expanded = isExpanded(volume.id);
    const head: VolumeRow = { kind: 'volume', key: volume.id, volume, expanded };
    if (!expanded) return [head];
    const mirrors = volume.plexIds.flatMap((id) => mirrorRows(volume, plexes.get(id), parts));
    const logs = parts.logsByVolume.get(volume.id) ?? [];
    return [head, ...mirrors, ...(logs.length === 0 ? [] : [{ kind: 'logs', key: `${volume.id} logs`, volume, cells: logs } as const])];
  });
}

function mirrorRows(volume: VolumeView, plex: PlexView | undefined, { subdisksByPlex }: VolumeParts): VolumeRow[] {
  if (plex === undefined) return [];
  const columns = Array.from({ length: Math.max(1, plex.columns) }, (): SubdiskView[] => []);
  const subdisks = [...(subdisksByPlex.get(plex.id) ?? [])].sort((left, right) => left.plexOffsetBytes - right.plexOffsetBytes);
  for (const subdisk of subdisks) columns[subdisk.column]?.push(subdisk);
  const pieces = Math.max(1, ...columns.map(({ length }) => length));
  return Array.from({ length: pieces }, (_, piece): VolumeRow => ({
    kind: 'mirror', key: `${plex.id} ${piece}`, volume, plex, piece, cells: columns.map((column) => column[piece] ?? null),
  }));
}

/** How many cells the keyboard can go to right of the row's head. */
export function cellCount(row: VolumeRow): number {
  return row.kind === 'volume' ? 0 : row.cells.length;
}
