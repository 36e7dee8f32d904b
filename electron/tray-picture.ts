/**
 * The product's mark for the tray, drawn dot by dot so that it is sharp at every scale: three bars, hollow while the host
 * idles; the middle one filled and shifted while tasks run; a dot when an alert waits.
 */
export interface TrayState {
  readonly tasks: boolean;
  readonly alerts: boolean;
}

export const trayPicturePoints = 16;

interface Bar {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** In points of the 16 point grid. */
const outerBars: readonly Bar[] = [{ left: 1, top: 2, width: 10, height: 3 }, { left: 1, top: 11, width: 10, height: 3 }];
const middleBar: Bar = { left: 1, top: 6, width: 10, height: 4 };
const shiftPoints = 4;
const dot = { centre: 12.5, top: 3.5, radius: 2.5 };

/** One byte of coverage a pixel, `scale` pixels a point, row by row. */
export function drawTrayPicture({ tasks, alerts }: TrayState, scale: number): Uint8Array {
  const side = trayPicturePoints * scale;
  const pixels = new Uint8Array(side * side);
  const middle = tasks ? { ...middleBar, left: middleBar.left + shiftPoints } : middleBar;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [atX, atY] = [(x + 0.5) / scale, (y + 0.5) / scale];
      const inDot = alerts && Math.hypot(atX - dot.centre, atY - dot.top) <= dot.radius;
      const inBars = outerBars.some((bar) => inOutline(bar, atX, atY)) || (tasks ? inBar(middle, atX, atY) : inOutline(middle, atX, atY));
      if (inDot || inBars) pixels[y * side + x] = 255;
    }
  }
  return pixels;
}

/** Four bytes a pixel in the order that Electron's bitmaps have; premultiplied, so clear pixels are all zero. */
export function toBitmap(coverage: Uint8Array, grey: number): Uint8Array {
  const bitmap = new Uint8Array(coverage.length * 4);
  coverage.forEach((alpha, index) => {
    const shade = Math.round((grey * alpha) / 255);
    bitmap.set([shade, shade, shade, alpha], index * 4);
  });
  return bitmap;
}

function inBar({ left, top, width, height }: Bar, x: number, y: number): boolean {
  return x >= left && x < left + width && y >= top && y < top + height;
}

function inOutline(bar: Bar, x: number, y: number): boolean {
  const hole = { left: bar.left + 1, top: bar.top + 1, width: bar.width - 2, height: bar.height - 2 };
  return inBar(bar, x, y) && !inBar(hole, x, y);
}
