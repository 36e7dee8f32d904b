/** `plexus serve`: a host in a process of its own, until a signal or the contract ends it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { consoleAddress } from './console-server.ts';
import { startHost } from './host.ts';
import { remoteHostAddress } from './relay/remote-address.ts';
import type { HostOptions } from './host.ts';
import { startWorkerRuntime } from './worker-channel.ts';

export interface ServeOptions {
  readonly stateFolder: string;
  /** `127.0.0.1:PORT` of the console; port 0 takes any free one, nothing the one of the last start when that is free. */
  readonly listen?: string | undefined;
  /** `ADDRESS:PORT` of the TLS listener for other consoles; none unless named. */
  readonly remote?: string | undefined;
  /** The built console; beside the program unless named. */
  readonly rendererFolder?: string | undefined;
  /** The address opens the console once. */
  readonly onReady: (address: string) => void;
  readonly startRuntime?: HostOptions['startRuntime'] | undefined;
}

const endingSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Resolves when the host has ended cleanly, or with the reason why it did not start. */
export async function serve(options: ServeOptions): Promise<Result<null, Refusal>> {
  const port = consolePort(options.listen);
  if (!port.ok) return port;
  const remote = options.remote === undefined ? success(null) : remoteHostAddress(options.remote, '--remote', 0);
  if (!remote.ok) return remote;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  for (const signal of endingSignals) process.on(signal, stop);
  try {
    const host = await startHost({
      stateFolder: options.stateFolder, startRuntime: options.startRuntime ?? startWorkerRuntime,
      console: { port: port.value, rendererFolder: options.rendererFolder ?? builtConsole() }, remote: remote.value,
      stopRequested: stop,
    });
    if (!host.ok) return host;
    options.onReady(host.value.consoleEntrance());
    await stopped;
    await host.value.close();
    return success(null);
  } finally {
    for (const signal of endingSignals) process.off(signal, stop);
  }
}

function consolePort(listen: string | undefined): Result<number | null, Refusal> {
  if (listen === undefined) return success(null);
  const [address, port = '', ...more] = listen.split(':');
  if (address === consoleAddress && more.length === 0 && /^\d+$/.test(port) && Number(port) <= 65_535) return success(Number(port));
  return failure(refusal('argument.invalid', { kind: 'host', name: '' },
    { argument: '--listen', given: listen, reason: 'is no port of this machine alone' },
    `Give ${consoleAddress}:PORT; the console in a browser is for this machine only.`));
}

/** Beside the program's bundle, or one folder up where the program has a folder of its own. */
export function builtConsole(): string {
  const places = ['./renderer', '../renderer'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(place)) ?? places[0]!;
}
