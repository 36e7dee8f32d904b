/** Our NBD client as the disk of a group, on servers of other people: they are killed, stopped, and lie. */
import fs from 'node:fs';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { PlexusHost } from '../plexus-host.ts';
import { until } from '../programs.ts';
import { testStage } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { nbdShell } from './nbd-shell.ts';

const imageBytes = 64 * 1024 * 1024;

class Server {
  readonly socket: string;
  readonly uri: string;
  readonly image: string;
  #process: ChildProcess | null = null;
  readonly #kind: 'nbdkit' | 'qemu-nbd';

  constructor(stage: Stage, kind: 'nbdkit' | 'qemu-nbd', name: string) {
    this.#kind = kind;
    this.socket = stage.path(`${name}.sock`);
    this.image = stage.path(`${name}.img`);
    this.uri = `nbd+unix:///${kind === 'nbdkit' ? '' : 'disk'}?socket=${this.socket}`;
    fs.closeSync(fs.openSync(this.image, 'w'));
    fs.truncateSync(this.image, imageBytes);
    stage.atEnd(() => this.kill());
  }

  async start(): Promise<this> {
    fs.rmSync(this.socket, { force: true });
    const words = this.#kind === 'nbdkit' ? ['-f', '-U', this.socket, 'file', this.image]
      : ['-k', this.socket, '-x', 'disk', '-f', 'raw', '-t', '-e', '8', '--discard=unmap', this.image];
    this.#process = spawn(this.#kind, words, { stdio: 'ignore' });
    await until(`${this.#kind} listens`, () => fs.existsSync(this.socket));
    return this;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await until(`${this.#kind} is gone`, () => child.signalCode !== null || child.exitCode !== null);
  }
}

interface ListedDisk { readonly name: string; readonly location: string; readonly type: string; readonly status: string }

async function diskAt(host: PlexusHost, location: string): Promise<ListedDisk | undefined> {
  const { disks } = await host.json<{ disks: readonly ListedDisk[] }>('vxdisk', 'list');
  return disks.find((disk) => disk.location === location);
}

/** A mirror with one plex on a local image and one on the server. */
async function mirror(stage: Stage, host: PlexusHost, server: Server): Promise<string> {
  await host.ok('vxdisk', 'attach', server.uri);
  const [local] = await host.attachNew(stage.folder, 1, '64M');
  const remote = await diskAt(host, server.uri);
  await host.ok('vxdg', '-gDG', 'init', local ?? '', remote?.name ?? '');
  await host.ok('vxassist', '-gDG', 'make', 'V1', '16M', 'mirror=2');
  return host.uri('DG', 'V1');
}

describe.each(['nbdkit', 'qemu-nbd'] as const)('a disk on %s', (kind) => {
  it('serves a mirror, is found again at a start, and comes back after its server was killed', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const server = await new Server(stage, kind, 'a').start();
    const uri = await mirror(stage, host, server);
    expect((await diskAt(host, server.uri))?.type).toBe('remote');
    await nbdShell(uri, 'h.pwrite(pattern(7, 1048576), 4096); h.flush(); assert h.pread(1048576, 4096) == pattern(7, 1048576)');
    await host.stop();
    await host.start();
    await host.untilStarted('DG', 'V1');
    expect((await diskAt(host, server.uri))?.status).toBe('online');
    const served = await host.uri('DG', 'V1');
    await nbdShell(served, 'assert h.pread(1048576, 4096) == pattern(7, 1048576); h.pwrite(pattern(8, 4096), 4096)');
    await server.kill();
    await nbdShell(served, 'h.pwrite(pattern(9, 4096), 4096); h.flush(); assert h.pread(4096, 4096) == pattern(9, 4096)');
    await until('the disk is out of use', async () => (await diskAt(host, server.uri))?.status !== 'online');
    await server.start();
  }, 120_000);
});

describe('a server that does not answer', () => {
  it('keeps no client of a mirror waiting for long, and nothing waits for it at detach', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const server = await new Server(stage, 'nbdkit', 'a').start();
    const uri = await mirror(stage, host, server);
    await nbdShell(uri, 'h.pwrite(pattern(1, 65536), 0); h.flush()');
    server.signal('SIGSTOP');
    const began = performance.now();
    await nbdShell(uri, 'h.pwrite(pattern(2, 65536), 0); h.flush(); assert h.pread(65536, 0) == pattern(2, 65536)');
    expect(performance.now() - began).toBeLessThan(45_000);
    server.signal('SIGCONT');
  }, 120_000);
});

describe('a server of nonsense', () => {
  it.each([
    ['says something else', (socket: net.Socket) => { socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'); }, /nonsense/],
    ['says nothing and closes', (socket: net.Socket) => { socket.end(); }, /unreachable/],
    ['talks without end', (socket: net.Socket) => {
      const noise = Buffer.alloc(1 << 20, 0x5a);
      const talk = (): void => { if (!socket.destroyed) socket.write(noise, talk); };
      talk();
    }, /nonsense/],
  ])('that %s is refused with the reason, and the host lives on', async (_name, answer, reason) => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const path = stage.path('n.sock');
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      answer(socket);
    });
    await new Promise<void>((resolve) => { server.listen(path, resolve); });
    stage.atEnd(() => { server.close(); });
    const refused = await host.run('vxdisk', 'attach', `nbd+unix:///x?socket=${path}`);
    expect(refused.code).not.toBe(0);
    expect(refused.error).toMatch(reason);
    expect(host.running).toBe(true);
  });
});

describe('a disk on another host of ours', () => {
  it('survives a torn connection, is refused to a third host, and serves after the server was killed and came back', async () => {
    const stage = testStage();
    const below = await PlexusHost.start(stage, { state: stage.path('below') });
    const [disk] = await below.attachNew(stage.folder, 1, '256M');
    await below.ok('vxdg', '-gLOW', 'init', disk ?? '');
    await below.ok('vxassist', '-gLOW', 'make', 'D1', '64M');
    const location = await below.uri('LOW', 'D1');
    const above = await PlexusHost.start(stage, { state: stage.path('above') });
    await above.ok('vxdisk', 'attach', location);
    const remote = await diskAt(above, location);
    await above.ok('vxdg', '-gTOP', 'init', remote?.name ?? '');
    await above.ok('vxassist', '-gTOP', 'make', 'V1', '16M');
    const uri = await above.uri('TOP', 'V1');
    await nbdShell(uri, 'h.pwrite(pattern(3, 65536), 0); h.flush()');
    const volume = await below.volume('LOW', 'D1');
    expect(volume.clients.length).toBeGreaterThan(0);
    const third = await PlexusHost.start(stage, { state: stage.path('third') });
    expect((await third.run('vxdisk', 'attach', location)).code).toBe(4);
    await third.stop();
    await below.kill();
    await below.start();
    await below.untilStarted('LOW', 'D1');
    await nbdShell(uri, 'assert h.pread(65536, 0) == pattern(3, 65536); h.pwrite(pattern(4, 65536), 0); h.flush()');
    await above.stop();
    await above.start();
    await above.untilStarted('TOP', 'V1');
    await nbdShell(await above.uri('TOP', 'V1'), 'assert h.pread(65536, 0) == pattern(4, 65536)');
  }, 120_000);
});
