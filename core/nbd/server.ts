/**
 * The NBD server of one disk group: every started volume under its names, on a Unix socket and, when asked for, on TCP.
 *
 * Invariants: one name reaches one volume. A retracted volume is found by no one from the moment of the call, and when
 * `retract` resolves nothing of its clients is in flight and its layer was flushed after their last write.
 */
import { unlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Log } from '../device/ports.ts';
import type { TcpListening } from '../group/runtime-protocol.ts';
import type { ExportedVolume, VolumeExports } from '../group/runtime-world.ts';
import type { VolumeId } from '../model/identity.ts';
import type { IoSample } from '../model/io-statistics.ts';
import { invariant } from '../model/invariant.ts';
import type { Refusal } from '../model/refusal.ts';
import { success, type Result } from '../model/result.ts';
import type { ClientView } from '../model/views.ts';
import { Connection, type ConnectionServer } from './connection.ts';
import { unixUri, tcpUri } from './export-uri.ts';
import { connectionsMaximum } from './limits.ts';
import type { ExportDirectory } from './offered-export.ts';
import { Poller } from './poller.ts';
import { SlabPool } from './slab-pool.ts';
import { listenOnTcp, tcpAdmission, type TcpListener } from './tcp-listener.ts';
import { listenOnUnixSocket, type UnixListener } from './unix-listener.ts';
import { VolumeExport } from './volume-export.ts';

export class NbdServer implements VolumeExports {
  private readonly log: Log;
  private readonly clientsChanged: () => void;
  private readonly exports = new Map<VolumeId, VolumeExport>();
  private readonly names = new Map<string, VolumeExport>();
  private readonly connections = new Set<Connection>();
  private unix: UnixListener | null = null;
  private tcp: TcpListener | null = null;
  private lastNumber = 0;
  private readonly context: ConnectionServer;

  /** `clientsChanged` is called when a client has come to a volume or gone from it. */
  constructor(log: Log, clientsChanged: () => void = () => undefined) {
    this.log = log;
    this.clientsChanged = clientsChanged;
    const directory: Pick<ExportDirectory, 'find' | 'list'> = {
      find: (name) => this.names.get(name) ?? null,
      list: () => [...this.exports.values()],
    };
    this.context = {
      directory,
      pool: new SlabPool(),
      poller: new Poller(),
      changed: (connection) => this.connectionChanged(connection),
      violated: ({ facts }, meaning) => this.log.write('warning', meaning, { client: facts.address, connection: facts.number }),
    };
  }

  /** The path that clients connect to, which is not the wanted one where that is too long for the system. */
  async listenUnix(path: string): Promise<Result<string, Refusal>> {
    invariant(this.unix === null, 'a server listens on one Unix socket');
    const listening = await listenOnUnixSocket(path, (socket) => this.accept(socket, `unix:${path}`, null));
    if (!listening.ok) return listening;
    this.unix = listening.value;
    return success(listening.value.path);
  }

  /** Replaces the present TCP listener; null only closes it. Clients that are connected stay. */
  async listenTcp(wish: TcpListening | null): Promise<Result<{ readonly address: string; readonly port: number }, Refusal>> {
    const admission = wish === null ? null : tcpAdmission(wish);
    if (admission !== null && !admission.ok) return admission;
    this.tcp?.server.close();
    this.tcp = null;
    if (wish === null || admission === null) return success({ address: '', port: 0 });
    const { admits, secureContext } = admission.value;
    const listening = await listenOnTcp(wish, (socket) => {
      const address = socket.remoteAddress ?? '';
      if (admits(address)) this.accept(socket, `${address}:${socket.remotePort ?? 0}`, secureContext);
      else socket.destroy();
    });
    if (!listening.ok) return listening;
    this.tcp = listening.value;
    return success({ address: listening.value.address, port: listening.value.port });
  }

