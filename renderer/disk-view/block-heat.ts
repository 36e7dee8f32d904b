/** How busy a block is, as the picture paints it: a step beside the busiest subdisk of the picture, and the throughput in words. */
import { formatThroughput } from '../statistics/rate-formats.ts';
import { heatStep } from '../statistics/rates.ts';
import type { HeatStep } from '../statistics/rates.ts';
import type { Heat } from '../statistics/use-points.ts';
import type { DiskView } from '../../core/model/views.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import type { DiskRegion } from './disk-regions.ts';

export interface BlockHeat {
  readonly step: HeatStep;
  /** Empty for what does nothing. */
  readonly label: string;
}

/** Null for what holds no subdisk: I/O of logs and free space is not counted. */
export function heatOfRegions(regions: readonly DiskRegion[], { rateOf, busiest }: Heat): BlockHeat | null {
  const rates = regions.flatMap((region) => (region.kind === 'subdisk' ? [rateOf(region.id)] : []));
  if (rates.length === 0) return null;
  const rate = rates.reduce((sum, one) => sum + one, 0);
  return { step: heatStep(rate, busiest), label: rate <= 0 ? '' : formatThroughput(rate) };
}

/** The imported group that all these disks are of, whose counters can be asked; empty where there is none. */
export function heatGroupOf({ tables }: TreeIndex, disks: readonly DiskView[]): string {
  const [groupId, ...others] = new Set(disks.map((disk) => disk.groupId));
  return groupId !== undefined && others.length === 0 && tables.group.get(groupId)?.status === 'imported' ? groupId : '';
}
