import fastCheck from 'fast-check';
import { expect, it } from 'vitest';
import { boundsBeside, clampToDisplays } from './window-bounds.ts';

const primary = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 1280, height: 984 };

it('comes back where it was', () => {
  const bounds = { x: 2000, y: 40, width: 900, height: 700 };
  expect(clampToDisplays(bounds, [primary, right])).toEqual(bounds);
});

it('whose display is gone comes back in the middle of the primary one', () => {
  expect(clampToDisplays({ x: 2000, y: 40, width: 900, height: 700 }, [primary])).toEqual({ x: 510, y: 170, width: 900, height: 700 });
});

it('is moved and cut to what the display shows', () => {
  expect(clampToDisplays({ x: -200, y: 900, width: 3000, height: 700 }, [primary])).toEqual({ x: 0, y: 340, width: 1920, height: 700 });
});

it('a further one lies beside the last', () => {
  expect(boundsBeside({ x: 100, y: 100, width: 900, height: 700 }, [primary])).toEqual({ x: 124, y: 124, width: 900, height: 700 });
  expect(boundsBeside(null, [primary])).toBeNull();
});

it('always lies whole on one of the displays', () => {
  const number = fastCheck.integer({ min: -20_000, max: 20_000 });
  const size = fastCheck.integer({ min: 0, max: 20_000 });
  fastCheck.assert(fastCheck.property(number, number, size, size, (x, y, width, height) => {
    const found = clampToDisplays({ x, y, width, height }, [primary, right]);
    expect([primary, right].some((area) => found.x >= area.x && found.y >= area.y && found.x + found.width <= area.x + area.width
      && found.y + found.height <= area.y + area.height)).toBe(true);
  }));
});
