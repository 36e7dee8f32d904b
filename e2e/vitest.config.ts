/** Unit and property tests: they stand beside the code that they test. Those of the console run in a simulated page. */
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');

export default defineConfig({
  root,
  cacheDir: path.join(root, 'node_modules/.vite-unit'),
  test: {
    testTimeout: 20_000,
    maxWorkers: 2,
    // A process for each file costs more than most files do. They share two; a test takes back what it sets for all.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'core', environment: 'node', globalSetup: ['e2e/leak-check.ts'],
          include: ['{core,electron,bench}/**/*.test.ts', 'e2e/*.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'renderer', environment: 'happy-dom', include: ['renderer/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});
