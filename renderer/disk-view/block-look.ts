/**
 * What a block says: hue and pattern for the layout of its volume, a badge for what is wrong with it, hatching when its
 * data is stale, and its words. Each channel stands for one thing, so that they can be read without each other.
 */
import type { ChangeMark, ChangeMarks } from './change-marks.ts';
import type { DiskView, PlexView, SubdiskView, VolumeLayout, VolumeView } from '../../core/model/views.ts';
import type { Condition } from '../state/conditions.ts';
import { formatSize } from '../state/formats.ts';
import type { PictureTables } from './disk-regions.ts';
import type { Block } from './bar-layout.ts';
import type { RegionKind } from './disk-regions.ts';
import { diskViewTexts } from './disk-view-texts.ts';

export type BlockHue = VolumeLayout | 'log' | 'none';

export interface BlockLook {
  readonly kind: RegionKind | 'cluster';
  readonly hue: BlockHue;
  readonly condition: Condition;
  readonly stale: boolean;
  /** The disk is not there: outline only. */
  readonly absent: boolean;
  /** The piece of a spanned plex before or after it lies elsewhere: notches at the joined edges. */
  readonly joinedBefore: boolean;
  readonly joinedAfter: boolean;
  /** Which column of a striped plex; empty for others. */
  readonly column: string;
  readonly title: string;
  readonly sizeText: string;
  /** Of a subdisk or a log; empty for others. */
  readonly name: string;
  readonly volumeIds: readonly string[];
  /** Where two times are compared: what is different about it. */
  readonly change: ChangeMark | null;
}

const plain: Omit<BlockLook, 'kind' | 'title' | 'sizeText'> = {
  hue: 'none', condition: 'healthy', stale: false, absent: false, joinedBefore: false, joinedAfter: false, column: '', name: '',
  volumeIds: [], change: null,
};

export function lookOf(block: Block, disk: DiskView, tables: PictureTables, changes: ChangeMarks): BlockLook {
  const look = unchangedLook(block, disk, tables);
  return changes.size === 0 ? look : { ...look, change: changeOf(block, changes) };
}

/** A cluster counts as changed where any of its members is different. */
function changeOf({ regions }: Block, changes: ChangeMarks): ChangeMark | null {
  const [first, ...others] = regions.flatMap(({ id }) => changes.get(id) ?? []);
  if (first === undefined) return null;
  return regions.length === 1 || (others.length === regions.length - 1 && others.every((mark) => mark === first)) ? first : 'changed';
}

function unchangedLook(block: Block, disk: DiskView, tables: PictureTables): BlockLook {
  const [region] = block.regions;
  const absent = isAbsent(disk);
  if (region === undefined || block.regions.length > 1) return { ...clusterLook(block), absent };
  const sizeText = formatSize(region.lengthBytes);
  switch (region.kind) {
    case 'subdisk': return subdiskLook(region.subdisk, disk, tables);
    case 'log': {
      const condition = absent ? 'failed' : region.log.state === 'STALE' ? 'warning' : 'healthy';
      return {
        ...plain, kind: 'log', hue: 'log', condition, absent, stale: condition === 'warning', title: diskViewTexts.logLetter, sizeText,
        name: region.log.name, volumeIds: [region.log.volumeId],
      };
    }
    default: return { ...plain, kind: region.kind, absent, title: diskViewTexts.regions[region.kind], sizeText };
  }
}

function isAbsent(disk: DiskView): boolean {
  return disk.status === 'missing' || disk.status === 'failed';
}

function subdiskLook(subdisk: SubdiskView, disk: DiskView, tables: PictureTables): BlockLook {
  const volume = tables.volume.get(subdisk.volumeId);
  const plex = tables.plex.get(subdisk.plexId);
  const layout = volume?.layout ?? 'concatenated';
  return {
    ...plain, kind: 'subdisk', hue: layout, absent: isAbsent(disk), stale: isStale(plex),
    condition: conditionOfSubdisk(disk, plex),
    joinedBefore: layout === 'spanned' && subdisk.plexOffsetBytes > 0,
    joinedAfter: layout === 'spanned' && volume !== undefined && subdisk.plexOffsetBytes + subdisk.lengthBytes < volume.lengthBytes,
    column: plex !== undefined && plex.columns > 1 ? String(subdisk.column) : '',
    title: volumeLabel(volume), sizeText: formatSize(subdisk.lengthBytes), name: subdisk.name, volumeIds: [subdisk.volumeId],
  };
}

export function volumeLabel(volume: VolumeView | undefined): string {
  if (volume === undefined) return '';
  return volume.driveLetter === '' ? volume.name : `${volume.name} (${volume.driveLetter}:)`;
}

function isStale(plex: PlexView | undefined): boolean {
  return plex?.state === 'STALE' || plex?.state === 'OFFLINE';
}

/** The subdisk's own trouble, not that of its volume: a good copy of a degraded volume is well. */
export function conditionOfSubdisk(disk: DiskView | undefined, plex: PlexView | undefined): Condition {
  if (disk === undefined || isAbsent(disk)) return 'failed';
  switch (plex?.state) {
    case 'STALE': return 'warning';
    case 'OFFLINE': return 'unknown';
    case undefined: case 'ACTIVE': case 'CLEAN': case 'TEMPRMSD': return plex?.flags.includes('IOFAIL') === true ? 'warning' : 'healthy';
  }
}

function clusterLook(block: Block): BlockLook {
  const volumeIds = new Set<string>();
  let count = 0;
  for (const region of block.regions) {
    if (region.kind === 'subdisk') volumeIds.add(region.subdisk.volumeId);
    else if (region.kind === 'log') volumeIds.add(region.log.volumeId);
    else continue;
    count += 1;
  }
  const title = diskViewTexts.cluster(count);
  return { ...plain, kind: 'cluster', title, sizeText: formatSize(block.lengthBytes), volumeIds: [...volumeIds] };
}
