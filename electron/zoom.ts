/** How large a window draws: from 80 to 200 %, in steps that people know from browsers. */
export const zoomSteps = [80, 90, 100, 110, 125, 150, 175, 200] as const;

export type ZoomMove = 'in' | 'out' | 'actual';

/** The next step from here; at the ends it stays. What lies between two steps goes to the nearer one in that direction. */
export function nextZoomPercent(percent: number, move: ZoomMove): number {
  switch (move) {
    case 'actual': return 100;
    case 'in': return zoomSteps.find((step) => step > percent) ?? 200;
    case 'out': return zoomSteps.findLast((step) => step < percent) ?? 80;
  }
}

export function isZoomPercent(percent: number): boolean {
  return zoomSteps.some((step) => step === percent);
}
