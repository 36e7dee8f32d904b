/**
 * A disk that breaks at a word: an ordinary image file behind nbdkit and FUSE. To the host it is a file like any other; errors and
 * hangs are those of the kernel, and nbdkit's log is a witness of what reached the medium and when it was flushed.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { run, succeed, systemPath, until } from './programs.ts';
import type { Stage } from './stage.ts';

/** The beginning of a request in the log of nbdkit; its end begins with three dots. */
const requestLine = / (Write|Flush|Read|Trim|Zero) id=\d+(?: offset=0x([0-9a-f]+) count=0x([0-9a-f]+))?[^.]*\.\.\./g;

export class FaultyDisk {
  /** What the host attaches. After `becomePlainFile` an ordinary file with the same bytes stands there. */
  readonly path: string;
  readonly #stage: Stage;
  readonly #stem: string;
  #server: ChildProcess | null = null;
  #fuse: ChildProcess | null = null;

  private constructor(stage: Stage, name: string) {
    this.path = stage.path(`${name}.img`);
    this.#stage = stage;
    this.#stem = stage.path(name);
    stage.atEnd(() => this.#unmount());
  }

  static async start(stage: Stage, name: string, sizeBytes: number): Promise<FaultyDisk> {
    const disk = new FaultyDisk(stage, name);
    fs.writeFileSync(disk.#backing, '');
    fs.truncateSync(disk.#backing, sizeBytes);
    await disk.#mount(sizeBytes);
    return disk;
  }

  get #backing(): string { return `${this.#stem}.back`; }
  get #socket(): string { return `${this.#stem}.s`; }
  get #pauseSocket(): string { return `${this.#stem}.p`; }
  get #trigger(): string { return `${this.#stem}.broken`; }

  async #mount(sizeBytes: number): Promise<void> {
    const quiet = { env: { ...process.env, PATH: systemPath }, stdio: 'ignore' as const };
    this.#server = spawn('nbdkit', [
      '-f', '-U', this.#socket, '--filter=pause', '--filter=error', '--filter=log', 'file', this.#backing, `logfile=${this.#stem}.log`,
      'error=EIO', 'error-rate=100%', `error-file=${this.#trigger}`, `pause-control=${this.#pauseSocket}`,
    ], quiet);
    await until('nbdkit listens', () => fs.existsSync(this.#socket));
    fs.writeFileSync(this.path, '');
    this.#fuse = spawn('nbdfuse', [this.path, '--unix', this.#socket], quiet);
    await until('nbdfuse shows the disk', () => fs.statSync(this.path).size === sizeBytes);
  }

  /** The kernel drops what it holds of the disk: the next reads reach the medium. */
  async dropCache(): Promise<void> {
    await succeed('dd', [`if=${this.path}`, 'iflag=nocache', 'count=0']);
  }

  /** From now on every read and write fails with EIO. */
  fail(): void { fs.writeFileSync(this.#trigger, ''); }
  heal(): void { fs.rmSync(this.#trigger, { force: true }); }

  /** From now on nothing is answered, until `resume`. A process that waits for an answer cannot even be killed before. */
  hang(): Promise<void> {
    this.#stage.atEnd(() => this.resume());
    return this.#pauseCommand('p', 'P');
  }

  resume(): Promise<void> { return this.#pauseCommand('r', 'R'); }

  #pauseCommand(command: string, answer: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.#pauseSocket, () => socket.write(command));
      socket.on('error', reject);
      socket.on('data', (part) => {
        if (part.toString().includes(answer)) socket.destroy();
      });
      socket.on('close', () => resolve());
    });
  }

  /** What was asked of the medium so far, in order: `Write`, `Flush`, `Read`, `Trim`, `Zero`, with offsets. */
  requests(): readonly { readonly kind: string; readonly offset: number; readonly count: number }[] {
    return [...fs.readFileSync(`${this.#stem}.log`, 'utf8').matchAll(requestLine)].map(([, kind = '', offset = '0', count = '0']) => (
      { kind, offset: Number.parseInt(offset, 16), count: Number.parseInt(count, 16) }
    ));
  }

  /** The machinery goes, the bytes stay: a plain image file at the same path. Nobody may have it open. */
  async becomePlainFile(): Promise<void> {
    await this.#unmount();
    fs.rmSync(this.path, { force: true });
    fs.renameSync(this.#backing, this.path);
  }

  async #unmount(): Promise<void> {
    const [server, fuse] = [this.#server, this.#fuse];
    if (server === null || fuse === null) return;
    this.#server = null;
    this.#fuse = null;
    this.heal();
    await this.resume().catch(() => undefined);
    if ((await run('fusermount3', ['-u', this.path])).code !== 0) await succeed('fusermount3', ['-uz', this.path]);
    await until('nbdfuse has ended', () => fuse.exitCode !== null || fuse.signalCode !== null);
    server.kill('SIGTERM');
    await until('nbdkit has ended', () => server.exitCode !== null || server.signalCode !== null);
  }
}
