/**
 * Gives each column disks enough, and no disk to two columns. This is bin covering, which is hard in general: the columns that
 * one disk can hold alone are easy and exact, the rest is tried by two orders of filling the neediest first and then, for few
 * disks, by a bounded search through all ways. So what is found is right always, and what is not found does not exist
 * for up to `searchDisksMaximum` disks unless the search met its bound.
 */

export interface CoverRequest {
  /** Bytes that each column still needs; 0 or less is satisfied. */
  readonly needs: readonly number[];
  /** Free bytes of each disk in the pool. */
  readonly capacities: readonly number[];
  /** Disk indices in the order in which they are liked; a permutation of the pool. */
  readonly preferred: readonly number[];
  readonly allowed: (column: number, disk: number) => boolean;
}

/** For each column the indices of its disks, in the order in which they were given; null when no way was found. */
export type Cover = readonly (readonly number[])[];

const searchDisksMaximum = 20;
const searchStepsMaximum = 5_000;

export function coverColumns(request: CoverRequest): Cover | null {
  const needBytes = request.needs.reduce((sum, need) => sum + Math.max(0, need), 0);
  const poolBytes = request.capacities.reduce((sum, capacity) => sum + capacity, 0);
  const needy = request.needs.filter((need) => need > 0).length;
  if (needBytes > poolBytes || needy > request.capacities.length) return null;
  const largestFirst = [...request.preferred].sort((one, other) => (request.capacities[other] ?? 0) - (request.capacities[one] ?? 0));
  return fillNeediest(request, request.preferred) ?? fillNeediest(request, largestFirst) ?? searchAllWays(request, largestFirst);
}

/** Each disk in turn goes to the column that lacks most; a disk that no column wants is left over. */
function fillNeediest(request: CoverRequest, order: readonly number[]): Cover | null {
  const needs = [...request.needs];
  const given: number[][] = needs.map(() => []);
  for (const disk of order) {
    let neediest = -1;
    for (let column = 0; column < needs.length; column++) {
      const need = needs[column] ?? 0;
      if (need > 0 && need > (needs[neediest] ?? 0) && request.allowed(column, disk)) neediest = column;
    }
    if (neediest === -1) continue;
    needs[neediest] = (needs[neediest] ?? 0) - (request.capacities[disk] ?? 0);
    given[neediest]?.push(disk);
  }
  return needs.every((need) => need <= 0) ? given : null;
}

function searchAllWays(request: CoverRequest, order: readonly number[]): Cover | null {
  if (order.length > searchDisksMaximum) return null;
  const needs = [...request.needs];
  const given: number[][] = needs.map(() => []);
  // Columns that lack the same and may have the same disks are alike: one of them is tried.
  const kinds = needs.map((_, column) => order.map((disk) => (request.allowed(column, disk) ? '+' : '-')).join(''));
  let steps = 0;
  function place(index: number, leftBytes: number): boolean {
    const lackingBytes = needs.reduce((sum, need) => sum + Math.max(0, need), 0);
    if (lackingBytes === 0) return true;
    const disk = order[index];
    if (disk === undefined || lackingBytes > leftBytes || ++steps > searchStepsMaximum) return false;
    const capacity = request.capacities[disk] ?? 0;
    const tried = new Set<string>();
    let wanted = false;
    for (let column = 0; column < needs.length; column++) {
      const need = needs[column] ?? 0;
      if (need <= 0 || !request.allowed(column, disk)) continue;
      wanted = true;
      const kind = `${need} ${kinds[column]}`;
      if (tried.has(kind)) continue;
      tried.add(kind);
      needs[column] = need - capacity;
      given[column]?.push(disk);
      if (place(index + 1, leftBytes - capacity)) return true;
      given[column]?.pop();
      needs[column] = need;
    }
    return !wanted && place(index + 1, leftBytes - capacity);
  }
  return place(0, request.capacities.reduce((sum, capacity) => sum + capacity, 0)) ? given : null;
}
