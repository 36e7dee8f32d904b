/** A real host for one spec: the built `plexus serve` on a state folder of its own, driven by the real command line. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { distFolder } from '../plexus-host.ts';
import type { ToolName } from '../plexus-host.ts';
import { succeed, until } from '../programs.ts';

export class ConsoleHost {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'plexus-console-'));
  readonly state = path.join(this.folder, 'state');
  readonly images = path.join(this.folder, 'images');
  #process: ChildProcess | null = null;
  #said = '';
  /** More of the words of `plexus serve`. */
  serveWords: readonly string[] = [];
  /** Opens the console once. */
  entrance = '';

  /** `port` 0 takes any free one; null leaves the choice to the host, which takes the one of its last start. */
  async start(port: number | null = 0): Promise<void> {
    mkdirSync(this.images, { recursive: true });
    this.#said = '';
    const listening = port === null ? [] : ['--listen', `127.0.0.1:${port}`];
    const words = [path.join(distFolder, 'plexus.js'), 'serve', '--state', this.state, ...listening, ...this.serveWords];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    const listen = (part: Buffer): void => { this.#said += part.toString(); };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    await until('the host is ready', () => child.exitCode !== null || /^ready: \S+$/m.test(this.#said));
    const address = /^ready: (\S+)$/m.exec(this.#said)?.[1];
    if (address === undefined) throw new Error(`plexus serve ended at once:\n${this.#said}`);
    this.entrance = address;
  }

  get port(): number {
    return Number(new URL(this.entrance).port);
  }

  /** Flushes, marks clean, exits. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async end(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return;
    child.kill(signal);
    await until(`the host has ended by ${signal}`, () => child.exitCode !== null || child.signalCode !== null);
  }

  run(tool: ToolName, ...words: readonly string[]): Promise<string> {
    return succeed(process.execPath, [path.join(distFolder, 'bin', tool), ...words], { environment: { PLEXUS_STATE: this.state } });
  }

  /** Sparse images, attached as Harddisk0, Harddisk1, ... */
  async attach(count: number, size = '256M'): Promise<void> {
    const files = Array.from({ length: count }, (_, index) => path.join(this.images, `disk${index}.img`));
    await this.run('vxdisk', 'attach', '--create', size, ...files);
  }

  /** Three disks in VMDG, one free, a mirror with a letter, and a stripe. */
  async furnish(): Promise<void> {
    await this.attach(4);
    await this.run('vxdg', '-gVMDG', 'init', 'Harddisk0', 'Harddisk1', 'Harddisk2');
    await this.run('vxassist', '-gVMDG', 'make', 'Volume1', '64M', 'type=mirror', 'DriveLetter=E');
    await this.run('vxassist', '-gVMDG', 'make', 'Volume2', '32M', 'type=stripe', 'column=2');
  }
}
