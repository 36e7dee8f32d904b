/** Starts a disk group's runtime as a worker thread. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RuntimeMessage } from '../group/runtime-protocol.ts';
import { invariant } from '../model/invariant.ts';
import type { RuntimeChannel } from './group-worker-link.ts';

/**
 * Where the worker's bundle may lie: beside the program's module, or one folder up where the program has a folder of its
 * own. A thread cannot be started from inside a packed archive, although the archive lists the file: the packager puts it
 * beside the archive.
 */
export function workerPlaces(moduleUrl: string): readonly string[] {
  return ['./group-worker.js', '../group-worker.js']
    .map((place) => fileURLToPath(new URL(place, moduleUrl)).replace(/([\\/])app\.asar(?=[\\/])/, '$1app.asar.unpacked'));
}

function workerFile(): string {
  const places = workerPlaces(import.meta.url);
  const file = places.find((place) => existsSync(place));
  invariant(file !== undefined, `group-worker.js lies beside the program: ${places.join(' or ')}`);
  return file;
}

export function startWorkerRuntime(groupName: string): RuntimeChannel {
  const worker = new Worker(workerFile(), { name: `group ${groupName}` });
  return {
    post: (request) => worker.postMessage(request),
    listen: (received, ended) => {
      let reason = '';
      worker.on('message', (message: RuntimeMessage) => received(message));
      worker.on('error', (error) => (reason = error.stack ?? String(error)));
      worker.once('exit', (code) => ended(reason === '' ? `its thread ended with code ${code}` : reason));
    },
    terminate: async () => void await worker.terminate(),
  };
}
