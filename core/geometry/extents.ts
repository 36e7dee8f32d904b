/** Extents of a disk: where something lies, or where nothing does. Lists are sorted and their members do not touch or overlap. */
export interface Extent {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

export function totalBytes(extents: readonly Extent[]): number {
  return extents.reduce((sum, extent) => sum + extent.lengthBytes, 0);
}

export function largestBytes(extents: readonly Extent[]): number {
  return extents.reduce((largest, extent) => Math.max(largest, extent.lengthBytes), 0);
}

/** What is left of the area outside of `used`, which may be in any order and overlap. */
export function freeExtents(area: Extent, used: readonly Extent[]): readonly Extent[] {
  const free: Extent[] = [];
  const areaEndBytes = area.offsetBytes + area.lengthBytes;
  let atBytes = area.offsetBytes;
  for (const extent of [...used].sort((one, other) => one.offsetBytes - other.offsetBytes)) {
    const endBytes = Math.min(extent.offsetBytes, areaEndBytes);
    if (endBytes > atBytes) free.push({ offsetBytes: atBytes, lengthBytes: endBytes - atBytes });
    atBytes = Math.max(atBytes, extent.offsetBytes + extent.lengthBytes);
  }
  if (areaEndBytes > atBytes) free.push({ offsetBytes: atBytes, lengthBytes: areaEndBytes - atBytes });
  return free;
}

export function subtractExtents(extents: readonly Extent[], removed: readonly Extent[]): readonly Extent[] {
  return extents.flatMap((extent) => freeExtents(extent, removed.filter((other) => overlap(extent, other))));
}

export function overlap(one: Extent, other: Extent): boolean {
  return one.offsetBytes < other.offsetBytes + other.lengthBytes && other.offsetBytes < one.offsetBytes + one.lengthBytes;
}

/** Each extent cut to whole units on the alignment, counted from the start of the disk; what is less than one unit is left out. */
export function alignedExtents(extents: readonly Extent[], alignmentBytes: number): readonly Extent[] {
  return extents.flatMap((extent) => {
    const startBytes = Math.ceil(extent.offsetBytes / alignmentBytes) * alignmentBytes;
    const endBytes = Math.floor((extent.offsetBytes + extent.lengthBytes) / alignmentBytes) * alignmentBytes;
    return endBytes > startBytes ? [{ offsetBytes: startBytes, lengthBytes: endBytes - startBytes }] : [];
  });
}

/**
 * Takes `lengthBytes` from the extents in few pieces: what begins at `preferredOffsetBytes` first (it lengthens a subdisk), then
 * the first extent that holds the rest whole, else the largest ones. Null when there is too little. Pieces are in taking order.
 */
export function takeExtents(free: readonly Extent[], lengthBytes: number, preferredOffsetBytes: number): readonly Extent[] | null {
  const pieces: Extent[] = [];
  let remainingBytes = lengthBytes;
  let left = free;
  function take(extent: Extent): void {
    const takenBytes = Math.min(extent.lengthBytes, remainingBytes);
    pieces.push({ offsetBytes: extent.offsetBytes, lengthBytes: takenBytes });
    remainingBytes -= takenBytes;
    left = left.filter((other) => other !== extent);
  }
  const adjacent = free.find((extent) => extent.offsetBytes === preferredOffsetBytes);
  if (adjacent !== undefined && remainingBytes > 0) take(adjacent);
  while (remainingBytes > 0) {
    const whole = left.find((extent) => extent.lengthBytes >= remainingBytes);
    const next = whole ?? [...left].sort((one, other) => other.lengthBytes - one.lengthBytes)[0];
    if (next === undefined) return null;
    take(next);
  }
  return pieces;
}
