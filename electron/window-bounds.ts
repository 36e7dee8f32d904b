/** Where a window comes back: as it was left, unless the display is gone or smaller; then where it can be seen and moved. */

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const smallestWindow = { width: 640, height: 400 } as const;
export const newWindow = { width: 1280, height: 800 } as const;
/** A window opened beside another one lies so far from it. */
const cascadePoints = 24;

/**
 * The bounds within the work area of the display that shows most of them; of the first display, which is the primary one,
 * when none shows any. Never larger than the area, and whole on it.
 */
export function clampToDisplays(bounds: Bounds, workAreas: readonly Bounds[]): Bounds {
  const areas = workAreas.map((area) => ({ area, shown: overlap(bounds, area) }));
  const best = areas.reduce<(typeof areas)[number] | null>(
    (found, next) => (found === null || next.shown > found.shown ? next : found), null,
  );
  if (best === null) return bounds;
  const { area } = best;
  const width = Math.min(Math.max(bounds.width, smallestWindow.width), area.width);
  const height = Math.min(Math.max(bounds.height, smallestWindow.height), area.height);
  if (best.shown === 0) return centred(area, width, height);
  return {
    x: Math.min(Math.max(bounds.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(bounds.y, area.y), area.y + area.height - height),
    width, height,
  };
}

/** A further window, a little to the right of and below the last one. */
export function boundsBeside(last: Bounds | null, workAreas: readonly Bounds[]): Bounds | null {
  if (last === null) return null;
  return clampToDisplays({ ...last, x: last.x + cascadePoints, y: last.y + cascadePoints }, workAreas);
}

function overlap(one: Bounds, other: Bounds): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}

function centred({ x, y, width: areaWidth, height: areaHeight }: Bounds, width: number, height: number): Bounds {
  return { x: x + Math.round((areaWidth - width) / 2), y: y + Math.round((areaHeight - height) / 2), width, height };
}
