/** Why a copy copies what it does: design rule 8. */
import { formatSize } from '../model/size-text.ts';
import type { CopyExtent } from '../volume/volume-definition.ts';

/** `25 MiB of 10 GiB, in 100 regions`. */
function extentText({ regions, bytes, ofBytes }: CopyExtent): string {
  return `${formatSize(bytes)} of ${formatSize(ofBytes)}, in ${regions} ${regions === 1 ? 'region' : 'regions'}`;
}

export function recoveryCause(extent: CopyExtent, afterCrash: boolean): string {
  if (!afterCrash) return `Writes or a flush failed on all plexes: ${extentText(extent)} may differ.`;
  if (extent.bytes < extent.ofBytes) {
    return `The volume was in use at an unclean stop; by its intent map ${extentText(extent)} may differ.`;
  }
  return 'The volume was in use at an unclean stop, and nothing on disk says which parts were being written.';
}

/** `extent` null: no map says what the plex lacks. `isNew`: a mirror is being added. */
export function attachCause(extent: CopyExtent | null, isNew: boolean): string {
  if (isNew) {
    return extent === null || extent.bytes >= extent.ofBytes ? 'A mirror is added.'
      : `A mirror is added; of an earlier run ${extentText(extent)} is left.`;
  }
  if (extent === null) return 'The plex missed writes, and no map says which.';
  return `The plex missed writes; by its map it lacks ${extentText(extent)}.`;
}