  publish(volume: ExportedVolume): void {
    const known = this.exports.get(volume.volumeId);
    for (const name of known?.names ?? []) this.names.delete(name);
    known?.republish(volume);
    const published = known ?? new VolumeExport(volume);
    this.exports.set(volume.volumeId, published);
    for (const name of volume.names) {
      invariant(!this.names.has(name), 'an export name is given once');
      this.names.set(name, published);
    }
  }

  clients(volumeId: VolumeId): readonly ClientView[] {
    const connections = [...(this.exports.get(volumeId)?.connections ?? [])].filter((connection) => connection.phase !== 'closed');
    return connections.map(({ facts }) => ({ connection: facts.number, address: facts.address, since: facts.since }));
  }

  /** Of these clients (`clientSampleId`), what each has asked for since it came; others are not counted here. */
  clientSamples(wanted: readonly string[]): readonly IoSample[] {
    return wanted.flatMap((id) => {
      const [, volumeId = '', number = ''] = id.split(':');
      const connections = this.exports.get(volumeId as VolumeId)?.connections ?? [];
      const found = [...connections].find(({ facts }) => String(facts.number) === number);
      return id.startsWith('client:') && found?.asked ? [found.asked.sample(id)] : [];
    });
  }

  async retract(volumeId: VolumeId): Promise<void> {
    const published = this.exports.get(volumeId);
    if (published === undefined) return;
    this.exports.delete(volumeId);
    for (const name of published.names) this.names.delete(name);
    await Promise.all([...published.connections].map((connection) => connection.leave()));
    await new Promise<void>((resolve) => {
      if (published.layer.flush(() => resolve())) resolve();
    });
  }

  /** Empty while the volume is not published or nothing listens. The Unix socket is named before TCP. */
  uri(volumeId: VolumeId): { readonly uri: string; readonly guidUri: string; readonly tcpUri: string } {
    const names = this.exports.get(volumeId)?.names ?? [];
    const uriOf = (name: string | undefined): string => {
      if (name === undefined) return '';
      if (this.unix !== null) return unixUri(this.unix.path, name);
      return this.tcp === null ? '' : tcpUri(this.tcp, name);
    };
    const tcp = names[0] === undefined || this.tcp === null ? '' : tcpUri(this.tcp, names[0]);
    return { uri: uriOf(names[0]), guidUri: uriOf(names[1]), tcpUri: tcp };
  }

  /** Drains one client's requests and disconnects it. False: there is no such client. */
  async disconnect(volumeId: VolumeId, connection: number): Promise<boolean> {
    const connections = this.exports.get(volumeId)?.connections ?? [];
    const found = [...connections].find(({ facts, phase }) => facts.number === connection && phase !== 'closed');
    if (found === undefined) return false;
    await found.leave();
    return true;
  }

  /** Stops listening, retracts every volume, and ends. */
  async close(): Promise<void> {
    this.tcp?.server.close();
    this.tcp = null;
    if (this.unix !== null) this.closeUnix(this.unix);
    for (const connection of this.connections) if (connection.phase === 'negotiating') connection.destroy();
    await Promise.all([...this.exports.keys()].map((volumeId) => this.retract(volumeId)));
    for (const connection of this.connections) connection.destroy();
  }

  private closeUnix(listener: UnixListener): void {
    this.unix = null;
    listener.server.close();
    try {
      unlinkSync(listener.path);
    } catch {
      // Node removes the file of a closed listener itself; this is for where it does not.
    }
  }

  private accept(socket: Socket, address: string, secureContext: SecureContext | null): void {
    if (this.connections.size >= connectionsMaximum) {
      this.log.write('warning', 'too many connections; one was refused', { client: address, limit: connectionsMaximum });
      socket.destroy();
      return;
    }
    this.lastNumber += 1;
    const facts = { number: this.lastNumber, address, since: new Date().toISOString() };
    this.connections.add(new Connection(this.context, facts, socket, secureContext));
  }

  private connectionChanged(connection: Connection): void {
    if (connection.phase === 'closed') this.connections.delete(connection);
    this.clientsChanged();
  }
}
