/** Where the built program finds its own parts: beside itself in `dist/`. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ProgramFiles {
  readonly rendererFolder: string;
  readonly preloadFile: string;
}

export function programFiles(mainModule: string): ProgramFiles {
  const here = fileURLToPath(new URL('.', mainModule));
  return { rendererFolder: join(here, '..', 'renderer'), preloadFile: join(here, 'preload.cjs') };
}
