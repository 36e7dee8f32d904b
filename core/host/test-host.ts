/** For tests: a whole host on a folder of its own, with its groups' runtimes in this thread, and a client of it. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { invariant } from '../model/invariant.ts';
import type { Command } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { ObjectViewKind } from '../model/views.ts';
import { connectHost } from './client.ts';
import type { HostClient } from './client.ts';
import type { CallInput, CallOutputs } from './contract.ts';
import { startHost } from './host.ts';
import type { Host } from './host.ts';
import type { ViewOf } from './object-store.ts';
import type { RemoteHostAddress } from './relay/remote-address.ts';
import type { StartBeside } from './relay/sample-host.ts';
import { testFolder } from './test-folder.ts';
import { testRuntimes } from './test-runtime.ts';
import type { TestRuntimes } from './test-runtime.ts';

/** Small, since every test formats its own, and some read them from end to end. */
export const imageBytes = 32 * 1024 * 1024;
const volumeBytes = 4 * 1024 * 1024;

export class TestHost {
  readonly folder: string;
  readonly runtimes: TestRuntimes = testRuntimes();
  /** Where consoles of other machines log in, the next time it starts. */
  remote: RemoteHostAddress | null = null;
  #host: Host | null = null;
  #client: HostClient | null = null;

  constructor(folder: string = testFolder()) {
    this.folder = folder;
    onTestFinished(() => this.stop());
  }

  static async start(folder?: string): Promise<TestHost> {
    const test = new TestHost(folder);
    await test.start();
    return test;
  }

  get stateFolder(): string {
    return join(this.folder, 'state');
  }

  get client(): HostClient {
    invariant(this.#client !== null, 'the host is up');
    return this.#client;
  }

  async tryStart(): Promise<Result<Host, Refusal>> {
    return startHost({ stateFolder: this.stateFolder, startRuntime: this.runtimes.start, console: null, remote: this.remote,
      stopRequested: () => void this.stop() });
  }

  async start(): Promise<void> {
    const host = await this.tryStart();
    invariant(host.ok, `the host starts: ${JSON.stringify(host)}`);
    this.#host = host.value;
    const client = await connectHost(this.stateFolder);
    invariant(client.ok, 'the host answers');
    this.#client = client.value;
  }

  /** As SIGTERM does. */
  async stop(): Promise<void> {
    const host = this.#host;
    this.#host = null;
    await host?.close();
    this.#client?.close();
  }

  /** For hosts beside this one that run in this process. */
  readonly startBeside: StartBeside = (stateFolder, hostName) => startHost({
    stateFolder, hostName, startRuntime: this.runtimes.start, console: null, remote: null, stopRequested: () => undefined,
  });

  run(command: Command): Promise<Result<CallOutputs['command.run'], Refusal>> {
    return this.client.call('command.run', { command: command as CallInput<'command.run'>['command'] });
  }

  plan(command: Command): Promise<Result<CallOutputs['command.plan'], Refusal>> {
    return this.client.call('command.plan', { command: command as CallInput<'command.plan'>['command'] });
  }

  /** Runs what must succeed, and answers the names that it gave. */
  async done(command: Command): Promise<readonly string[]> {
    const result = await this.run(command);
    invariant(result.ok, `${command.command} is done: ${JSON.stringify(result)}`);
    return result.value.names;
  }

  /** The code of the refusal that the command meets. */
  async refused(command: Command): Promise<Refusal> {
    const result = await this.run(command);
    invariant(!result.ok, `${command.command} is refused`);
    return result.error;
  }

  async views<Kind extends ObjectViewKind>(kind: Kind): Promise<ViewOf<Kind>[]> {
    const list = await this.client.call('objects.list', {});
    invariant(list.ok, 'the host lists its objects');
    return list.value.objects.filter((view): view is ViewOf<Kind> => view.kind === kind);
  }

  /** New sparse images, attached; answers their host names. */
  attachNew(...names: readonly string[]): Promise<readonly string[]> {
    return this.done({ command: 'disk.attach', locations: names.map((name) => this.path(name)), readOnly: false,
      createBytes: imageBytes });
  }

  path(name: string): string {
    return join(this.folder, name);
  }
}

export const defaults = {
  attach: (locations: readonly string[]): Command => ({ command: 'disk.attach', locations, readOnly: false }),
  init: (group: string, disks: readonly string[]): Command => ({ command: 'group.init', group, disks, force: false }),
  importGroup: (group: string): Command => ({ command: 'group.import', group, clearStamp: false, force: false }),
  deport: (group: string): Command => ({ command: 'group.deport', group, force: false }),
  make: (group: string, volume: string, driveLetter?: string): Command => ({
    command: 'volume.make', group, volume, sizeBytes: volumeBytes, type: 'mirror', mirrors: 2, disks: [], excludedDisks: [],
    zeroed: true, driveLetter,
  }),
};
