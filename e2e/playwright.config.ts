/**
 * The console's specs: in a real browser, and, where Electron's runtime is there and can run, the same specs in the desktop
 * program. PLEXUS_SCREENSHOTS=1 (or =all) runs the pictures instead.
 */
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './browser/chromium.ts';
import { electronAbsence } from './browser/electron-runtime.ts';
import type { ConsoleOptions } from './browser/console-test.ts';

const absence = electronAbsence();
// Workers load this file as well; the reason is printed once.
if (absence !== '' && process.env['TEST_WORKER_INDEX'] === undefined) console.log(`electron: not run: ${absence}`);
const pictures = process.env['PLEXUS_SCREENSHOTS'] !== undefined;

export default defineConfig<ConsoleOptions>({
  testDir: './browser',
  testMatch: pictures ? path.resolve(import.meta.dirname, 'browser/pictures.ts') : '**/*.spec.ts',
  outputDir: '../test-results/browser',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromiumPath(), args: chromiumArguments() },
  },
  projects: [
    // What only a browser has (a network to cut, frames to watch) is tagged @browser: left out there, not skipped.
    { name: 'browser', use: { shell: 'browser' } },
    ...(absence === '' && !pictures ? [{
      name: 'electron', use: { shell: 'electron' as const }, grepInvert: /@browser/,
    }] : []),
  ],
});
