/**
 * The host's life: up on a state folder with the disks and groups that it had, and down again with all of it flushed and
 * marked clean.
 *
 * Order of the end: nobody new gets in, the groups close, the disks are let go, the lock is given back, and only then do
 * the clients see their connections end: whoever waited for that finds everything free.
 */
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { ConsoleMemory } from './console-memory.ts';
import { consoleAddress, serveConsole } from './console-server.ts';
import type { ConsoleServer } from './console-server.ts';
import type { SessionHost } from './contract-session.ts';
import type { CallOutputs, HostStatus } from './contract.ts';
import { DiskListFile } from './disk-list-file.ts';
import { privateFolderMode } from './durable-file.ts';
import type { StartRuntime } from './group-worker-link.ts';
import { users } from './host-calls.ts';
import { lockStateFolder } from './host-lock.ts';
import type { HostLock } from './host-lock.ts';
import { hostParts } from './host-parts.ts';
import type { HostFiles, HostParts } from './host-parts.ts';
import { attachAndImport, importOwn, startWaitMillisecondsMaximum } from './host-start.ts';
import { metricsText } from './metrics.ts';
import type { MetricsFacts } from './metrics.ts';
import { metricsPath, metricsToken } from './metrics-token.ts';
import { HostSettings } from './settings.ts';
import { listenLocally } from './socket-listener.ts';
import type { SocketListener } from './socket-listener.ts';
import type { Relay } from './relay/text-carrier.ts';
import type { RemoteHostAddress } from './relay/remote-address.ts';
import { remoteCertificate } from './users/remote-certificate.ts';
import { listenRemotely } from './users/remote-listener.ts';
import type { RemoteListener } from './users/remote-listener.ts';
import { openStateFolder, stateFolderRefusal, systemReason } from './state-folder.ts';

export interface HostOptions {
  readonly stateFolder: string;
  readonly startRuntime: StartRuntime;
  /** What the host calls itself; the name of the machine unless said otherwise. */
  readonly hostName?: string | undefined;
  /** The console for browsers; null where a desktop window is the console. Port 0 takes any free one, null the last one. */
  readonly console: { readonly port: number | null; readonly rendererFolder: string } | null;
  /** Where consoles of other machines log in, over TLS; null for nowhere. */
  readonly remote: RemoteHostAddress | null;
  /** Somebody asked the host to stop, by the contract. Whoever started the host closes it. */
  readonly stopRequested: () => void;
}

export interface Host {
  readonly stateFolder: string;
  /** For sessions over message ports. */
  readonly session: SessionHost;
  /** For message ports to the hosts beside this one. */
  readonly relay: Relay;
  /** Opens the console in a browser, once; empty where there is none. */
  consoleEntrance(): string;
  /** Connected clients and running tasks: who would notice if the host stopped. */
  users(): CallOutputs['host.users'];
  status(): HostStatus;
  close(): Promise<void>;
}

export async function startHost(options: HostOptions): Promise<Result<Host, Refusal>> {
  const folder = openStateFolder(options.stateFolder);
  if (!folder.ok) return folder;
  const lock = await lockStateFolder(folder.value.path);
  if (!lock.ok) return lock;
  const host = openHost(options, folder.value, lock.value);
  const opened = host.ok ? await host.value.open() : host;
  if (opened.ok) return host;
  if (host.ok) await host.value.close();
  else await lock.value.release();
  return opened;
}

function openHost(options: HostOptions, folder: HostFiles['folder'], lock: HostLock): Result<RunningHost, Refusal> {
  const list = DiskListFile.open(folder.path);
  if (!list.ok) return list;
  const settings = HostSettings.open(folder.path);
  if (!settings.ok) return settings;
  try {
    mkdirSync(join(folder.path, 'nbd'), { recursive: true, mode: privateFolderMode });
    return success(new RunningHost(options, { folder, list: list.value, settings: settings.value }, lock));
  } catch (error) {
    return failure(stateFolderRefusal(folder.path, systemReason(error)));
  }
}

