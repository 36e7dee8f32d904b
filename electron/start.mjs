/**
 * `npm start`: installs when needed, builds when needed, and opens the console: as the desktop program, or, where that
 * cannot be, by serving it to a browser on loopback. Nothing outside Node is imported before the install.
 *
 *   npm start -- [--browser | --electron] [--state DIR] [anything else that `plexus serve` takes]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ElectronRuntime } from './electron-runtime.mjs';
import { chooseShell, judgeEnd, readArguments } from './shell-choice.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const plexus = join(root, 'dist', 'bin', 'plexus');
const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) || process.platform !== 'linux';
const { asked, rest } = readArguments(process.argv.slice(2), process.env);

installWhenNeeded();
await buildWhenNeeded();
process.exitCode = await openConsole();

function installWhenNeeded() {
  // npm writes this file at the end of an install, so it tells when the last one was complete.
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing what the lock file names (npm ci).');
  const npm = process.env.npm_execpath;
  const done = npm === undefined
    ? spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
    : spawnSync(process.execPath, [npm, 'ci'], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

async function buildWhenNeeded() {
  const { build } = await import('./build.mjs');
  const { built, failures } = await build();
  if (built.length > 0) console.log(`Built ${built.join(' and ')}.`);
  for (const failed of failures) console.error(failed instanceof Error ? failed.message : failed);
  if (failures.length > 0) process.exit(1);
}

async function openConsole() {
  const runtime = new ElectronRuntime(root);
  const choice = chooseShell({
    asked, hasDisplay, platform: process.platform, isRoot: process.getuid?.() === 0,
    runtimePresent: runtime.find() !== null, millisecondsSinceFetchFailed: runtime.millisecondsSinceFetchFailed(),
  });
  if (choice.reason !== '') console.log(choice.reason);
  if (choice.shell === 'browser') return serveToBrowser();
  const missing = choice.shell === 'fetch' ? await runtime.fetch() : null;
  if (missing !== null) {
    if (asked === 'electron') {
      console.error(`Electron’s runtime cannot be had: ${missing}.`);
      return 1;
    }
    console.log(`Electron’s runtime cannot be had: ${missing}. The console is served to a browser.`);
    return serveToBrowser();
  }
  const end = judgeEnd(await runDesktop(runtime.find()));
  if (!end.fallBack) return 0;
  console.log(end.reason);
  return asked === 'electron' ? 1 : serveToBrowser();
}

function runDesktop(executable) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(executable, [root, ...rest], { stdio: 'inherit', cwd: process.cwd() });
    passSignalsTo(child);
    child.on('error', () => resolve({ code: 1, signal: null, livedMilliseconds: Date.now() - started }));
    child.on('exit', (code, signal) => resolve({ code, signal, livedMilliseconds: Date.now() - started }));
  });
}

async function serveToBrowser() {
  const running = addressOfRunningHost();
  if (running !== null) {
    const inWindow = 'The desktop program already serves this state folder; open its window.';
    console.log(running === '' ? inWindow : 'A host already serves this state folder.');
    if (running === '') return 0;
    console.log(`ready: ${running}`);
    openBrowser(running);
    return 0;
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [plexus, 'serve', ...rest], { stdio: ['inherit', 'pipe', 'inherit'], cwd: process.cwd() });
    passSignalsTo(child);
    let opened = false;
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      const address = /^ready: (\S+)$/m.exec(String(chunk))?.[1];
      if (address === undefined || opened) return;
      opened = true;
      openBrowser(address);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Null when no host answers on the state folder; empty when the one that does has no console for browsers. */
function addressOfRunningHost() {
  const at = rest.indexOf('--state');
  const state = at < 0 ? rest.filter((argument) => argument.startsWith('--state=')) : rest.slice(at, at + 2);
  const asked = spawnSync(process.execPath, [plexus, 'status', '--json', ...state], { encoding: 'utf8' });
  if (asked.status !== 0) return null;
  return JSON.parse(asked.stdout).consoleAddress;
}

/** Opens the address where a person can see it; without a display the printed address is all there is. */
function openBrowser(address) {
  if (!hasDisplay || process.env.CI) return;
  const inWindow = ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge'].find(onPath);
  const [program, parameters] = process.platform === 'darwin' ? ['open', [address]]
    : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', address]]
      : inWindow !== undefined && process.getuid?.() !== 0 ? [inWindow, [`--app=${address}`]] : ['xdg-open', [address]];
  const child = spawn(program, parameters, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('Open the address in a browser.'));
  child.unref();
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** A terminal sends Ctrl+C to both; whoever signals only this process means the child as well. */
function passSignalsTo(child) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
}
