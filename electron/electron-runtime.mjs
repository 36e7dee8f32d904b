/**
 * Electron's runtime is not in its npm package: it is downloaded at first use. Here it is looked for, and fetched within
 * limits, so that a machine without a way out neither waits nor fails.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';

const probeMillisecondsMaximum = 4_000;
const fetchMillisecondsMaximum = 5 * 60 * 1000;
const downloadHost = 'https://github.com/';

export class ElectronRuntime {
  constructor(root) {
    this.packageFolder = join(root, 'node_modules', 'electron');
    this.failureNote = join(root, 'node_modules', '.cache', 'plexus-electron-fetch-failed');
  }

  /** Path of the executable, or null when it is not here. */
  find() {
    try {
      const name = readFileSync(join(this.packageFolder, 'path.txt'), 'utf8');
      const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(this.packageFolder, 'dist');
      return existsSync(join(folder, name)) ? join(folder, name) : null;
    } catch {
      return null;
    }
  }

  millisecondsSinceFetchFailed() {
    return existsSync(this.failureNote) ? Date.now() - statSync(this.failureNote).mtimeMs : Number.POSITIVE_INFINITY;
  }

  /** Null when it came; else the reason why not, which is remembered for a day. */
  async fetch() {
    const reason = await this.probe() ?? await this.install();
    if (reason === null) {
      rmSync(this.failureNote, { force: true });
      return null;
    }
    mkdirSync(join(this.failureNote, '..'), { recursive: true });
    writeFileSync(this.failureNote, `${reason}\n`);
    return reason;
  }

  /** Networks that drop packets would hold the download for minutes; this finds out within seconds. */
  probe() {
    return new Promise((resolve) => {
      const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? downloadHost;
      if (!mirror.startsWith('https:')) return resolve(null);
      const asking = request(mirror, { method: 'HEAD', timeout: probeMillisecondsMaximum }, (answer) => {
        answer.resume();
        resolve(null);
      });
      asking.on('timeout', () => asking.destroy(new Error('no answer')));
      asking.on('error', (error) => resolve(`${mirror} cannot be reached (${error.code ?? error.message})`));
      asking.end();
    });
  }

  install() {
    return new Promise((resolve) => {
      console.log('Fetching Electron’s runtime; this is done once.');
      const child = spawn(process.execPath, [join(this.packageFolder, 'install.js')], { stdio: 'inherit' });
      const limit = setTimeout(() => child.kill(), fetchMillisecondsMaximum);
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => {
        clearTimeout(limit);
        if (code === 0 && this.find() !== null) resolve(null);
        else resolve(signal === null ? 'the download failed' : 'the download took too long');
      });
    });
  }
}
