/**
 * `npm run coverage`: which branches of the parts that guard data are reached by unit tests, and by a part of the simulation, the
 * crash states and the n-th fault. Kept out of `npm test`, because counting makes the tests slower. The bar of each folder is 95;
 * what stands here is what holds, and a run below it fails.
 */
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '../..');
const branchPercent = { 'core/format': 95, 'core/group': 87, 'core/volume': 91 };

export default defineConfig({
  root,
  cacheDir: path.join(root, 'node_modules/.vite-unit'),
  test: {
    testTimeout: 240_000,
    maxWorkers: 2,
    isolate: false,
    environment: 'node',
    include: ['core/{format,group,volume,simulation,host}/**/*.test.ts', 'e2e/coverage/*.test.ts'],
    coverage: {
      provider: 'v8',
      include: Object.keys(branchPercent).map((folder) => `${folder}/**/*.ts`),
      exclude: ['**/*.test.ts', '**/*.test-double.ts', 'core/volume/volume-fixture.ts'],
      reporter: ['text', 'json', 'json-summary'],
      reportsDirectory: 'test-results/coverage',
      thresholds: Object.fromEntries(Object.entries(branchPercent).map(([folder, branches]) => [`${folder}/**/*.ts`, { branches }])),
    },
  },
});
