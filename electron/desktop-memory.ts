/**
 * What the desktop program keeps from one start to the next: `<state>/desktop/desktop.json`.
 *
 * Invariants: it is only ever a convenience, so that a file which cannot be understood or written is none; it never names
 * more than `windowsMaximum` windows, nor a zoom that cannot be.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { readTextIfThere, writeFileDurably } from '../core/host/durable-file.ts';
import { isZoomPercent } from './zoom.ts';

export const windowsMaximum = 16;

const pointsSchema = z.number().int().min(-100_000).max(100_000);
const keptWindowSchema = z.object({
  bounds: z.object({ x: pointsSchema, y: pointsSchema, width: pointsSchema, height: pointsSchema }),
  maximized: z.boolean(),
  /** The place that it showed, as `plexus://host/...`; empty for the beginning. */
  address: z.string().max(4096),
});
export type KeptWindow = Readonly<z.infer<typeof keptWindowSchema>>;

const notifySchema = z.object({ critical: z.boolean(), error: z.boolean(), warning: z.boolean(), information: z.boolean() });
/** Whether an alert of that severity is shown as a notification. */
export type NotifyChoice = Readonly<z.infer<typeof notifySchema>>;

const memorySchema = z.object({
  version: z.literal(1), windows: z.array(keptWindowSchema).max(windowsMaximum), zoomPercent: z.number().refine(isZoomPercent),
  notify: notifySchema,
});
export interface DesktopMemory {
  readonly windows: readonly KeptWindow[];
  /** One for all windows: they show the same origin, whose zoom Chromium keeps together. */
  readonly zoomPercent: number;
  readonly notify: NotifyChoice;
}

export const firstMemory: DesktopMemory = {
  windows: [], zoomPercent: 100, notify: { critical: true, error: true, warning: true, information: false },
};

export function readMemory(stateFolder: string): DesktopMemory {
  try {
    const { version: _version, ...memory } = memorySchema.parse(JSON.parse(readTextIfThere(fileIn(stateFolder)) ?? 'null'));
    return memory;
  } catch {
    return firstMemory;
  }
}

export function keepMemory(stateFolder: string, memory: DesktopMemory): void {
  try {
    const kept = { version: 1, ...memory, windows: memory.windows.slice(0, windowsMaximum) };
    writeFileDurably(fileIn(stateFolder), `${JSON.stringify(kept, null, 2)}\n`);
  } catch {
    // A folder that takes no file: the next start begins as the first one did.
  }
}

function fileIn(stateFolder: string): string {
  return join(stateFolder, 'desktop', 'desktop.json');
}
