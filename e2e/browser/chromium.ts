/** The browser that the specs drive: the system's own, kept off the network. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Named by PLEXUS_CHROMIUM, on the path, in its usual place, or Playwright's own, fetched if need be. A missing browser fails
 * the run; it is never a skip, because nothing else proves the console.
 */
export function chromiumPath(): string {
  const named = process.env['PLEXUS_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = [...onPath, ...usualPlaces, chromium.executablePath()].find(isProgram);
  if (found !== undefined) return found;
  const playwright = path.resolve(import.meta.dirname, '../../node_modules/playwright/cli.js');
  execFileSync(process.execPath, [playwright, 'install', 'chromium'], { stdio: 'inherit' });
  return chromium.executablePath();
}

/** As root Chromium refuses to run with its sandbox. Nothing but the console's own address is to be found by name or number. */
export function chromiumArguments(): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking', '--disable-component-update', '--disable-domain-reliability', '--disable-sync', '--no-pings',
    '--no-first-run', '--disable-default-apps', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--font-render-hinting=none', '--disable-lcd-text',
  ];
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
