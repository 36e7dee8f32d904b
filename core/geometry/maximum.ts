/**
 * The largest length that the allocation accepts, found by asking the allocation itself: so a maximum can always be had, and one
 * step more cannot.
 */
import { allocateGrowth } from './allocation.ts';
import type { AllocationDisk, GrowingColumn } from './allocation.ts';
import { totalBytes } from './extents.ts';
import { fitsSomewhere } from './spread.ts';

/** Bytes of one column, a multiple of the step; 0 when nothing fits. */
export function maximumNewColumnBytes(disks: readonly AllocationDisk[], plexes: number, columns: number, stepBytes: number): number {
  const ceilingBytes = freeBytes(disks) / (plexes * columns);
  return largestStep(ceilingBytes, stepBytes, (columnBytes) => fitsSomewhere(disks, plexes, columns, columnBytes));
}

/** Growth of the volume, a multiple of the step; `columnsFor` says what a growth asks of each column. */
export function maximumGrowthBytes(
  disks: readonly AllocationDisk[], stepBytes: number, ceilingBytes: number, columnsFor: (growthBytes: number) => readonly GrowingColumn[],
): number {
  return largestStep(ceilingBytes, stepBytes, (growthBytes) => allocateGrowth(disks, columnsFor(growthBytes)) !== null);
}

function freeBytes(disks: readonly AllocationDisk[]): number {
  return disks.reduce((sum, disk) => sum + totalBytes(disk.free), 0);
}

/** `fits` holds for the answer (or the answer is 0), and does not for one step more (or that passes the ceiling). */
function largestStep(ceilingBytes: number, stepBytes: number, fits: (bytes: number) => boolean): number {
  let good = 0;
  let bad = Math.floor(ceilingBytes / stepBytes) + 1;
  while (bad - good > 1) {
    const middle = good + Math.floor((bad - good) / 2);
    if (fits(middle * stepBytes)) good = middle;
    else bad = middle;
  }
  return good * stepBytes;
}