class RunningHost implements Host {
  readonly stateFolder: string;
  readonly #options: HostOptions;
  readonly #lock: HostLock;
  readonly #parts: HostParts;
  readonly #startedAt = new Date().toISOString();
  #console: ConsoleServer | null = null;
  #metricsToken = '';
  #remote: RemoteListener | null = null;
  #fingerprint = '';
  #socket: SocketListener | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(options: HostOptions, files: HostFiles, lock: HostLock) {
    this.stateFolder = files.folder.path;
    this.#options = options;
    this.#lock = lock;
    this.#parts = hostParts(files, {
      startRuntime: options.startRuntime,
      hostName: options.hostName ?? hostname(),
      startBeside: (stateFolder, hostName) => startHost({
        stateFolder, hostName, startRuntime: options.startRuntime, console: null, remote: null, stopRequested: () => undefined,
      }),
      status: () => this.status(),
      stop: () => options.stopRequested(),
      died: (groupId, groupName, again) => void this.#bury(groupId, groupName, again),
      inTurn: (work) => this.#inTurn(work),
    });
  }

  get session(): SessionHost {
    return this.#parts.session;
  }

  get relay(): Relay {
    return this.#parts.world.otherHosts;
  }

  async open(): Promise<Result<null, Refusal>> {
    const { world, watch } = this.#parts;
    // First of all: whoever finds it taken has not touched a disk. Commands that come at once wait for their turn.
    const socket = await listenLocally(this.stateFolder, this.session, this.relay);
    if (!socket.ok) return socket;
    this.#socket = socket.value;
    const started = this.#inTurn(() => attachAndImport(world, world.alerts)).finally(() => watch.lookSoon());
    await within(started, startWaitMillisecondsMaximum);
    const console = await this.#openConsole(this.#options.console);
    return console.ok ? this.#openRemote(this.#options.remote) : console;
  }

  async #openConsole(wanted: HostOptions['console']): Promise<Result<null, Refusal>> {
    if (wanted === null) return success(null);
    const { rendererFolder, port } = wanted;
    const metrics = { token: metricsToken(this.stateFolder), text: () => metricsText(this.#metricsFacts()) };
    const served = await serveConsole({
      host: this.session, relay: this.relay, rendererFolder, port, memory: new ConsoleMemory(this.stateFolder), metrics,
    });
    if (!served.ok) return served;
    this.#console = served.value;
    this.#metricsToken = metrics.token;
    return success(null);
  }

  async #openRemote(wanted: RemoteHostAddress | null): Promise<Result<null, Refusal>> {
    if (wanted === null) return success(null);
    const { stamp, world } = this.#parts;
    const certificate = await remoteCertificate(this.stateFolder, stamp.name);
    if (!certificate.ok) return certificate;
    const listener = await listenRemotely(wanted, {
      host: this.session, hostName: stamp.name, users: world.users, certificate: certificate.value,
      audit: (entry) => world.logs.audit.append({ at: new Date().toISOString(), ...entry }), nowSeconds: () => performance.now() / 1000,
    });
    if (!listener.ok) return listener;
    this.#remote = listener.value;
    this.#fingerprint = certificate.value.fingerprint;
    return success(null);
  }

  consoleEntrance(): string {
    return this.#console?.entrance() ?? '';
  }

  users(): CallOutputs['host.users'] {
    return users(this.#parts.world);
  }

  status(): HostStatus {
    const { session, stamp, world } = this.#parts;
    const volumes = world.store.ofKind('volume');
    return {
      hostId: session.hostId, hostName: stamp.name, version: session.version, processId: process.pid, stateFolder: this.stateFolder,
      startedAt: this.#startedAt, consoleAddress: this.consoleEntrance(), metricsToken: this.#metricsToken,
      metricsAddress: this.#console === null ? '' : `http://${consoleAddress}:${this.#console.port}${metricsPath}`,
      groups: world.groups.all().length, disks: world.disks.all().length,
      remoteAddress: this.#remote?.address ?? '', remoteFingerprint: this.#fingerprint,
      volumes: volumes.length, clients: volumes.reduce((sum, volume) => sum + volume.clients.length, 0),
    };
  }

  #metricsFacts(): MetricsFacts {
    const { session, world: { store, logs }, hostLog } = this.#parts;
    const lost = { task: logs.task.lost, alert: logs.alert.lost, audit: logs.audit.lost, host: hostLog.lost };
    return {
      version: session.version, startedAt: this.#startedAt, lostLogEntries: lost,
      groups: store.ofKind('group'), disks: store.ofKind('disk'), volumes: store.ofKind('volume'),
      tasks: store.ofKind('task'), alerts: store.ofKind('alert'),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#inTurn(() => this.#shutDown());
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    const { world, views, watch } = this.#parts;
    watch.close();
    this.#socket?.stopListening();
    await this.#console?.close();
    await this.#remote?.close();
    await world.otherHosts.close();
    await world.hostTasks.close();
    await world.groups.closeAll();
    views.close();
    await world.disks.close();
    world.alerts.close();
    this.#parts.delivery.close();
    await this.#lock.release();
    await this.#socket?.close();
  }

  /** A runtime that died wrote to its disks since the host looked at them. */
  #bury(groupId: string, name: string, again: boolean): Promise<void> {
    const { world, views } = this.#parts;
    return this.#inTurn(async () => {
      await world.disks.refresh(world.disks.all().filter(({ inspection }) => inspection.header?.groupId === groupId));
      views.refresh();
      if (again && this.#closing === null) await importOwn(world, world.alerts, { id: groupId, name });
    });
  }

  /** A turn that broke is its caller's to know of; the next one goes on. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

/** Waits for the work, but no longer than this; the work itself goes on. */
async function within(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
