/**
 * A host of its own for a test: the built `plexus serve` on a state folder, and the tools as a person would call them. The
 * test ends exactly the process that it started.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { run, systemPath, until } from './programs.ts';
import type { Ended } from './programs.ts';
import type { Stage } from './stage.ts';

/** Another build may be tried by naming its folder. */
export const distFolder = process.env['PLEXUS_DIST'] ?? path.resolve(import.meta.dirname, '../dist');

export type ToolName =
  'plexus' | 'vxdisk' | 'vxdg' | 'vxassist' | 'vxvol' | 'vxprint' | 'vxtask' | 'vxedit' | 'vxmend' | 'vxsplitlines' | 'vxstat';

/** What `vxvol volinfo --json` prints, as far as the tests read it. */
export interface VolumeInfo {
  readonly name: string;
  readonly guid: string;
  readonly sizeBytes: number;
  readonly state: string;
  readonly started: boolean;
  readonly health: string;
  readonly uri: string;
  readonly guidUri: string;
  readonly clients: readonly { readonly address: string }[];
  readonly plexes: readonly { readonly name: string; readonly state: string; readonly columns: number }[];
  readonly subdisks: readonly SubdiskInfo[];
}

export interface SubdiskInfo {
  readonly plex: string;
  readonly disk: string;
  readonly device: string;
  readonly column: number;
  readonly diskOffsetBytes: number;
  readonly sizeBytes: number;
}

export interface HostOptions {
  /** Folder of the host's state; made when missing. */
  readonly state?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export class PlexusHost {
  readonly state: string;
  readonly #options: HostOptions;
  #process: ChildProcess | null = null;
  /** All that `plexus serve` has said, over all its starts. */
  said = '';

  constructor(stage: Stage, options: HostOptions = {}) {
    this.state = options.state ?? stage.path('state');
    this.#options = options;
    stage.atEnd(() => this.kill());
  }

  static async start(stage: Stage, options: HostOptions = {}): Promise<PlexusHost> {
    const host = new PlexusHost(stage, options);
    await host.start();
    return host;
  }

  get processId(): number {
    return this.#process?.pid ?? 0;
  }

  get running(): boolean {
    return this.#process !== null && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async start(): Promise<void> {
    const heard = this.said.length;
    const words = [path.join(distFolder, 'bin', 'plexus'), 'serve', '--state', this.state, '--listen', '127.0.0.1:0'];
    const child = spawn(process.execPath, words, {
      env: { ...process.env, PATH: `${systemPath}:${process.env['PATH'] ?? ''}`, UV_USE_IO_URING: '0', ...this.#options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const listen = (part: Buffer): void => { this.said += part.toString(); };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    await until(`the host is ready (${this.said.slice(heard)})`, () => !this.running || /^ready: /m.test(this.said.slice(heard)));
    if (!this.running) throw new Error(`plexus serve ended at once with exit code ${child.exitCode ?? -1}:\n${this.said.slice(heard)}`);
  }

  /** SIGKILL: the process is gone, and nothing was said to anyone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM: flush, mark clean, exit. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (child === null || !this.running) return;
    child.kill(signal);
    await until(`the host has ended by ${signal}`, () => !this.running);
  }

  run(tool: ToolName, ...words: readonly string[]): Promise<Ended> {
    return run(process.execPath, [path.join(distFolder, 'bin', tool), ...words], { environment: { PLEXUS_STATE: this.state } });
  }

  async ok(tool: ToolName, ...words: readonly string[]): Promise<string> {
    const ended = await this.run(tool, ...words);
    if (ended.code === 0) return ended.out;
    const said = `${ended.out}${ended.error}\nthe host said:\n${this.said.slice(-2000)}`;
    throw new Error(`${tool} ${words.join(' ')}\nexit code ${ended.code}\n${said}`);
  }

  async json<Value>(tool: ToolName, ...words: readonly string[]): Promise<Value> {
    return JSON.parse(await this.ok(tool, ...words, '--json')) as Value;
  }

  volume(group: string, name: string): Promise<VolumeInfo> {
    return this.json<VolumeInfo>('vxvol', `-g${group}`, 'volinfo', name);
  }

  async uri(group: string, name: string): Promise<string> {
    return (await this.volume(group, name)).uri;
  }

  /** After a start: the group is imported and the volume served again. */
  async untilStarted(group: string, name: string): Promise<VolumeInfo> {
    await until(`volume ${name} is started`, async () => {
      const ended = await this.run('vxvol', `-g${group}`, 'volinfo', name, '--json');
      return ended.code === 0 && (JSON.parse(ended.out) as VolumeInfo).started;
    });
    return this.volume(group, name);
  }

  /** Sparse image files in `folder`, attached; resolves to the names that the host gave them. */
  async attachNew(folder: string, count: number, size: string): Promise<readonly string[]> {
    const files = Array.from({ length: count }, (_, index) => path.join(folder, `disk${index}.img`));
    await this.ok('vxdisk', 'attach', '--create', size, ...files);
    return this.diskNames(files);
  }

  async diskNames(files: readonly string[]): Promise<readonly string[]> {
    const { disks } = await this.json<{ disks: readonly { name: string; location: string }[] }>('vxdisk', 'list');
    return files.map((file) => disks.find((disk) => disk.location === file)?.name ?? `no disk at ${file}`);
  }
}
