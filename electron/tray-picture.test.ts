import { describe, expect, it } from 'vitest';
import { drawTrayPicture, toBitmap, trayPicturePoints } from './tray-picture.ts';

const states = [false, true].flatMap((tasks) => [false, true].map((alerts) => ({ tasks, alerts })));

describe.each([1, 2, 3])('at scale %i', (scale) => {
  it('is as large as it must be and differs by state', () => {
    const drawn = states.map((state) => drawTrayPicture(state, scale));
    for (const picture of drawn) expect(picture).toHaveLength((trayPicturePoints * scale) ** 2);
    expect(new Set(drawn.map((picture) => picture.join())).size).toBe(states.length);
  });
});

it('bitmaps are premultiplied: what is clear is all zero', () => {
  expect([...toBitmap(Uint8Array.of(0, 255, 128), 200)]).toEqual([0, 0, 0, 0, 200, 200, 200, 255, 100, 100, 100, 128]);
});
