/** Which two configurations the chosen entries of a history ask to be compared. */
import type { HistoryEntry } from '../../core/model/history.ts';

/** Two chosen entries, the earlier first; one alone is compared with the newest. Null where there is nothing to compare. */
export function pairOf(
  chosen: readonly HistoryEntry[], entries: readonly HistoryEntry[],
): readonly [earlier: HistoryEntry, later: HistoryEntry] | null {
  const [newest] = entries;
  const pair = chosen.length === 1 && newest !== undefined ? [...chosen, newest] : chosen;
  const [earlier, later] = [...pair].sort((one, other) => one.sequence - other.sequence);
  if (pair.length !== 2 || earlier === undefined || later === undefined || earlier.sequence === later.sequence) return null;
  return [earlier, later];
}
