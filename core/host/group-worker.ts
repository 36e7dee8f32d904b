/** The entry of a disk group's worker thread: the runtime's service on this thread's port. */
import { parentPort } from 'node:worker_threads';
import type { RuntimeRequest } from '../group/runtime-protocol.ts';
import { invariant } from '../model/invariant.ts';
import { RuntimeService } from './runtime-service.ts';

const port = parentPort;
invariant(port !== null, 'a group runtime runs in a worker thread');
const service = new RuntimeService((message) => port.postMessage(message));
port.on('message', (request: RuntimeRequest) => void service.take(request));
