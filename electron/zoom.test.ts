import { expect, it } from 'vitest';
import { isZoomPercent, nextZoomPercent, zoomSteps } from './zoom.ts';

it('goes from 80 to 200 % and back in steps, and stays at the ends', () => {
  const climb = (from: number, move: 'in' | 'out'): number[] => {
    const seen = [from];
    for (let at = from; nextZoomPercent(at, move) !== at; seen.push(at)) at = nextZoomPercent(at, move);
    return seen;
  };
  expect(climb(80, 'in')).toEqual(zoomSteps);
  expect(climb(200, 'out')).toEqual([...zoomSteps].reverse());
  expect(nextZoomPercent(175, 'actual')).toBe(100);
  expect([79, 100, 105, 201].map(isZoomPercent)).toEqual([false, true, false, false]);
});
