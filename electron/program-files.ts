/** Where the built program finds its own parts: beside itself in `dist/`, or unpacked beside the archive when packaged. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ProgramFiles {
  readonly rendererFolder: string;
  readonly preloadFile: string;
  /** Started as a thread, so it must be a real file and not one inside the archive. */
  readonly workerFile: string;
  readonly picturesFolder: string;
}

export function programFiles(mainModule: string): ProgramFiles {
  const here = fileURLToPath(new URL('.', mainModule));
  const dist = join(here, '..');
  return {
    rendererFolder: join(dist, 'renderer'),
    preloadFile: join(here, 'preload.cjs'),
    workerFile: join(dist.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked'), 'group-worker.js'),
    picturesFolder: join(dist, 'pictures'),
  };
}
