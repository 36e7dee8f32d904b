/** Tests with real processes: the built host, clients of other people, the kernel. One after the other, since they share it. */
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');

export default defineConfig({
  root,
  cacheDir: path.join(root, 'node_modules/.vite-interop'),
  test: {
    environment: 'node',
    include: ['e2e/interop/**/*.test.ts', 'e2e/transcript/**/*.test.ts'],
    globalSetup: ['e2e/leak-check.ts'],
    fileParallelism: false,
    sequence: { concurrent: false },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
