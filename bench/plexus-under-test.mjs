/**
 * The built `plexus serve` on a state folder of its own, driven by the command line, or over its local socket where a
 * thousand command lines would take too long.
 */
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { processorSeconds, residentBytes, run, startServer } from './programs.mjs';
import { fillImage } from './test-image.mjs';

const dist = process.env.PLEXUS_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const preload = fileURLToPath(new URL('busy-main-thread.mjs', import.meta.url));
const protocolVersion = 1;

export class PlexusUnderTest {
  /** The preload burns nothing until it is told to. */
  static async start(folder) {
    mkdirSync(folder, { recursive: true });
    const plexus = new PlexusUnderTest(folder);
    await plexus.start();
    return plexus;
  }

  constructor(folder) {
    this.folder = folder;
    this.state = join(folder, 'state');
    this.server = null;
  }

  /** Returns the milliseconds from the start of the process to its word that it is ready. */
  async start() {
    const began = performance.now();
    const words = ['--import', preload, join(dist, 'plexus.js'), 'serve', '--state', this.state, '--listen', '127.0.0.1:0'];
    this.server = startServer(process.execPath, words);
    await this.server.said(/^ready: \S+/m);
    return performance.now() - began;
  }

  stop() {
    return this.server.stop();
  }

  /** Busy half of the time, or not: each call turns it. */
  turnBusy() {
    this.server.signal('SIGUSR2');
  }

  get processId() {
    return this.server.processId;
  }

  get processorSeconds() {
    return processorSeconds(this.server.processId);
  }

  get residentBytes() {
    return residentBytes(this.server.processId);
  }

  tool(name, ...words) {
    return run(process.execPath, [join(dist, 'bin', name), ...words], { env: { ...process.env, PLEXUS_STATE: this.state } });
  }

  /** Attaches new sparse images and returns the names that the host gave them. */
  async attach(size, ...paths) {
    return (await this.tool('vxdisk', 'attach', '--create', size, ...paths)).trim().split('\n');
  }

  async volume(group, volume) {
    return JSON.parse(await this.tool('vxvol', `-g${group}`, 'volinfo', volume, '--json'));
  }

  async uri(group, volume) {
    return (await this.volume(group, volume)).uri;
  }

  /** All that run and those that ended lately, newest last. */
  async tasks() {
    return JSON.parse(await this.tool('vxtask', 'list', '--json')).tasks;
  }

  /** Nobody is told; what was not flushed is in the page cache all the same. */
  kill() {
    return this.server.kill();
  }

  /** The volumes of the loads: each on disks of its own, in one group, which is one thread; filled, so that none is sparse. */
  async makeVolumes(diskFolder, remoteUri) {
    const at = (name) => join(this.folder, name);
    const [plain] = await this.attach('1200M', at('plain'));
    const mirror = await this.attach('600M', at('mirror0'), at('mirror1'));
    const small = await this.attach('320M', at('concat0'), at('concat1'), at('stripe0'), at('stripe1'));
    const [cold] = await this.attach('1200M', join(diskFolder, 'cold'));
    const maps = await this.attach('1200M', ...['mapped0', 'mapped1', 'unmapped0', 'unmapped1'].map(at));
    const remote = (await this.tool('vxdisk', 'attach', remoteUri)).trim();
    await this.tool('vxdg', '-gbench', 'init', plain, ...mirror, ...small, cold, ...maps, remote);
    const make = (volume, ...words) => this.tool('vxassist', '-gbench', 'make', volume, ...words);
    await make('plain', '1024M', plain);
    await make('mirror', '512M', 'type=mirror', 'mirror=2', ...mirror);
    await make('concat', '512M', 'type=spanned', ...small.slice(0, 2));
    await make('stripe', '512M', 'type=stripe', 'column=2', ...small.slice(2));
    await make('cold', '1024M', cold);
    await make('mapped', '1024M', 'type=mirror', 'mirror=2', ...maps.slice(0, 2));
    await make('unmapped', '1024M', 'type=mirror', 'mirror=2', 'log=0', ...maps.slice(2));
    await make('remote', '512M', remote);
    const targets = {};
    const large = ['plain', 'cold', 'mapped', 'unmapped'];
    for (const volume of [...large, 'mirror', 'concat', 'stripe', 'remote']) {
      const uri = await this.uri('bench', volume);
      await fillImage(uri, large.includes(volume) ? 1024 : 512, this.folder);
      targets[volume] = { uri, processId: this.processId, cachedFile: volume === 'cold' ? join(diskFolder, 'cold') : null };
    }
    return targets;
  }

  /** Gives many commands over one connection of the local socket. */
  async commands(commands) {
    const socket = connect(join(this.state, 'host.sock'));
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value);
    socket.write(`${JSON.stringify({ hello: protocolVersion })}\n`);
    await next();
    for (const [id, command] of commands.entries()) {
      socket.write(`${JSON.stringify({ id, call: 'command.run', input: { command } })}\n`);
      const answer = await next();
      if (answer.ok !== true) throw new Error(JSON.stringify(answer));
    }
    socket.destroy();
  }
}
